"""Watches one process while it takes inputs: time, memory, files, and what it leaves behind."""

import os
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_SECONDS = 5.0
MOST_MB = 512
BACKSTOP_BYTES = 4 * 1024 * 1024 * 1024
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# what changes a folder: which argument is the path, and which the folder that it starts from
CHANGES = {
    "os.mkdir": (0, 2),
    "os.rename": (1, 3),
    "os.link": (1, 3),
    "os.symlink": (1, 2),
    "os.remove": (0, 1),
}
SHOWN = 5
SHOWN_CHARACTERS = 2_500


class Watch:
    """Feeds inputs to one target and counts; `take` answers whether an input was accepted."""

    def __init__(self, name: str, *allowed: Path) -> None:
        self.name, self.temporary = name, Path(tempfile.gettempdir())
        self.allowed = tuple(f"{folder}/" for folder in (*allowed, self.temporary, "/dev", "/proc"))
        self.inputs = self.accepted = 0
        self.slowest_seconds = 0.0
        self.faults: list[str] = []
        self._written: list[str] = []
        resource.setrlimit(resource.RLIMIT_AS, (BACKSTOP_BYTES, BACKSTOP_BYTES))
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        start = -1
        if event == "open":
            path, mode, flags = arguments
            if not ((flags or 0) & WRITING or any(letter in (mode or "") for letter in "wax+")):
                return
        elif event in CHANGES:
            path, start = (arguments[place] for place in CHANGES[event])
        else:
            return
        if isinstance(path, str | bytes | Path):
            folder = "." if start == -1 else os.readlink(f"/proc/self/fd/{start}")
            absolute = os.path.abspath(os.path.join(folder, os.fsdecode(path)))
            if not f"{absolute}/".startswith(self.allowed):
                self._written.append(absolute)

    def give(self, take: Callable[[], bool], shown: Callable[[], str]) -> None:
        """One input; `shown` is what a person needs to give it again."""
        self.inputs += 1
        began = time.monotonic()
        fault = ""
        try:
            self.accepted += take()
        except Exception:
            fault = traceback.format_exc(limit=-2)
        seconds = time.monotonic() - began
        self.slowest_seconds = max(self.slowest_seconds, seconds)
        fault = fault or self._misdeed(seconds)
        if fault:
            self.faults.append(f"{shown()}\n{fault}")

    def _misdeed(self, seconds: float) -> str:
        if self._written:
            written, self._written = self._written, []
            return f"It wrote to {', '.join(written[:3])}."
        if left := [each for each in os.listdir(self.temporary) if each != "fieldwise.log"]:
            return f"It left {', '.join(left[:3])} in the temporary folder."
        return f"It took {seconds:.1f} s." if seconds > MOST_SECONDS else ""

    @property
    def peak_mb(self) -> int:
        """The most memory that this process or one that it started has held."""
        of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return max(resource.getrusage(which).ru_maxrss for which in of) // 1024

    def told(self) -> bool:
        """Print the figures, and the first faults; answers whether there were none."""
        held = not self.faults and self.peak_mb <= MOST_MB
        for fault in self.faults[:SHOWN]:
            print(f"       {fault[:SHOWN_CHARACTERS]}", flush=True)
        refused = self.inputs - self.accepted - len(self.faults)
        print(
            f"{'held  ' if held else 'FAILED'} {self.name}: {self.inputs:,} inputs, {refused:,} refused, "
            f"{self.accepted:,} accepted, {len(self.faults):,} faults, slowest {1000 * self.slowest_seconds:.0f} ms, "
            f"peak {self.peak_mb} MB",
            flush=True,
        )
        return held
