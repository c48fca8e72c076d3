"""Installations on the database of this test run, their copies, and what their databases hold."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import urlsplit

import dj_database_url
import psycopg
from django.db import connections

from fieldwise.shell import data_folder
from fieldwise.shell.keeping.rows import tally
from fieldwise.shell.keeping.tables import applied_migrations, tables_at
from tests.environment import DATABASE, postgresql_url
from tests.journeys.running import fieldwise

State = dict[str, tuple[int, int, str]]
# An installation beats and queues as soon as it runs; the rest stands still while nobody does anything.
RESTLESS = ("ledger_heartbeat", "ledger_recurring", "django_tasks_database_dbtaskresult")


@dataclass(frozen=True)
class House:
    """An installation that does not run; without an address it keeps SQLite in its folder."""

    data: Path
    address: str = ""

    def run(self, *arguments: str, **more: str) -> CompletedProcess[str]:
        """Run one of its commands to its end."""
        return fieldwise(*arguments, data=self.data, **more)

    def do(self, *arguments: str, **more: str) -> str:
        """Run one of its commands, which must succeed; returns what it said."""
        done = self.run(*arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def database(self) -> str:
        return self.address or f"sqlite:///{self.data / 'fieldwise.sqlite3'}"

    @property
    def state(self) -> State:
        return state_of(self.database)

    @property
    def resting_state(self) -> State:
        return {name: rows for name, rows in self.state.items() if name not in RESTLESS}


def empty_house(folder: Path, kind: str = DATABASE) -> House:
    """A data folder with its secret and settings, and a database without tables."""
    data_folder.make(folder)
    return _at(folder, new_postgresql() if kind == "postgresql" else "")


def copy_of(house: House, folder: Path) -> House:
    """The same installation again, on a database of its own."""
    shutil.copytree(house.data, folder)
    return _at(folder, new_postgresql(template=house.address) if house.address else "")


def _at(folder: Path, address: str) -> House:
    if address:
        (folder / "settings.toml").write_text(f'# Ours\ndatabase = "{address}"\nagency = "ACS" # home\n')
    return House(folder, address)


def new_postgresql(template: str = "") -> str:
    """A new database on the PostgreSQL of the tests; returns its address."""
    server, name = postgresql_url(), f"t{uuid.uuid4().hex}"
    copied = f" TEMPLATE {urlsplit(template).path[1:]}" if template else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{copied}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


@contextmanager
def looking_at(address: str, alias: str = "looked") -> Iterator[str]:
    """An alias for any database, for as long as the context lasts."""
    connections.settings[alias] = connections.configure_settings({"default": dj_database_url.parse(address)})[
        "default"
    ]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


def state_of(address: str) -> State:
    """Rows, bytes and digest of each table."""
    with looking_at(address) as alias:
        migrations = applied_migrations(connections[alias])
        return {table.name: tally(table, alias).result for table in tables_at(migrations)}
