"""`fieldwise person`: give out what is kept about a person, or correct a name."""

import click

from fieldwise.shell.commands.setup import prepare


@click.group()
def person() -> None:
    """Export what is kept about a person, or correct a name."""


@person.command()
@click.argument("code")
@click.argument("employee_id")
def export(code: str, employee_id: str) -> None:
    """Print everything that is kept about a person, as JSON; the ledger notes that it was given out.

    Write it into a file that only you can read: (umask 077; fieldwise person export ACS 104417 > dana.json)
    """
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.actions import note_export
    from fieldwise.shell.commands.whose import person_or_stop
    from fieldwise.shell.personal_data import as_json

    found, at = person_or_stop(code, employee_id), timezone.now()
    text = as_json(found, at)
    note_export(person=found, by=None, at=at)
    click.echo(text)


@person.command()
@click.argument("code")
@click.argument("employee_id")
@click.argument("name")
@click.option("--reason", required=True, help="Why; it stays in the ledger, so name nobody in it.")
def rename(code: str, employee_id: str, name: str, reason: str) -> None:
    """Correct a person's name. Certificates that were issued keep the name that they print."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.actions import NameRefused, correct_name
    from fieldwise.shell.commands.whose import person_or_stop

    found = person_or_stop(code, employee_id)
    try:
        written = correct_name(person=found, name=name, reason=reason, by=None, at=timezone.now())
    except NameRefused as refused:
        raise click.ClickException(f"{refused} Nothing is stored.")
    click.echo(f"{found.employee_id} is {written} now.")
    click.echo("The next roster that says otherwise changes it back: have HR correct it there as well.")
    click.echo(
        "Certificates keep the name that they print. docs/operate/personal-data.md says what to do about them."
    )
