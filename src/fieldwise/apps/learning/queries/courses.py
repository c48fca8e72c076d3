"""The catalogue, course pages, and who may take what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from fieldwise.apps.learning.models import Component, Course, CourseVersion, Enrollment
from fieldwise.apps.learning.queries.progress import is_enrolled_in_version
from fieldwise.apps.people.queries import local_date, service
from fieldwise.rulebook.learning.audience import (
    Alternative,
    Audience,
    AudienceFacts,
    PrerequisiteFacts,
    audience_reasons,
    eligible,
    prerequisite_reasons,
    registration_reasons,
)
from fieldwise.rulebook.reasons import Reason

if TYPE_CHECKING:
    from fieldwise.apps.ledger.models import StoredFile
    from fieldwise.apps.people.models import Agency, Person


@dataclass(frozen=True)
class Offer:
    """One course in the catalogue of one viewer; `reasons` are empty for the public."""

    course: Course
    version: CourseVersion
    enrollment: Enrollment | None
    reasons: tuple[Reason, ...]

    @property
    def open_to_viewer(self) -> bool:
        return self.enrollment is not None or eligible(self.reasons)


def current_courses(agency: Agency | None) -> list[Course]:
    """The published courses of an agency, by title."""
    courses = Course.objects.filter(agency=agency, current__isnull=False)
    return list(courses.select_related("current").order_by("current__title"))


def course_with_slug(agency: Agency | None, slug: str) -> Course | None:
    """One published course of an agency; what cannot be a slug finds none."""
    if not slug.isprintable():
        return None
    courses = Course.objects.filter(agency=agency, slug=slug, current__isnull=False)
    return courses.select_related("current", "agency").first()


def catalogue(agency: Agency | None, person: Person | None, at: datetime) -> list[Offer]:
    """Every course of the agency with what it is to the viewer; three queries, however many people there are."""
    courses = current_courses(agency)
    if person is None:
        return [Offer(course, _current(course), None, ()) for course in courses]
    mine = {row.course_id: row for row in Enrollment.objects.filter(person=person).order_by("cycle")}
    standing = _standing(person, at)
    return [
        Offer(course, _current(course), mine.get(course.id), _reasons(_current(course), standing))
        for course in courses
    ]


def page_version(course: Course, enrollment: Enrollment | None) -> CourseVersion:
    """The version that a viewer sees: the one she is enrolled in, else the current one."""
    return enrollment.version if enrollment else _current(course)


def components(version: CourseVersion) -> list[Component]:
    """The parts of a version in their order, with their media."""
    return list(version.components.select_related("medium").order_by("position"))


def component(agency: Agency, component_id: UUID) -> Component | None:
    """One component of one of the agency's courses."""
    found = Component.objects.filter(id=component_id, version__course__agency=agency)
    return found.select_related("version__course", "medium").first()


def file_for(person_id: UUID, component_id: UUID, part: str) -> StoredFile | None:
    """The file behind a part of a component (video, captions, …), for who is enrolled in its version."""
    try:
        version_id, file = _file(component_id, part)
    except Component.DoesNotExist:
        return None
    return file if file and is_enrolled_in_version(person_id, version_id) else None


@lru_cache(maxsize=4096)
def _file(component_id: UUID, part: str) -> tuple[UUID, StoredFile | None]:
    """The version of a component and the file of a part; what is published never changes, and is asked for often."""
    place = "medium__file" if part == "video" else part
    component = Component.objects.select_related(place).get(id=component_id)
    file: StoredFile | None = component.medium.file if part == "video" else getattr(component, part)
    return component.version_id, file


def enrollment_reasons(person: Person, course: Course, at: datetime) -> tuple[Reason, ...]:
    """Why the person may enroll, or may not: one reason for each condition."""
    return _reasons(_current(course), _standing(person, at))


@dataclass(frozen=True)
class _Standing:
    """What rules ask of a person: the roster's facts, and when each course was completed."""

    facts: AudienceFacts
    completed_on: dict[str, date]
    titles: dict[str, str]


def _standing(person: Person, at: datetime) -> _Standing:
    today = service(person.id, local_date(person.agency, at))
    facts = AudienceFacts(
        division=today.division,
        unit_name=today.unit,
        unit_kind=today.unit_kind,
        title=today.title,
        level=today.level,
        since_on=today.since_on,
        since_precision=today.since_precision,
    )
    completed = Enrollment.objects.filter(person=person, completed_at__isnull=False)
    rows = completed.values_list("course__slug", "completed_at")
    completed_on = {
        slug: local_date(person.agency, completed_at) for slug, completed_at in rows if completed_at
    }
    return _Standing(facts, completed_on, course_titles(person.agency))


def course_titles(agency: Agency | None) -> dict[str, str]:
    """The titles of the agency's courses by slug."""
    courses = Course.objects.filter(agency=agency, current__isnull=False)
    return dict(courses.values_list("slug", "current__title"))


def _reasons(version: CourseVersion, standing: _Standing) -> tuple[Reason, ...]:
    audience = version.page["audience"]
    rule = Audience(
        division=audience["division"],
        any_of=tuple(
            Alternative(each["unit_kind"], tuple(each["levels"]), tuple(each["titles"]))
            for each in audience["any_of"]
        ),
    )
    before = [
        PrerequisiteFacts(slug, standing.titles.get(slug, slug)) for slug in version.page["prerequisites"]
    ]
    return (
        *audience_reasons(standing.facts, rule),
        *prerequisite_reasons(before, standing.completed_on),
        *registration_reasons(version.page["registration"]),
    )


def _current(course: Course) -> CourseVersion:
    assert course.current is not None
    return course.current
