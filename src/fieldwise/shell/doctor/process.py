"""The process that serves the folder, or, when none does, the one that looks."""

import fcntl
import os
import re
import resource
from dataclasses import dataclass
from pathlib import Path

from fieldwise.shell.doctor.findings import Finding, ok, weak

# Every open connection is a file, and so is every file that is read.
NEEDED_FILES = 4096


@dataclass(frozen=True)
class ProcessFacts:
    """Who runs it, and how many files it may have open; `serves` is its process id when it serves."""

    serves: int | None
    is_root: bool
    most_files: int


def gather(folder: Path) -> ProcessFacts:
    """The facts of the serving process, else our own."""
    serves = serving_process(folder)
    if serves is None:
        return ProcessFacts(None, os.geteuid() == 0, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    process = Path(f"/proc/{serves}")
    limits = re.search(r"^Max open files\s+(\d+)", (process / "limits").read_text(), re.MULTILINE)
    return ProcessFacts(serves, process.stat().st_uid == 0, int(limits[1]) if limits else NEEDED_FILES)


def serving_process(folder: Path) -> int | None:
    """The process that holds the lock of the folder."""
    try:
        with (folder / "lock").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = re.match(r"process (\d+)", file.read())
                return int(holder[1]) if holder else None
    except OSError:
        pass
    return None


def judge(facts: ProcessFacts) -> list[Finding]:
    """Every check of the process."""
    return [_user(facts), _open_files(facts)]


def _user(facts: ProcessFacts) -> Finding:
    who = f"Process {facts.serves} serves it" if facts.serves else "Nothing serves it now, and you look"
    if not facts.is_root:
        return ok("user", f"{who}, not as root.")
    return weak("user", f"{who}, as root.", "Give Fieldwise a user of its own: docs/operate/install.md.")


def _open_files(facts: ProcessFacts) -> Finding:
    sentence = f"{facts.most_files} files may be open at once."
    if facts.most_files >= NEEDED_FILES:
        return ok("open files", sentence)
    return weak(
        "open files",
        sentence,
        f"Raise it to {NEEDED_FILES} or more: LimitNOFILE= in the service unit, or ulimit -n.",
    )
