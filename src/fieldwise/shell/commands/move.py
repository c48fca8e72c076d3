"""`fieldwise move`: this installation in another database."""

import os

import click

from fieldwise.shell.commands.sentences import in_sentences, tell
from fieldwise.shell.commands.serve import hold
from fieldwise.shell.commands.setup import prepare


@click.command()
@click.option("--to", required=True, help="postgresql://user:password@host/name, or sqlite:////folder/file.")
def move(to: str) -> None:
    """Carry this stopped installation into another, empty database, and use that from now on.

    The present database stays as it is.
    """
    prepare()
    from django.conf import settings

    from fieldwise.shell.keeping.move import move as carry
    from fieldwise.shell.keeping.settings_line import name_database

    with hold(settings.ENV.data), in_sentences():
        rows, findings = carry(to, click.echo)
        click.echo(f"{rows:,} rows are in the other database; counts and hashes are the same in both.")
        if "DATABASE_URL" in os.environ:
            click.echo(
                "The environment variable DATABASE_URL still names the old database. Set it to the new address "
                "where the service gets it from; until then the old database is used."
            )
        else:
            name_database(settings.ENV.settings_file, to)
            click.echo(f"{settings.ENV.settings_file} names it now. The old database is as it was.")
    tell(
        tuple(findings), "The ledger showed this before the move as well; `fieldwise ledger verify` explains."
    )
