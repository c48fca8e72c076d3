"""The contract of courses, enrollments and played seconds; described at /api/v1/openapi.json."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.security import django_auth
from pydantic import ConfigDict, Field, StringConstraints

from fieldwise.apps.learning import actions, queries
from fieldwise.apps.learning.actions.watching import state
from fieldwise.apps.people.queries import agency_in_view, signed_in
from fieldwise.rulebook.reasons import Reason

MOST_SEGMENTS = 500

router = Router()

Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
# Printable ASCII only: an id goes back to the player as it came.
SegmentId = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]


class Strict(Schema):
    """A body in which every field is known and every number finite."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class ReasonOut(Schema):
    code: str
    text: str
    field: str | None = None


class Refused(Schema):
    reasons: list[ReasonOut]


class CourseItem(Schema):
    slug: str
    title: str
    mode: str
    minutes: int


class CourseList(Schema):
    items: list[CourseItem]
    count: int


class ComponentOut(Schema):
    id: str
    kind: str
    title: str
    seconds: float


class CourseOut(CourseItem):
    description: list[str]
    who_should_attend: str
    benefits: list[str]
    prerequisites: list[str]
    components: list[ComponentOut]
    certificate: str
    contact_hours: str | None
    registration: str
    help_desk: dict[str, str]
    version: int
    sample: bool


class EnrollmentIn(Strict):
    course: Word


class EnrollmentOut(Schema):
    id: str
    course: str
    version: int
    enrolled_at: datetime


class PlayIn(Strict):
    component: Word


class PlayOut(Schema):
    play: str
    lease: str


class SegmentIn(Strict):
    id: SegmentId
    start: float = Field(alias="from")
    end: float = Field(alias="to")
    rate: float | None = None
    ended_at: datetime | None = None


class SegmentsIn(Strict):
    lease: Annotated[str, StringConstraints(max_length=1000)]
    segments: list[SegmentIn] = Field(max_length=MOST_SEGMENTS)


class RefusedSegment(Schema):
    id: str
    reason: ReasonOut


class WatchOut(Schema):
    played: list[tuple[float, float]]
    seconds: float
    of: float
    complete: bool
    accepted: list[str]
    refused: list[RefusedSegment]


ERRORS: dict[Any, Any] = {401: Refused, 403: Refused, 404: Refused, 422: Refused}


def id_or_404(text: str) -> UUID:
    """The id; what is not one does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def shown(reasons: tuple[Reason, ...]) -> dict[str, Any]:
    """Reasons in the one shape of errors."""
    return {"reasons": [{"code": reason.code, "text": reason.sentence} for reason in reasons]}


@router.get("courses", response={200: CourseList}, auth=None)
def list_courses(request: HttpRequest) -> dict[str, Any]:
    """The catalogue of the agency in view."""
    items = [course.current for course in queries.current_courses(_agency(request))]
    rows = [
        {
            "slug": version.course.slug,
            "title": version.title,
            "mode": version.mode,
            "minutes": version.minutes,
        }
        for version in items
        if version
    ]
    return {"items": rows, "count": len(rows)}


@router.get("courses/{slug}", response={200: CourseOut, 404: Refused}, auth=None)
def read_course(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Every field of a course page; whoever is enrolled sees the version that the enrollment pins."""
    course = queries.course_with_slug(_agency(request), slug)
    if course is None:
        raise Http404
    person = request.user if request.user.is_authenticated else None
    version = queries.page_version(course, queries.enrollment(person.id, course) if person else None)
    fields = ("description", "benefits", "prerequisites", "certificate", "contact_hours", "registration")
    return {
        "slug": course.slug,
        "title": version.title,
        "mode": version.mode,
        "minutes": version.minutes,
        "version": version.number,
        **{name: version.page[name] for name in fields},
        "who_should_attend": version.page["audience"]["text"],
        "help_desk": version.page["help_desk"],
        "sample": version.page["sample"] or course.agency.sample,
        "components": [
            {
                "id": str(part.id),
                "kind": part.kind,
                "title": part.title,
                "seconds": part.medium.length_ms / 1000,
            }
            for part in queries.components(version)
        ],
    }


@router.post("enrollments", response={200: EnrollmentOut, 201: EnrollmentOut, **ERRORS}, auth=django_auth)
def create_enrollment(request: HttpRequest, body: EnrollmentIn) -> Status[dict[str, Any]]:
    """Enroll in a course: 201, 200 when you are enrolled already, 403 with the reasons when you may not."""
    course = queries.course_with_slug(_agency(request), body.course)
    if course is None:
        raise Http404
    try:
        person = signed_in(request)
        enrollment, is_new = actions.enroll(person=person, course=course, by=person.id, at=timezone.now())
    except actions.Refusal as refusal:
        return Status(403, shown(refusal.reasons))
    told = {
        "id": str(enrollment.id),
        "course": course.slug,
        "version": enrollment.version.number,
        "enrolled_at": enrollment.enrolled_at,
    }
    return Status(201 if is_new else 200, told)


@router.post("plays", response={200: PlayOut, **ERRORS}, auth=django_auth)
def create_play(request: HttpRequest, body: PlayIn) -> Any:
    """Open a component for playing; the lease is good for late reports for seven days."""
    person = signed_in(request)
    component = queries.component(person.agency, id_or_404(body.component))
    if component is None:
        raise Http404
    try:
        play, lease = actions.begin_play(person=person, component=component, at=timezone.now())
    except actions.NotEnrolled:
        return Status(403, shown((Reason("not_enrolled", "Enroll in the course first."),)))
    return {"play": str(play.id), "lease": lease}


@router.post("plays/{play}/segments", response={200: WatchOut, **ERRORS}, auth=django_auth)
def add_segments(request: HttpRequest, play: str, body: SegmentsIn) -> dict[str, Any]:
    """Report what was played, in pieces of at most 15 s; an empty list reads the state.

    What counts is the union of content seconds, and it grows no faster than the server's clock allows.
    """
    reports = [
        actions.Report(
            id=segment.id,
            from_seconds=segment.start,
            to_seconds=segment.end,
            rate=segment.rate,
            ended_at=_aware(segment.ended_at),
        )
        for segment in body.segments
    ]
    watched = actions.record_watch(
        person=signed_in(request),
        play_id=id_or_404(play),
        lease=body.lease,
        reports=reports,
        at=timezone.now(),
    )
    if watched is None:
        raise Http404
    return state(watched)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _agency(request: HttpRequest) -> Any:
    return agency_in_view(request.user if request.user.is_authenticated else None)
