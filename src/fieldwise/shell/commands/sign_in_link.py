"""`fieldwise sign-in-link`: a link that signs a person in once, for when no mail arrives."""

import click

from fieldwise.shell.commands.setup import prepare


@click.command()
@click.argument("code")
@click.argument("employee_id")
def sign_in_link(code: str, employee_id: str) -> None:
    """Print a link that signs a person in once, for when no mail arrives.

    Whoever has the link signs in as this person: give it to nobody else.
    """
    prepare()
    from django.conf import settings
    from django.utils import timezone

    from fieldwise.apps.people.actions import note_printed_link
    from fieldwise.apps.people.queries import agency_with_code, person_with_employee_id
    from fieldwise.shell.pages.sign_in_link import one_time_address

    home = agency_with_code(code)
    person = person_with_employee_id(home, employee_id) if home else None
    if person is None or not person.is_active:
        raise click.ClickException(f"Nobody in service in {code} has the employee id {employee_id}.")
    note_printed_link(person=person, by=None, at=timezone.now())
    click.echo(one_time_address(person))
    minutes = settings.SESAME_MAX_AGE // 60
    click.echo(f"It signs {person} in once, within {minutes} minutes.", err=True)
