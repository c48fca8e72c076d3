"""The tables of a database at its own migration state, which may be older than this version's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

from fieldwise import __version__
from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.kinds import KINDS, Kind

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Migrations = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """One table, and the columns of its row lines in their order."""

    name: str
    model: type[Model]
    columns: tuple[str, ...]

    @property
    def kinds(self) -> list[Kind]:
        return [kind_of(self.model._meta.get_field(column)) for column in self.columns]

    def in_order(self, columns: Collection[str]) -> Table:
        """The table with its columns in the order of an earlier writing."""
        if sorted(columns) != sorted(self.columns):
            raise Refused(f"The table {self.name} has other columns in this version of Fieldwise.")
        return replace(self, columns=tuple(columns))


def applied_migrations(connection: BaseDatabaseWrapper) -> Migrations:
    """The migrations of a database; raises Refused when it knows some that this version does not."""
    loader = MigrationLoader(connection)
    applied = frozenset(loader.applied_migrations)
    known_here(applied, "The database was")
    return applied & frozenset(loader.graph.nodes)


def known_here(migrations: Migrations, what_was: str) -> None:
    """Raise Refused when something was made by a newer version."""
    loader = MigrationLoader(None, replace_migrations=False)
    newer = [
        f"{app} {name}"
        for app, name in sorted(migrations - frozenset(loader.graph.nodes))
        if app in loader.migrated_apps
    ]
    if newer:
        raise Refused(
            f"{what_was} made by a newer version of Fieldwise, with {', '.join(newer[:3])}; this is "
            f"{__version__}. Use the newer version."
        )


def tables_at(migrations: Migrations) -> list[Table]:
    """The tables of a migration state, by name."""
    state = MigrationLoader(None).project_state(sorted(migrations))
    models = state.apps.get_models(include_auto_created=True)
    found = [_table(model) for model in models if model._meta.managed and not model._meta.proxy]
    return sorted(found, key=lambda table: table.name)


def _table(model: type[Model]) -> Table:
    fields = [field for field in model._meta.concrete_fields if field.column and not field.generated]
    return Table(model._meta.db_table, model, tuple(field.attname for field in fields))


def kind_of(field: Any) -> Kind:
    """How the values of a field are carried; a foreign key's as those of what it points at."""
    while field.is_relation:
        field = field.target_field
    assert isinstance(field, Field)
    return KINDS[field.get_internal_type()]
