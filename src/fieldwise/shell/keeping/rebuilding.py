"""A database made anew from rows that come from elsewhere, in the transaction of the caller."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.databases import drop_our_tables
from fieldwise.shell.keeping.migrating import migrate_to
from fieldwise.shell.keeping.rows import Tally, load, reset_sequences, tally
from fieldwise.shell.keeping.tables import Migrations, Table

Say = Callable[[str], object]


class Progress:
    """Says how far it is, of a known number of rows."""

    def __init__(self, total: int, say: Say) -> None:
        self.total, self.say, self.done = total, say, 0

    def table(self, name: str, rows: int) -> None:
        """Say where a table is of which so many rows are done."""
        self.say(f"  {name}: {rows:,} rows ({self._percent(rows)} % of all)")

    def _percent(self, rows: int) -> int:
        return 100 * (self.done + rows) // self.total if self.total else 100


def make_empty_tables(migrations: Migrations, tables: Iterable[Table]) -> None:
    """Drop what is there and make the tables of a state, without what its migrations put into them."""
    drop_our_tables()
    migrate_to(migrations)
    for table in tables:
        filled: Any = QuerySet(table.model, using=connection.alias)
        if filled.exists():
            filled._raw_delete(connection.alias)
    connection.check_constraints()  # from now on at the end: tables are filled by name, and some point at later ones


def fill(tables: Sequence[Table], lines: Callable[[Table], Generator[bytes]], progress: Progress) -> None:
    """Load every table, and read it again to see that it holds just those rows; raises Refused."""
    for table in tables:
        given = Tally()
        with closing(lines(table)) as source:
            load(table, connection, _told(table, given, source, progress))
        if tally(table, connection.alias).result != given.result:
            raise Refused(f"The rows of {table.name} do not read back as they were written.")
        if given.rows:
            progress.table(table.name, given.rows)
        progress.done += given.rows
    connection.check_constraints()
    reset_sequences(tables, connection)


def _told(table: Table, given: Tally, lines: Iterable[bytes], progress: Progress) -> Iterator[bytes]:
    return given.over(lines, lambda rows: progress.table(table.name, rows))
