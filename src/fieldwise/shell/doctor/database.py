"""The database: does it answer, are its tables of this version, does it keep what it confirmed?"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldwise.shell.doctor.findings import Finding, missing, ok, weak
from fieldwise.shell.postgresql import OLDEST, first_line

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

WAL, FULL = "wal", "2"
# What must be on for a confirmed write to be on the disk
KEEPING = ("fsync", "full_page_writes", "synchronous_commit")
OFF = "off"
MOST_GAP_SECONDS = 5
NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs")
UNTIL_THEN = "Until then, agencies, rosters, worker, letters, backup, seals and files are not looked at."
CONNECT_SECONDS = 5


@dataclass(frozen=True)
class DatabaseFacts:
    """What the database says of itself, or the problem with it. `settings` are its own, by name."""

    problem: str = ""
    vendor: str = ""
    version: str = ""
    tables_behind: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    file_system: str = ""
    is_near: bool = True
    is_encrypted: bool = False
    gap_seconds: float = 0

    @property
    def is_usable(self) -> bool:
        """Whether the rest can be asked of it."""
        return not self.problem and not self.tables_behind


def keep_time() -> None:
    """Let libpq give up in time; said before Django connects."""
    os.environ.setdefault("PGCONNECT_TIMEOUT", str(CONNECT_SECONDS))


def gather() -> DatabaseFacts:
    """The facts of the database that the settings name."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error, connection

    file = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not file.exists():  # to connect would make it
        return DatabaseFacts(
            problem=f"there is no {file} yet; `fieldwise init` or `fieldwise serve` makes it"
        )
    try:
        connection.ensure_connection()
        special = _of_sqlite(connection) if connection.vendor == "sqlite" else _of_postgresql(connection)
        return DatabaseFacts(vendor=connection.vendor, tables_behind=_tables_behind(connection), **special)
    except (Error, ImproperlyConfigured, OSError) as problem:
        return DatabaseFacts(problem=first_line(problem))


def _tables_behind(connection: BaseDatabaseWrapper) -> int:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _of_sqlite(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    import sqlite3

    said = {}
    with connection.cursor() as cursor:
        for name in ("journal_mode", "synchronous"):
            cursor.execute(f"PRAGMA {name}")
            said[name] = str(cursor.fetchone()[0])
    return {
        "version": sqlite3.sqlite_version,
        "settings": said,
        "file_system": file_system(Path(connection.settings_dict["NAME"]), _mounts()),
    }


def _of_postgresql(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    asked = ", ".join(f"current_setting('{name}')" for name in KEEPING)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {asked}, extract(epoch FROM clock_timestamp()), inet_client_addr(), "  # noqa: S608
            "current_setting('server_version_num'), (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())"
        )
        *kept, moment, client, version, encrypted = cursor.fetchone()
    return {
        "version": str(int(version) // 10_000),
        "settings": dict(zip(KEEPING, kept, strict=True)),
        "gap_seconds": abs(float(moment) - time.time()),
        "is_near": client is None or str(client).startswith(("127.", "::1")),
        "is_encrypted": bool(encrypted),
    }


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text()
    except OSError:
        return ""


def file_system(path: Path, mounts: str) -> str:
    """The kind of file system on which a path lies, by the lines of /proc/mounts; "" when they do not say."""
    rows = [line.split() for line in mounts.splitlines()]
    found = {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}
    return next((found[str(each)] for each in (path, *path.parents) if str(each) in found), "")


def judge(facts: DatabaseFacts) -> list[Finding]:
    """Every check of the database."""
    if facts.problem:
        mend = f"Mend DATABASE_URL or the setting database, or start the server that it names. {UNTIL_THEN}"
        return [missing("database", f"It does not answer: {facts.problem}.", mend)]
    kinds = {"sqlite": _keeps_sqlite, "postgresql": _keeps_postgresql}
    return [_version(facts), _tables(facts), *kinds[facts.vendor](facts)]


def _version(facts: DatabaseFacts) -> Finding:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[facts.vendor]
    if facts.vendor == "postgresql" and int(facts.version) < OLDEST:
        return missing("database", f"It is {name} {facts.version}.", f"Update it to {OLDEST} or newer.")
    return ok("database", f"{name} {facts.version} answers.")


def _tables(facts: DatabaseFacts) -> Finding:
    if not facts.tables_behind:
        return ok("tables", "They are of this version.")
    sentence = f"{facts.tables_behind} changes to the tables are missing."
    return missing("tables", sentence, f"Stop the server and run `fieldwise upgrade`. {UNTIL_THEN}")


def _keeps_sqlite(facts: DatabaseFacts) -> list[Finding]:
    mode, level = facts.settings["journal_mode"], facts.settings["synchronous"]
    kept = (
        ok("durability", "Every confirmed write is on the disk (WAL, synchronous=FULL).")
        if (mode, level) == (WAL, FULL)
        else missing(
            "durability",
            f"A power cut may take confirmed writes: journal_mode={mode}, synchronous={level}.",
            "Put the data folder on a local disk that allows WAL.",
        )
    )
    place = (
        missing(
            "file system",
            f"The database lies on {facts.file_system}, where SQLite loses data.",
            "Move the folder to a local disk, or use PostgreSQL.",
        )
        if facts.file_system.startswith(NETWORK)
        else ok("file system", f"The database lies on a local disk ({facts.file_system or 'not told'}).")
    )
    return [kept, place]


def _keeps_postgresql(facts: DatabaseFacts) -> list[Finding]:
    off = [f"{name} = {facts.settings[name]}" for name in KEEPING if facts.settings[name] == OFF]
    kept = (
        missing(
            "durability",
            f"A power cut may take confirmed writes: {', '.join(off)}.",
            "Switch it on in postgresql.conf.",
        )
        if off
        else ok("durability", "Every confirmed write is on the disk.")
    )
    safe = (
        ok("database TLS", "The connection is encrypted, or stays on this machine.")
        if facts.is_near or facts.is_encrypted
        else missing(
            "database TLS",
            "The connection crosses the network in the clear.",
            "Add ?sslmode=verify-full to its URL.",
        )
    )
    gap = f"Its clock and ours are {facts.gap_seconds:.1f} s apart."
    clock = (
        ok("clock", gap)
        if facts.gap_seconds <= MOST_GAP_SECONDS
        else weak("clock", gap, "Let both machines keep time by NTP.")
    )
    return [kept, safe, clock]
