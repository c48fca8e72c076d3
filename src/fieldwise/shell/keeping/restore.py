"""An installation made again from a backup; the database in one transaction, so that a killed one changes nothing."""

import os
from dataclasses import dataclass
from datetime import datetime
from filecmp import cmp
from pathlib import Path

from django.conf import settings

from fieldwise.shell.data_folder import write_privately
from fieldwise.shell.env import secret_file
from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.backup_file import BackupFile, reading
from fieldwise.shell.keeping.databases import contents, one_transaction
from fieldwise.shell.keeping.media import copy_in, read_media
from fieldwise.shell.keeping.migrating import migrate_forward
from fieldwise.shell.keeping.rebuilding import Progress, Say, fill, make_empty_tables
from fieldwise.shell.keeping.tables import Table, known_here, tables_at
from fieldwise.shell.keeping.verifying import findings


@dataclass(frozen=True)
class Restored:
    """How many rows came back, and a sentence for all that was not as it should be in the backup itself."""

    rows: int
    troubles: tuple[str, ...]


def restore(file: Path, replace: bool, at: datetime, say: Say) -> Restored:
    """Make database, media, secret and noted seals what the backup holds; raises Refused."""
    with reading(file) as backup:
        _check(backup)
        held = contents()
        if held and not replace:
            raise Refused(
                f"The database that the settings name is not empty ({held}). Back it up, and add --replace to lose "
                "what it holds; or name another database in the settings."
            )
        troubles = copy_in(read_media(backup.lines("media.jsonl")), file.parent / "media")
        seals = settings.ENV.seals_file.with_suffix(".restored")
        _unpack(backup, seals)
        with one_transaction():
            _fill(backup, say)
            migrate_forward()
            troubles += findings(seals)
        _put_files(backup, seals, at)
        return Restored(backup.manifest.rows, tuple(troubles))


def _unpack(backup: BackupFile, seals: Path) -> None:
    with seals.open("wb") as file:
        file.writelines(backup.lines("seals.jsonl"))
        file.flush()
        os.fsync(file.fileno())


def _check(backup: BackupFile) -> None:
    known_here(frozenset(backup.manifest.migrations), f"{backup.path} was")
    for name in backup.manifest.members:
        for _ in backup.lines(name):
            pass


def _fill(backup: BackupFile, say: Say) -> None:
    manifest = backup.manifest
    migrations = frozenset(manifest.migrations)
    parts = {part.name: part for part in manifest.tables}
    tables = [_as_written(table, backup) for table in tables_at(migrations)]
    if len(tables) < len(parts):
        raise Refused(f"{backup.path} holds tables that its migrations do not make.")
    make_empty_tables(migrations, tables)
    fill(tables, lambda table: backup.rows(parts[table.name]), Progress(manifest.rows, say))


def _as_written(table: Table, backup: BackupFile) -> Table:
    for part in backup.manifest.tables:
        if part.name == table.name:
            return table.in_order(part.columns)
    raise Refused(f"{backup.path} holds no rows of the table {table.name}.")


def _put_files(backup: BackupFile, seals: Path, at: datetime) -> None:
    """Put secret and seals into their places; the seals noted until now are kept under another name."""
    noted = settings.ENV.seals_file
    if noted.is_file() and not cmp(noted, seals, shallow=False):
        noted.rename(noted.with_name(f"seals-until-{at:%Y-%m-%dT%H%M%SZ}.jsonl"))
    seals.rename(noted)
    if secret := backup.small("secret").decode():
        write_privately(secret_file(settings.ENV.data), secret)
