"""The rows of the installation carried into another, empty database, in one transaction there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import dj_database_url
from django.conf import settings
from django.db import connection, connections

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.databases import contents, one_transaction, snapshot
from fieldwise.shell.keeping.migrating import is_current
from fieldwise.shell.keeping.rebuilding import Progress, Say, fill, make_empty_tables
from fieldwise.shell.keeping.rows import count, lines
from fieldwise.shell.keeping.tables import applied_migrations, tables_at
from fieldwise.shell.keeping.verifying import findings
from fieldwise.shell.postgresql import Unusable, server_version

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SOURCE = "source"
EXAMPLES = "postgresql://user:password@host/name, or sqlite:////folder/fieldwise.sqlite3"


def move(to: str, say: Say) -> tuple[int, list[str]]:
    """Carry every row over; returns how many, and what the ledger's verification found. Raises Refused."""
    if not is_current():
        raise Refused("The database is not that of this version yet. Run `fieldwise upgrade` first.")
    _put_in_front(_target(to))
    if held := contents():
        raise Refused(f"The database that --to names is not empty ({held}). Name an empty one.")
    with snapshot(SOURCE) as reading, one_transaction():
        rows = _fill(reading, say)
        return rows, findings(settings.ENV.seals_file)


def _fill(reading: BaseDatabaseWrapper, say: Say) -> int:
    migrations = applied_migrations(reading)
    tables = tables_at(migrations)
    progress = Progress(sum(count(table, reading.alias) for table in tables), say)
    make_empty_tables(migrations, tables)
    fill(tables, lambda table: lines(table, reading.alias), progress)
    return progress.done


def _target(address: str) -> dict[str, Any]:
    """Django's settings of the database; raises Refused for an address that cannot be meant."""
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(address))
    except (ValueError, KeyError):
        raise Refused(f"{address} is not the address of a database. Examples are {EXAMPLES}.")
    is_sqlite = found["ENGINE"] == "django.db.backends.sqlite3"
    if not is_sqlite and found["ENGINE"] != "django.db.backends.postgresql":
        raise Refused(f"Fieldwise keeps its rows in SQLite or PostgreSQL. Examples are {EXAMPLES}.")
    if is_sqlite and not Path(found["NAME"]).is_absolute():
        raise Refused("Name the SQLite file by its whole path, with four slashes: sqlite:////folder/file.")
    if is_sqlite and not Path(found["NAME"]).parent.is_dir():
        raise Refused(f"There is no folder {Path(found['NAME']).parent}. Make it, or name another file.")
    if _place(found) == _place(connection.settings_dict):
        raise Refused("The installation is in that database already.")
    if not is_sqlite:
        _check_server(address)
    else:
        found["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=FULL;"}
    return found


def _put_in_front(target: dict[str, Any]) -> None:
    """Make the target what everything that asks for the database gets; the present one is named `source`."""
    connections.settings[SOURCE] = connection.settings_dict
    connection.close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": target})["default"]


def _place(database: dict[str, Any]) -> list[str]:
    options = database.get("OPTIONS", {})
    return [
        *(str(database[part]) for part in ("NAME", "HOST", "PORT")),
        *(str(options.get(part)) for part in ("host", "port", "service")),
    ]


def _check_server(address: str) -> None:
    try:
        server_version(address)
    except Unusable as problem:
        raise Refused(str(problem))
