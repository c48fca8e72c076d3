"""Each night, what is not needed any more is deleted, agency by agency, in the quiet hours of its zone."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from fieldwise.apps.learning import actions as learning
from fieldwise.apps.ledger import actions as ledger
from fieldwise.apps.people import actions, queries
from fieldwise.rulebook.retention import kept_from

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency

NIGHTLY_AT = time(3, 15)  # no zone's clocks skip this hour when they change


def plan_retention(at: datetime) -> None:
    """Plan each zone's nightly deletion."""
    for zone in {agency.zone for agency in queries.agencies()}:
        first_at = datetime.combine(at.astimezone(ZoneInfo(zone)).date(), NIGHTLY_AT, ZoneInfo(zone))
        ledger.plan_recurring(topic=f"retention {zone}", first_at=first_at, daily_in=zone)


def delete_what_fell_due(key: str) -> None:
    """Delete for every agency of a zone; `key` is the planned moment and the zone."""
    _, zone = key.split(" ")
    for agency in queries.agencies():
        if agency.zone == zone:
            delete_for(agency, timezone.now())


def delete_for(agency: Agency, at: datetime) -> None:
    """Delete what has fallen due in an agency; a second time, nothing is left to delete."""
    on = queries.local_date(agency, at)
    terms = queries.retention_terms(agency, on)
    letters_from = queries.beginning(agency, kept_from(on, terms.letters_days))
    files_from = queries.beginning(agency, kept_from(on, terms.roster_files_days))
    ledger.delete_letters(agency=agency.id, before=letters_from, at=at)
    learning.delete_reports(agency=agency, on=on, terms=terms, at=at)
    for person in queries.leavers_due(agency, on, terms):
        learning.erase_learning(person=person, at=at)
        actions.erase_leaver(person=person, at=at)
    actions.delete_roster_files(agency=agency, before=files_from, at=at)
