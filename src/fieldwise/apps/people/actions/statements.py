"""SQL made before a transaction begins, so that the write lock is held only while the database works."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery

MOST_ROWS = 500


@dataclass
class Statements:
    """Statements in the order in which they run."""

    _inserts_and_updates: list[tuple[str, Sequence[Any], bool]] = field(default_factory=list)

    def insert(self, objects: Sequence[Model]) -> None:
        """Insert objects of one or several models, those of one model together."""
        for model, same in groupby(objects, type):
            rows, fields = list(same), model._meta.concrete_fields
            size = min(MOST_ROWS, connection.ops.bulk_batch_size([*fields], rows))
            for start in range(0, len(rows), size):
                query = InsertQuery(model)
                query.insert_values([*fields], rows[start : start + size])
                for sql, parameters in query.get_compiler(connection=connection).as_sql():
                    self._inserts_and_updates.append((sql, parameters, False))

    def update(self, model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Set the named fields of rows, each given as its new values followed by its key."""
        quote, pk = connection.ops.quote_name, model._meta.pk
        assert pk is not None
        fields = [*(model._meta.get_field(name) for name in names), pk]
        changes = ", ".join(f"{quote(each.column)} = %s" for each in fields[:-1])  # type: ignore[union-attr]
        sql = f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {quote(pk.column)} = %s"  # noqa: S608
        parameters = [
            tuple(each.get_db_prep_save(value, connection) for each, value in zip(fields, row, strict=True))  # type: ignore[union-attr]
            for row in rows
        ]
        if parameters:
            self._inserts_and_updates.append((sql, parameters, True))

    def run(self) -> None:
        """Run them all, within the transaction of the caller."""
        with connection.cursor() as cursor:
            for sql, parameters, is_many in self._inserts_and_updates:
                (cursor.executemany if is_many else cursor.execute)(sql, parameters)
