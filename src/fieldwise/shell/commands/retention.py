"""`fieldwise retention`: what would be deleted now, and when the next things fall due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from fieldwise.shell.commands.setup import prepare

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency
    from fieldwise.rulebook.retention import Kept

    Due = tuple[Kept, int, date | None]


@click.command()
@click.argument("code")
def retention(code: str) -> None:
    """Say what would be deleted now in an agency, and when the next things fall due. Nothing is deleted."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.queries import local_date, retention_terms
    from fieldwise.shell.commands.whose import agency_or_stop

    agency, at = agency_or_stop(code), timezone.now()
    terms = retention_terms(agency, local_date(agency, at))
    for kept, count, next_on in _due(agency, at):
        click.echo(f"{count:>9,} {kept.value} are due. {kept.sentence(terms)} {_next(next_on)}")
    click.echo(
        "What is due is deleted in the coming night. `fieldwise term set` changes how long it is kept."
    )


def _next(next_on: date | None) -> str:
    return f"The next fall due on {next_on}." if next_on else "No others are there."


def _due(agency: Agency, at: datetime) -> Iterator[Due]:
    """Each kind with how many are due, and when the next fall due."""
    from fieldwise.apps.learning.queries import next_report_due_on, reports_due
    from fieldwise.apps.ledger.queries import letters_before, next_letter_at
    from fieldwise.apps.people import queries as people
    from fieldwise.rulebook.retention import Kept, due_on, kept_from

    on = people.local_date(agency, at)
    terms = people.retention_terms(agency, on)
    letters_from = people.beginning(agency, kept_from(on, terms.letters_days))
    next_letter = next_letter_at(agency.id, letters_from)
    letter_on = due_on(people.local_date(agency, next_letter), terms.letters_days) if next_letter else None
    files_from = people.beginning(agency, kept_from(on, terms.roster_files_days))
    files_on = people.next_roster_file_due_on(agency, files_from, terms)
    yield Kept.LETTERS, letters_before(agency.id, letters_from).count(), letter_on
    yield Kept.ROSTER_FILES, people.roster_files_before(agency, files_from).count(), files_on
    yield Kept.REPORTS, reports_due(agency, on, terms).count(), next_report_due_on(agency, on, terms)
    leavers = people.leavers_due(agency, on, terms)
    yield Kept.LEAVERS, len(leavers), people.next_leaver_due_on(agency, on, terms)
