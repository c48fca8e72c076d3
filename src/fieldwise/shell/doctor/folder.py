"""The data folder: whose it is, who may read it, whether there is room in it."""

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from fieldwise.shell.doctor.findings import Finding, missing, ok, weak

NEEDED_FREE_BYTES = 200 * 10**6  # below it, /healthz says that the disk is not well
AMPLE_FREE_BYTES = 2 * 10**9
OTHERS = stat.S_IRWXG | stat.S_IRWXO
# nginx, in the group of the folder, passes through it to the videos that it sends itself
PASSING_GROUP = stat.S_IXGRP


@dataclass(frozen=True)
class FolderFacts:
    """A folder, the files of it that others may read, and the free bytes where it lies."""

    folder: Path
    mode: int
    is_ours: bool
    open_files: tuple[str, ...]
    is_writable: bool
    free_bytes: int


def gather(folder: Path) -> FolderFacts:
    """The facts of a folder that exists; raises OSError."""
    status = folder.stat()
    files = [each for each in folder.iterdir() if each.is_file() and each.stat().st_mode & OTHERS]
    return FolderFacts(
        folder=folder,
        mode=stat.S_IMODE(status.st_mode),
        is_ours=status.st_uid == os.geteuid(),
        open_files=tuple(sorted(each.name for each in files)),
        is_writable=os.access(folder, os.W_OK | os.X_OK),
        free_bytes=shutil.disk_usage(folder).free,
    )


def judge(facts: FolderFacts) -> list[Finding]:
    """Every check of the folder."""
    return [_owner(facts), _mode(facts), _files(facts), _room(facts)]


def _owner(facts: FolderFacts) -> Finding:
    if facts.is_ours and facts.is_writable:
        return ok("folder", f"{facts.folder} can be written.")
    return missing(
        "folder",
        f"{facts.folder} belongs to another user, or cannot be written.",
        "Run `fieldwise` as the user who owns the folder.",
    )


def _mode(facts: FolderFacts) -> Finding:
    if not facts.mode & OTHERS & ~PASSING_GROUP:
        return ok("folder mode", f"Nobody but its owner may read it ({facts.mode:04o}).")
    return missing(
        "folder mode",
        f"Other users of this machine may look into it ({facts.mode:04o}).",
        f"Close it: chmod 700 {facts.folder}",
    )


def _files(facts: FolderFacts) -> Finding:
    if not facts.open_files:
        return ok("files", "Every file in it is its owner’s alone.")
    names = ", ".join(facts.open_files)
    mend = f"Close them: chmod 600 {' '.join(str(facts.folder / name) for name in facts.open_files)}"
    private = {"secret", "settings.toml"} & {*facts.open_files}
    found = missing if private else weak
    return found("files", f"Other users could read {names}, were the folder open.", mend)


def _room(facts: FolderFacts) -> Finding:
    free = f"{facts.free_bytes / 10**9:.1f} GB are free."
    if facts.free_bytes >= AMPLE_FREE_BYTES:
        return ok("disk", free)
    found = weak if facts.free_bytes >= NEEDED_FREE_BYTES else missing
    return found("disk", free, "Make room, or move the folder to a larger disk.")
