"""Is an installation still what it was?"""

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from fieldwise.apps.ledger.queries import verification
from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.manifest import Manifest
from fieldwise.shell.keeping.rows import count
from fieldwise.shell.keeping.tables import applied_migrations, tables_at
from fieldwise.shell.vouching import vouched


def findings(seals: Path) -> list[str]:
    """What the ledger's verification finds, against the seals noted in a file."""
    return verification(seals, vouched()).findings


def findings_before_an_upgrade() -> set[str]:
    """What it finds already; nothing where the tables are too old for this version to verify."""
    try:
        return set(findings(settings.ENV.seals_file))
    except DatabaseError:
        return set()


def check_upgraded(before: Manifest, known: set[str]) -> None:
    """Raise Refused when rows went, or when the ledger shows a change that was not known before."""
    connection.check_constraints()
    tables = {table.name: table for table in tables_at(applied_migrations(connection))}
    for part in before.tables:
        if part.name in tables and (rows := count(tables[part.name], connection.alias)) < part.rows:
            raise Refused(f"The table {part.name} had {part.rows:,} rows and has {rows:,} now.")
    if found := [each for each in findings(settings.ENV.seals_file) if each not in known]:
        raise Refused(f"The ledger does not verify any more: {found[0]}")
