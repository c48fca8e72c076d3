"""`fieldwise ledger`: is what happened still written down as it was?"""

import click

from fieldwise.shell.commands.setup import prepare


@click.group()
def ledger() -> None:
    """Verify the ledger, or seal what waits."""
    prepare()


@ledger.command()
def verify() -> None:
    """Recompute every seal, compare rows with their entries; exit 1 when something was changed."""
    from django.conf import settings

    from fieldwise.apps.ledger.queries import verification
    from fieldwise.shell.vouching import vouched

    found = verification(settings.ENV.seals_file, vouched())
    click.echo(
        f"{found.seals} seals over {found.sealed} entries; {found.unsealed} entries are not sealed yet."
    )
    click.echo(f"Entries vouch for {found.vouched} rows.")
    for finding in found.findings:
        click.echo(finding)
    if found.findings:
        raise click.exceptions.Exit(1)
    click.echo("Nothing that is sealed or vouched for was changed.")


@ledger.command()
def seal() -> None:
    """Seal every entry that waits for a seal, and note the seals outside the database."""
    from fieldwise.apps.ledger.queries import newest_seal
    from fieldwise.shell.delivery.seals import seal_and_note

    seal_and_note()
    newest = newest_seal()
    click.echo(
        f"Everything is sealed, up to seal {newest.number}." if newest else "There is nothing to seal."
    )
