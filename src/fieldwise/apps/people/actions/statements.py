"""SQL made before a transaction begins, so that the write lock is held only while the database works."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery

MOST_ROWS = 500


class Statements:
    """Statements in the order in which they run."""

    def __init__(self) -> None:
        self._one: list[tuple[str, Sequence[Any], bool]] = []

    def insert(self, model: type[Model], objects: Sequence[Model]) -> None:
        """Insert objects of one model."""
        if not objects:
            return
        fields = [*model._meta.concrete_fields]
        size = min(MOST_ROWS, connection.ops.bulk_batch_size(fields, [*objects]))
        for start in range(0, len(objects), size):
            query = InsertQuery(model)
            query.insert_values(fields, [*objects[start : start + size]])
            for sql, parameters in query.get_compiler(connection=connection).as_sql():
                self._one.append((sql, parameters, False))

    def update(self, model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Set the named fields of rows, each given as its new values followed by its key."""
        named = {field.name: field for field in model._meta.concrete_fields}
        fields = [named[name] for name in (*names, "id")]
        parameters = [
            tuple(field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True))
            for row in rows
        ]
        if parameters:
            quote = connection.ops.quote_name
            *changes, key = [f"{quote(field.column or field.name)} = %s" for field in fields]
            table = quote(model._meta.db_table)
            self._one.append((f"UPDATE {table} SET {', '.join(changes)} WHERE {key}", parameters, True))  # noqa: S608

    def run(self) -> None:
        """Run them all, within the transaction of the caller."""
        with connection.cursor() as cursor:
            for sql, parameters, is_many in self._one:
                (cursor.executemany if is_many else cursor.execute)(sql, parameters)
