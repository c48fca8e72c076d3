"""A backup: the rows of one moment in one file, and beside it the media that are not there yet."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from django.conf import settings
from django.db.models import QuerySet

from fieldwise import __version__
from fieldwise.shell.env import secret_file
from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.backup_file import MANIFEST, writing
from fieldwise.shell.keeping.databases import snapshot
from fieldwise.shell.keeping.manifest import FileName, FilePart, Manifest, SealPart, TablePart, row_file
from fieldwise.shell.keeping.media import Medium, copy_out
from fieldwise.shell.keeping.rows import Tally, lines
from fieldwise.shell.keeping.tables import Table, applied_migrations, tables_at

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SUFFIX = ".fieldwise"
UNFINISHED = "unfinished"
Say = Callable[[str], object]


@dataclass(frozen=True)
class Made:
    """A backup that was made, and a sentence for each media file that is not in it."""

    path: Path
    manifest: Manifest
    troubles: tuple[str, ...]


def back_up(folder: Path, at: datetime, say: Say) -> Made:
    """Back the installation up into a folder, beside a running server; raises Refused."""
    with alone_in(folder) as unfinished:
        target = _free_name(folder, at)
        draft = unfinished / target.name
        with writing(draft) as archive:
            manifest, media = _write_rows(archive, at, say)
            troubles = copy_out(media, folder / "media", unfinished / "media")
            manifest = manifest.model_copy(update={"files": _write_files(archive, manifest, media)})
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        draft.replace(target)
        _sync(folder)
    return Made(target, manifest, tuple(troubles))


def _free_name(folder: Path, at: datetime) -> Path:
    """The name of the moment; of the next second when one was made in this."""
    target = folder / f"{at:%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    return _free_name(folder, at + timedelta(seconds=1)) if target.exists() else target


@contextmanager
def alone_in(folder: Path) -> Iterator[Path]:
    """A folder for backups that nobody else writes to meanwhile, and in it an empty one for what is unfinished."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        _lock(held, folder)
        unfinished = folder / UNFINISHED
        shutil.rmtree(unfinished, ignore_errors=True)  # a killed backup's
        unfinished.mkdir(mode=0o700)
        try:
            yield unfinished
        finally:
            shutil.rmtree(unfinished)
    finally:
        os.close(held)


def _lock(held: int, folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused(f"Another backup is being written to {folder}. Wait until it is done.")


def _write_rows(archive: ZipFile, at: datetime, say: Say) -> tuple[Manifest, list[Medium]]:
    with snapshot() as reading:
        migrations = applied_migrations(reading)
        tables = {table.name: table for table in tables_at(migrations)}
        if "ledger_storedfile" not in tables:
            raise Refused("The database has no tables yet, so there is nothing to back up.")
        return (
            Manifest(
                format=1,
                fieldwise=__version__,
                taken_at=at,
                migrations=tuple(sorted(migrations)),
                tables=tuple(_write_table(archive, table, reading, say) for table in tables.values()),
                files={},
                newest_seal=_newest_seal(tables["ledger_seal"], reading),
            ),
            _media(tables["ledger_storedfile"], reading),
        )


def _write_table(archive: ZipFile, table: Table, reading: BaseDatabaseWrapper, say: Say) -> TablePart:
    with closing(lines(table, reading.alias)) as rows:
        tally = _write(archive, row_file(table.name), rows)
    if tally.rows:
        say(f"  {table.name}: {tally.rows:,} rows")
    count, size_bytes, sha256 = tally.result
    return TablePart(name=table.name, columns=table.columns, rows=count, size_bytes=size_bytes, sha256=sha256)


def _write(archive: ZipFile, name: str, lines: Iterable[bytes]) -> Tally:
    tally = Tally()
    with archive.open(name, "w", force_zip64=True) as member:
        for line in tally.over(lines):
            member.write(line)
    return tally


def _newest_seal(seals: Table, reading: BaseDatabaseWrapper) -> SealPart | None:
    query: Any = QuerySet(seals.model, using=reading.alias)
    newest = query.order_by("-number").values("number", "hash").first()
    return SealPart(**newest) if newest else None


def _media(files: Table, reading: BaseDatabaseWrapper) -> list[Medium]:
    query: Any = QuerySet(files.model, using=reading.alias).order_by("sha256")
    rows = query.values_list("sha256", "extension", "size_bytes")
    return [Medium(sha256 + extension, size_bytes) for sha256, extension, size_bytes in rows]


def _write_files(archive: ZipFile, manifest: Manifest, media: list[Medium]) -> dict[FileName, FilePart]:
    environment = settings.ENV
    newest = manifest.newest_seal.number if manifest.newest_seal else 0
    contents: dict[FileName, Iterable[bytes]] = {
        "secret": _lines_of(secret_file(environment.data)),
        "settings.toml": _lines_of(environment.settings_file),
        "seals.jsonl": _seals_until(newest, _lines_of(environment.seals_file)),
        "media.jsonl": (medium.line for medium in media),
    }
    parts: dict[FileName, FilePart] = {}
    for name, content in contents.items():
        _, size_bytes, sha256 = _write(archive, name, content).result
        parts[name] = FilePart(size_bytes=size_bytes, sha256=sha256)
    return parts


def _lines_of(file: Path) -> Iterator[bytes]:
    if file.is_file():
        with file.open("rb") as stream:
            yield from stream


def _seals_until(newest: int, noted: Iterable[bytes]) -> Iterator[bytes]:
    """The seals noted outside that the database of the snapshot has; the last line may be half written."""
    return (line for line in noted if line.endswith(b"\n") and json.loads(line)["number"] <= newest)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
