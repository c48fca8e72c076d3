"""The data folder: made for its owner alone, with a secret, and held by one supervisor at a time."""

import fcntl
import os
import secrets
import time
from datetime import datetime
from pathlib import Path
from typing import TextIO

from fieldwise.shell.env import secret_file

# A killed supervisor's children go a moment after it; a start that follows at once waits for them.
WAIT_SECONDS = 1.0


class Refused(Exception):
    """The folder cannot be used; the message says why and what to do."""


def make(folder: Path) -> None:
    """Make the folder and its secret where they are missing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret = secret_file(folder)
        if not secret.is_file() or not secret.read_text().strip():
            write_privately(secret, secrets.token_urlsafe(50) + "\n")
    except OSError as problem:
        raise Refused(
            f"The data folder {folder} cannot be written: {problem.strerror}. "
            "Mend that, or choose another folder with FIELDWISE_DATA."
        )


def write_privately(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all, for the owner alone."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def lock(folder: Path) -> TextIO:
    """Hold the folder until the returned file is closed by this process and all that inherited it."""
    file = os.fdopen(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
    until = time.monotonic() + WAIT_SECONDS
    while not _locked(file):
        if time.monotonic() > until:
            holder = file.read().strip() or "another process"
            raise Refused(
                f"The data folder {folder} is in use by {holder}. "
                "Stop it, or choose another folder with FIELDWISE_DATA."
            )
        time.sleep(0.05)
    file.truncate(0)
    file.write(f"process {os.getpid()} (started {datetime.now().astimezone():%Y-%m-%d %H:%M})\n")
    file.flush()
    return file


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
