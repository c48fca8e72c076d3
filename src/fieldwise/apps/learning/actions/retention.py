"""To delete reports of what was played, and what a leaver had begun."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from fieldwise.apps.learning.models import Enrollment, Lease, Play, Segment, WatchClock
from fieldwise.apps.learning.queries import retention
from fieldwise.apps.ledger.actions import delete_due, record

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency, Person
    from fieldwise.rulebook.retention import RetentionTerms


def delete_reports(*, agency: Agency, on: date, terms: RetentionTerms, at: datetime) -> int:
    """Delete the reports that have fallen due, and leases that no report needs; answers how many reports."""
    reports = retention.reports_due(agency, on, terms)
    deleted = delete_due(rows=reports, agency=agency.id, deed="delete_reports", what="played reports", at=at)
    leases = retention.leases_due(agency, on, terms)
    delete_due(rows=leases, agency=agency.id, deed="delete_leases", what="leases", at=at)
    return deleted


def erase_learning(*, person: Person, at: datetime) -> None:
    """Erase what a person has played, and the courses that she did not complete; certificates stay as issued."""
    reports, agency = Segment.objects.filter(play__person=person), person.agency_id
    what = "played reports of a leaver"
    delete_due(rows=reports, agency=agency, deed="erase_reports", what=what, at=at, subject=person.id)
    with transaction.atomic():
        Lease.objects.filter(person=person).delete()
        plays, _ = Play.objects.filter(person=person).delete()
        WatchClock.objects.filter(person=person).delete()
        for enrollment in Enrollment.objects.filter(person=person, completed_at=None):
            record(agency=agency, by=None, at=at, deed="erase_enrollment", subject=enrollment.id)
            enrollment.delete()
        if plays:
            summary = f"{plays:,} videos that a leaver had played"
            record(agency=agency, by=None, at=at, deed="erase_plays", subject=person.id, summary=summary)
