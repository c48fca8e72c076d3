"""What of people has fallen due, and when the next does."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from fieldwise.apps.people.models import Agency, Person, RosterImport
from fieldwise.apps.people.queries.staff import local_date
from fieldwise.rulebook.retention import RetentionTerms, due_on, leaver_due_on

OPEN = Q(spells__withdrawn_at=None, spells__to_on=None, spells__isnull=False)


def roster_files_before(agency: Agency, before: datetime) -> QuerySet[RosterImport]:
    """The roster files read before a moment; never the one applied last, nor the one whose map was read last."""
    return _deletable(agency).filter(read_at__lt=before)


def next_roster_file_due_on(agency: Agency, before: datetime, terms: RetentionTerms) -> date | None:
    """The day in whose night the next roster file is deleted."""
    oldest = _deletable(agency).filter(read_at__gte=before).order_by("read_at").first()
    return due_on(local_date(agency, oldest.read_at), terms.roster_files_days) if oldest else None


def _deletable(agency: Agency) -> QuerySet[RosterImport]:
    imports = RosterImport.objects.filter(agency=agency)
    applied = imports.exclude(applied_at=None).order_by("-applied_at").values("id")[:1]
    mapped = imports.exclude(map_text="").order_by("-read_at").values("id")[:1]
    return imports.exclude(id__in=applied).exclude(id__in=mapped)


def leavers_due(agency: Agency, on: date, terms: RetentionTerms) -> list[Person]:
    """Who left so long ago that what names them is erased."""
    return [person for person, due in _leavers(agency, terms) if due <= on]


def next_leaver_due_on(agency: Agency, on: date, terms: RetentionTerms) -> date | None:
    """The day in whose night the next leaver is erased."""
    return min((due for _, due in _leavers(agency, terms) if due > on), default=None)


def _leavers(agency: Agency, terms: RetentionTerms) -> Iterator[tuple[Person, date]]:
    """Those who can no longer sign in and whose last day of service is known, with the day on which they fall due."""
    left = Person.objects.filter(agency=agency, is_active=False, erased_at=None)
    dated = left.annotate(
        going_on=Count("spells", filter=OPEN),
        last_on=Max("spells__to_on", filter=Q(spells__withdrawn_at=None)),
    )
    for person in dated.filter(going_on=0, last_on__isnull=False).order_by("id"):
        yield person, leaver_due_on(person.last_on, terms)
