"""Tables brought to a migration state, inside the transaction of the caller."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.databases import check_rows_now
from fieldwise.shell.keeping.tables import Migrations, known_here


def is_current() -> bool:
    """Whether the database has the tables of this version; raises Refused when it has a newer one's."""
    executor = MigrationExecutor(connection)
    applied = frozenset(executor.loader.applied_migrations)
    if (
        not applied <= executor.loader.graph.nodes.keys()
    ):  # asked at every start, so the slower question comes second
        known_here(applied, "The database was")
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate_to(migrations: Migrations) -> None:
    """Make the tables of an earlier state in a database without tables; raises Refused when it is no state."""
    executor = MigrationExecutor(connection)
    inner = {
        parent.key
        for node in migrations
        for parent in executor.loader.graph.node_map[node].parents
        if parent.key[0] == node[0]
    }
    executor.migrate(sorted(migrations - inner))
    if frozenset(executor.recorder.applied_migrations()) != migrations:
        raise Refused("The migrations that it names are no state in which Fieldwise ever was.")


def migrate_forward() -> None:
    """Bring the tables to this version."""
    check_rows_now()
    call_command("migrate", interactive=False, verbosity=0)
