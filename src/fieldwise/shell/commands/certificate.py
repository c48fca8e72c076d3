"""`fieldwise certificate`: take a certificate back."""

import click

from fieldwise.shell.commands.setup import prepare


@click.group()
def certificate() -> None:
    """Take certificates back."""


@certificate.command()
@click.argument("number")
@click.option("--reason", required=True, help="The sentence that the public page shows.")
def revoke(number: str, reason: str) -> None:
    """Revoke a certificate; its page keeps what was printed, and says why it no longer holds."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.learning.actions import revoke_certificate
    from fieldwise.rulebook.learning.certificates import normal_number

    normal = normal_number(number)
    found = normal and revoke_certificate(number=normal, reason=reason, by=None, at=timezone.now())
    if not found:
        raise click.ClickException(f"No certificate has the number {number}.")
    click.echo(
        f"{found.number} is revoked since {found.revoked_at:%Y-%m-%d %H:%M} UTC: {found.revoked_reason}"
    )
