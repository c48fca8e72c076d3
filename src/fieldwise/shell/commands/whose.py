"""The agency or the person that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency, Person


def agency_or_stop(code: str) -> Agency:
    """The agency with this code; otherwise the command ends and names those that there are."""
    from fieldwise.apps.people.queries import agencies, agency_with_code

    found = agency_with_code(code)
    if found is None:
        codes = ", ".join(agency.code for agency in agencies()) or "none yet"
        raise click.ClickException(f"There is no agency {code}. There are: {codes}.")
    return found


def person_or_stop(code: str, employee_id: str) -> Person:
    """The person with this employee id, or with an earlier one; otherwise the command ends."""
    from fieldwise.apps.people.queries import person_with_employee_id

    agency = agency_or_stop(code)
    found = person_with_employee_id(agency, employee_id)
    if found is None:
        raise click.ClickException(f"Nobody in {agency.code} has the employee id {employee_id}.")
    return found
