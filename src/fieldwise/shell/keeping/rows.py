"""Rows as lines: one JSON array each, by primary key; the same rows are the same lines on both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
from django.core.management.color import no_style
from django.db import connections
from django.db.models import F, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Collate

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.kinds import Convert
from fieldwise.shell.keeping.tables import Table

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

CHUNK_ROWS = 2000
LONGEST_LINE_BYTES = 64 * 1024 * 1024


@dataclass
class Tally:
    """Counts the lines that pass, and digests them."""

    rows: int = 0
    size_bytes: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def over(self, lines: Iterable[bytes], pass_on: Callable[[int], object] | None = None) -> Iterator[bytes]:
        """The same lines; `pass_on` hears the count now and then."""
        for line in lines:
            self.hash.update(line)
            self.size_bytes += len(line)
            self.rows += 1
            if pass_on and self.rows % (100 * CHUNK_ROWS) == 0:
                pass_on(self.rows)
            yield line

    @property
    def result(self) -> tuple[int, int, str]:
        """Rows, bytes, SHA-256: equal exactly when the rows are."""
        return self.rows, self.size_bytes, self.hash.hexdigest()


def count(table: Table, alias: str) -> int:
    """How many rows a table has."""
    return QuerySet(table.model, using=alias).count()


def tally(table: Table, alias: str) -> Tally:
    """The rows of a table, counted and digested."""
    found = Tally()
    for _ in found.over(lines(table, alias)):
        pass
    return found


def lines(table: Table, alias: str) -> Generator[bytes]:
    """The rows of a table, each a line; to be closed before the database is."""
    steps = [(place, kind.line) for place, kind in enumerate(table.kinds) if kind.line]
    rows: Iterable[tuple[Any, ...]] = _query(table, alias).iterator(chunk_size=CHUNK_ROWS)
    for row in rows:
        line = orjson.dumps(_converted(list(row), steps) if steps else row) + b"\n"
        if len(line) > LONGEST_LINE_BYTES:
            raise Refused(f"A row of {table.name} is larger than {LONGEST_LINE_BYTES >> 20} MB.")
        yield line


def _query(table: Table, alias: str) -> Any:
    columns = [
        Cast(name, TextField()) if kind.is_json else name
        for name, kind in zip(table.columns, table.kinds, strict=True)
    ]
    return QuerySet(table.model, using=alias).order_by(_order(table, alias)).values_list(*columns)


def _order(table: Table, alias: str) -> Combinable:
    key = table.model._meta.pk.attname
    is_text = table.kinds[table.columns.index(key)].is_text
    # PostgreSQL sorts text as its locale wants, SQLite by bytes.
    return Collate(F(key), "C") if is_text and connections[alias].vendor == "postgresql" else F(key)


def _converted(row: list[Any], steps: list[tuple[int, Convert]]) -> list[Any]:
    for place, convert in steps:
        if row[place] is not None:
            row[place] = convert(row[place])
    return row


def load(table: Table, connection: BaseDatabaseWrapper, lines: Iterable[bytes]) -> None:
    """Write lines into an empty table; raises Refused for one that is not a row of it."""
    rows = _rows(table, connection.vendor, lines)
    columns: list[Any] = [table.model._meta.get_field(name) for name in table.columns]
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in columns)
    into = f"{connection.ops.quote_name(table.name)} ({quoted})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        while some := list(islice(rows, CHUNK_ROWS)):
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", some)  # noqa: S608


def _rows(table: Table, vendor: str, lines: Iterable[bytes]) -> Iterator[list[Any]]:
    converts = [getattr(kind, vendor) for kind in table.kinds]
    steps = [(place, convert) for place, convert in enumerate(converts) if convert]
    for number, line in enumerate(lines, 1):
        try:
            row = orjson.loads(line)
            if not isinstance(row, list) or len(row) != len(converts):
                raise ValueError
            yield _converted(row, steps)
        except (ValueError, TypeError, AttributeError):
            raise Refused(f"Line {number} of the table {table.name} is not a row of it.")


def reset_sequences(tables: Iterable[Table], connection: BaseDatabaseWrapper) -> None:
    """Let new rows get numbers after the ones that were loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
