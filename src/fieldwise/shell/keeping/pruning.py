"""Backups that are kept: the newest ones, and the media that they name."""

from pathlib import Path

from fieldwise.shell.keeping.backup import SUFFIX, alone_in
from fieldwise.shell.keeping.backup_file import reading
from fieldwise.shell.keeping.media import read_media


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(folder.glob(f"????-??-??T??????Z{SUFFIX}"))


def keep_newest(folder: Path, count: int) -> int:
    """Delete all but the newest backups, and the media that no kept one names; returns how many backups went.

    Raises Refused when a kept backup is damaged; then no media are deleted.
    """
    with alone_in(folder):
        old, kept = backups_in(folder)[:-count], backups_in(folder)[-count:]
        for backup in old:
            backup.unlink()
        named = {name for backup in kept for name in _media_of(backup)}
        for medium in (folder / "media").glob("??/*"):
            if medium.name not in named:
                medium.unlink()
        return len(old)


def _media_of(backup: Path) -> list[str]:
    with reading(backup) as file:
        return [medium.name for medium in read_media(file.lines("media.jsonl"))]
