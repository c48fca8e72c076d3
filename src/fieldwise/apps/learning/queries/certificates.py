"""Certificates, for their owner and for anyone who checks one."""

from uuid import UUID

from fieldwise.apps.learning.models import Certificate, Enrollment


def certificates(person_id: UUID) -> list[Certificate]:
    """The person's certificates, newest first."""
    return list(Certificate.objects.filter(person_id=person_id).order_by("-issued_at"))


def certificate_of(person_id: UUID, number: str) -> Certificate | None:
    """One certificate of the person."""
    return Certificate.objects.filter(person_id=person_id, number=number).first()


def certificate_with_number(number: str) -> Certificate | None:
    """The certificate with this number, whoever holds it: the one question that is asked without an agency."""
    found = Certificate.objects.filter(number=number)
    return found.select_related("superseded_by", "course__agency").first()


def held_enrollments(person_id: UUID) -> list[Enrollment]:
    """Completed courses whose certificate waits, such as for a name."""
    completed = Enrollment.objects.filter(person_id=person_id, completed_at__isnull=False)
    issued = Certificate.objects.filter(person_id=person_id).values("version_id")
    return list(completed.exclude(version_id__in=issued).select_related("version", "course"))
