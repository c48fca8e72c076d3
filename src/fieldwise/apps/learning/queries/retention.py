"""What of learning has fallen due, and when the next does."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from fieldwise.apps.learning.models import Lease, Play, Segment
from fieldwise.apps.people.queries import beginning, local_date
from fieldwise.rulebook.retention import RetentionTerms, due_on, kept_from

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency


def reports_due(agency: Agency, on: date, terms: RetentionTerms) -> QuerySet[Segment]:
    """Reports of videos completed, or last played, so long ago that only the union of them is kept."""
    completed, untouched = _kept_from(agency, on, terms)
    long_completed = Q(play__completed_at__lt=completed, accepted_at__lt=completed)
    return Segment.objects.filter(
        long_completed | Q(play__touched_at__lt=untouched), play__person__agency=agency
    )


def leases_due(agency: Agency, on: date, terms: RetentionTerms) -> QuerySet[Lease]:
    """Leases of such videos under which no report is left."""
    completed, untouched = _kept_from(agency, on, terms)
    long_completed = Q(play__completed_at__lt=completed, issued_at__lt=completed)
    unused = Lease.objects.filter(~Exists(Segment.objects.filter(lease=OuterRef("pk"))))
    return unused.filter(
        long_completed | Q(play__touched_at__lt=untouched, issued_at__lt=untouched), person__agency=agency
    )


def next_report_due_on(agency: Agency, on: date, terms: RetentionTerms) -> date | None:
    """The day in whose night reports of the next video are deleted."""
    completed, untouched = _kept_from(agency, on, terms)
    reported = Play.objects.filter(Exists(Segment.objects.filter(play=OuterRef("pk"))), person__agency=agency)
    first = reported.filter(completed_at__gte=completed).order_by("completed_at").first()
    idle = reported.filter(completed_at=None, touched_at__gte=untouched).order_by("touched_at").first()
    days = []
    if first and first.completed_at:
        days.append(due_on(local_date(agency, first.completed_at), terms.played_reports_days))
    if idle:
        days.append(due_on(local_date(agency, idle.touched_at), terms.untouched_reports_days))
    return min(days, default=None)


def _kept_from(agency: Agency, on: date, terms: RetentionTerms) -> tuple[datetime, datetime]:
    return (
        beginning(agency, kept_from(on, terms.played_reports_days)),
        beginning(agency, kept_from(on, terms.untouched_reports_days)),
    )
