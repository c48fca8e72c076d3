"""Where a person stands: enrollments, plays, what is missing."""

from collections.abc import Iterable
from uuid import UUID

from fieldwise.apps.learning.models import Component, Course, Enrollment, Play
from fieldwise.rulebook.learning.completion import ComponentFacts, missing_components
from fieldwise.rulebook.reasons import Reason


def enrollment(person_id: UUID, course: Course) -> Enrollment | None:
    """The person's newest enrollment in the course."""
    return (
        Enrollment.objects.filter(person_id=person_id, course=course)
        .select_related("version")
        .order_by("-cycle")
        .first()
    )


def is_enrolled_in_version(person_id: UUID, version_id: UUID) -> bool:
    """Whether the person is enrolled in exactly this version."""
    return Enrollment.objects.filter(person_id=person_id, version_id=version_id).exists()


def open_enrollments(person_id: UUID) -> list[Enrollment]:
    """What the person has begun and not completed, newest first."""
    enrollments = Enrollment.objects.filter(person_id=person_id, completed_at=None)
    return list(enrollments.select_related("course", "version").order_by("-enrolled_at"))


def completed_enrollments(person_id: UUID) -> list[Enrollment]:
    """What the person has completed, newest first."""
    enrollments = Enrollment.objects.filter(person_id=person_id, completed_at__isnull=False)
    return list(enrollments.select_related("course", "version").order_by("-completed_at"))


def open_enrollments_with(person_id: UUID, medium_id: UUID) -> list[Enrollment]:
    """The open enrollments whose version contains this medium."""
    enrollments = Enrollment.objects.filter(
        person_id=person_id, completed_at=None, version__components__medium_id=medium_id
    )
    return list(enrollments.select_related("course", "version").distinct())


def plays(person_id: UUID, components: Iterable[Component]) -> dict[UUID, Play]:
    """The person's plays of these components, by medium."""
    media = [component.medium_id for component in components]
    return {play.medium_id: play for play in Play.objects.filter(person_id=person_id, medium_id__in=media)}


def missing(enrollment: Enrollment) -> tuple[Reason, ...]:
    """What the person has still to complete."""
    parts = list(enrollment.version.components.all())
    played = plays(enrollment.person_id, parts)
    done = {part.key for part in parts if part.medium_id in played and played[part.medium_id].completed_at}
    return missing_components([ComponentFacts(part.key, part.title) for part in parts], done)
