"""Stored files: are they where they should be, and can more be stored?"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from fieldwise.shell.doctor.findings import Finding, missing, ok
from fieldwise.shell.env import Environment

NEWEST = 1000
LOOK_SECONDS = 8


@dataclass(frozen=True)
class MediaFacts:
    """The storage, how many of the newest files were looked for and not found, and why none can be stored."""

    place: str
    looked_for: int
    not_found: int
    problem: str


def gather(said: Environment) -> MediaFacts:
    """The facts of the storage; looks at the newest files for a few seconds."""
    from django.core.files.storage import default_storage

    from fieldwise.apps.ledger.queries import newest_files

    until, looked_for, not_found = time.monotonic() + LOOK_SECONDS, 0, 0
    for file in newest_files(NEWEST):
        if time.monotonic() > until:
            break
        looked_for += 1
        not_found += not default_storage.exists(file.path)
    problem = _bucket_problem() if said.media else _folder_problem(said.media_folder)
    return MediaFacts(said.media.partition("?")[0] or str(said.media_folder), looked_for, not_found, problem)


def _folder_problem(folder: Path) -> str:
    # Nothing is written: a file that another user's doctor left would stand in the way.
    if not folder.exists():
        folder = folder.parent
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"{folder} cannot be written"


def _bucket_problem() -> str:
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = f"doctor-{uuid4()}"
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"well")))
    except Exception as problem:  # whatever a bucket's library raises
        return str(problem).rstrip(".") or type(problem).__name__
    return ""


def judge(facts: MediaFacts) -> list[Finding]:
    """Every check of the stored files."""
    if facts.problem:
        mend = "Mend its permissions, or the setting media: docs/operate/media.md."
        room = missing("media", f"Nothing can be stored in {facts.place}: {facts.problem}.", mend)
    else:
        room = ok("media", f"{facts.place} takes files.")
    if facts.not_found:
        sentence = f"{facts.not_found} of the newest {facts.looked_for} files are not there."
        return [room, missing("stored files", sentence, "Restore them from the newest backup.")]
    return [room, ok("stored files", f"The newest {facts.looked_for} are there.")]
