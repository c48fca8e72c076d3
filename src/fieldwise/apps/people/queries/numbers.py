"""The numbers that an agency changed."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from fieldwise.apps.people.models import Agency, TermChange
from fieldwise.apps.people.queries.staff import terms
from fieldwise.rulebook.retention import RetentionTerms


def term_changes(agency_id: UUID) -> list[TermChange]:
    """Every change, in the order in which each takes the place of the one before."""
    return list(TermChange.objects.filter(agency_id=agency_id).order_by("from_on", "recorded_at"))


def retention_terms(agency: Agency, on: date) -> RetentionTerms:
    """How long things are kept, as it holds on a day."""
    return terms(agency.id, RetentionTerms(), "retention", on)


def beginning(agency: Agency, day: date) -> datetime:
    """The moment at which a day begins in the agency."""
    return datetime.combine(day, time(), ZoneInfo(agency.zone))
