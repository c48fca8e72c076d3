"""To enroll."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from fieldwise.apps.learning import queries
from fieldwise.apps.learning.models import Course, Enrollment
from fieldwise.apps.learning.queries import vouching
from fieldwise.apps.ledger.actions import record
from fieldwise.apps.ledger.queries import content
from fieldwise.rulebook.reasons import Reason

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Person


class Refusal(Exception):
    """A deed that the rules refuse, with the reasons that the person reads."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.reasons = reasons


def enroll(*, person: Person, course: Course, by: UUID, at: datetime) -> tuple[Enrollment, bool]:
    """Enroll a person in the current version; returns the enrollment and whether it is new, raises Refusal."""
    existing = queries.enrollment(person.id, course)
    if existing:
        return existing, False
    refusals = tuple(reason for reason in queries.enrollment_reasons(person, course, at) if not reason.ok)
    if refusals:
        raise Refusal(refusals)
    version = course.current
    assert version is not None
    with transaction.atomic():
        enrollment, is_new = Enrollment.objects.get_or_create(
            person=person, course=course, cycle=1, defaults={"version": version, "enrolled_at": at}
        )
        if is_new:
            record(
                agency=course.agency_id,
                by=by,
                at=at,
                deed="enroll",
                subject=enrollment.id,
                after=content(enrollment, vouching.ENROLLMENT),
            )
    return enrollment, is_new
