"""`fieldwise agency`: found one, and say who may do what in it."""

from typing import Any

import click

from fieldwise.shell.commands import answers
from fieldwise.shell.commands.setup import prepare


@click.group()
def agency() -> None:
    """Found an agency, and say who may do what in it."""


@agency.command()
@click.argument("code")
@click.argument("name")
@click.option("--zone", default="America/New_York", show_default=True)
@click.option("--academy", default="", help="The name of its training arm, printed on certificates.")
@click.option("--help-email", default="", help="The address of its help desk.")
@click.option("--help-phone", default="")
def found(code: str, name: str, zone: str, academy: str, help_email: str, help_phone: str) -> None:
    """Found an agency; a second time changes nothing."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.actions import found_agency

    code, zone = answers.code(code), answers.zone(zone)
    facts: dict[str, Any] = {
        "academy_name": academy,
        "help_desk_email": help_email,
        "help_desk_phone": help_phone,
    }
    made = found_agency(code=code, name=name, zone=zone, at=timezone.now(), **facts)
    click.echo(f"{made.name} has the code {made.code}.")


@agency.command()
@click.argument("code")
@click.argument("email")
@click.option("--phone", default="", help="Its telephone number.")
def help_desk(code: str, email: str, phone: str) -> None:
    """Say whom staff ask for help: their questions go to this e-mail address."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.actions import name_help_desk
    from fieldwise.apps.people.queries import agency_with_code

    home = agency_with_code(code)
    if home is None:
        raise click.ClickException(f"There is no agency with the code {code}.")
    name_help_desk(
        agency=home, email=answers.email(email), phone=answers.text(phone, 40), by=None, at=timezone.now()
    )
    click.echo(f"Staff of {home.code} ask {home.help_desk_email} for help.")


@agency.command()
@click.argument("code")
@click.argument("employee_id")
@click.argument("capability")
def grant(code: str, employee_id: str, capability: str) -> None:
    """Let a person do one thing from today on, such as import_roster."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.actions import grant_capability
    from fieldwise.apps.people.queries import agency_with_code, local_date, person_with_employee_id

    home, at = agency_with_code(code), timezone.now()
    person = person_with_employee_id(home, employee_id) if home else None
    if home is None or person is None:
        raise click.ClickException(f"Nobody in {code} has the employee id {employee_id}.")
    grant_capability(person=person, name=capability, from_on=local_date(home, at), by=None, at=at)
    click.echo(f"{person} may {capability}.")
