"""A database at one moment, in one transaction, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SNAPSHOT = "snapshot"
# Seconds that an installation's tables may be held by somebody else before we give up.
LOCK_SECONDS = 10
HOLDINGS = {"people_agency": "agencies", "people_person": "people", "ledger_entry": "ledger entries"}


@contextmanager
def snapshot(alias: str = "default") -> Iterator[BaseDatabaseWrapper]:
    """One moment of a database, read while others write; no writer waits for it."""
    present = connections[alias].settings_dict
    connections.settings[SNAPSHOT] = {**present, **_reading(connections[alias].vendor)}
    reading = connections[SNAPSHOT]
    try:
        with transaction.atomic(using=SNAPSHOT):
            if reading.vendor == "postgresql":
                with reading.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield reading
    finally:
        reading.close()
        del connections[SNAPSHOT]


def _reading(vendor: str) -> dict[str, object]:
    if vendor == "postgresql":
        return {}
    # Our own SQLite connections begin by asking for the write lock; this one never does.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "OPTIONS": {"timeout": 20, "init_command": "PRAGMA query_only=ON;"},
    }


@contextmanager
def one_transaction() -> Iterator[None]:
    """All that is done in it, tables made and dropped too, happens at its end or not at all."""
    connection.disable_constraint_checking()  # SQLite makes tables anew only without, and not inside
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            yield
            connection.check_constraints()
    finally:
        connection.close()  # the next one checks constraints again


def check_rows_now() -> None:
    """Check what was written so far; PostgreSQL changes no table whose rows are still to be checked."""
    connection.check_constraints()
    if connection.vendor == "postgresql":
        _execute("SET CONSTRAINTS ALL IMMEDIATE")


def drop_our_tables() -> None:
    """Drop every table of Fieldwise, of whichever version."""
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    for name in sorted(_our_tables()):
        _execute(f"DROP TABLE {connection.ops.quote_name(name)}{cascade}")


def contents() -> str:
    """What the database holds, for a sentence; "" when there is nothing that could be lost."""
    ours, there = _our_tables(), _tables()
    if others := sorted(there - ours):
        return f"tables of another program, such as {others[0]}"
    counts = {name: _count(table) for table, name in HOLDINGS.items() if table in there}
    return ", ".join(f"{name}: {count:,}" for name, count in counts.items() if count)


def _tables() -> set[str]:
    return set(connection.introspection.table_names())


def _our_tables() -> set[str]:
    there = _tables()
    recorder = MigrationRecorder(connection)
    labels = {f"{app}_" for app, _ in recorder.applied_migrations()}
    known = {
        *connection.introspection.django_table_names(),
        *(cache["LOCATION"] for cache in settings.CACHES.values()),
        recorder.Migration._meta.db_table,
    }
    return {name for name in there if name in known or name.startswith(tuple(labels))}


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
