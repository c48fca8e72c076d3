"""What the rows of learning say that entries of the ledger vouch for."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from fieldwise.apps.learning.models import Certificate, Component, Course, CourseVersion, Enrollment
from fieldwise.apps.ledger.queries import Row, Vouched, content
from fieldwise.methods.digest import digest

CERTIFICATE = (
    "id", "person_id", "course_id", "version_id", "cycle", "number", "issued_at", "snapshot",
    "revoked_at", "revoked_reason", "superseded_by_id",
)  # fmt: skip
ENROLLMENT = ("id", "person_id", "course_id", "version_id", "cycle", "enrolled_at", "completed_at")
COURSE = ("id", "agency_id", "slug", "current_id")
VERSION = ("id", "course_id", "number", "published_at", "content_digest", "title", "mode", "minutes", "page")
COMPONENT = (
    "id", "version_id", "position", "key", "kind", "title", "medium_id", "captions_id", "transcript_id",
    "poster_id", "cues", "chapters",
)  # fmt: skip
MEDIUM = ("id", "agency_id", "file_id", "length_ms")
FILE = ("id", "sha256", "extension", "size_bytes")
PARTS = Prefetch(
    "components",
    Component.objects.select_related("medium__file", "captions", "transcript", "poster").order_by("position"),
)


def vouched() -> list[Vouched]:
    """The kinds of rows of learning that entries vouch for."""
    certified = ("issue_certificate", "supersede_certificate", "revoke_certificate")
    return [
        Vouched("Certificate", certified, _certificates),
        Vouched("Enrollment", ("enroll", "complete_course"), _enrollments, endings=("erase_enrollment",)),
        Vouched("Course", ("offer_course",), _courses),
        Vouched("Course version", ("publish_course",), _versions),
    ]


def version_content(version_id: UUID) -> dict[str, Any]:
    """What a version says as the database has it: its components, their media, and the files of both."""
    return _content(CourseVersion.objects.prefetch_related(PARTS).get(id=version_id))


def _content(version: CourseVersion) -> dict[str, Any]:
    parts = [_component_content(part) for part in version.components.all()]
    return {**content(version, VERSION), "components": parts}


def _component_content(part: Component) -> dict[str, Any]:
    files = [part.medium.file, part.captions, part.transcript, *([part.poster] if part.poster else [])]
    return {
        **content(part, COMPONENT),
        "medium": content(part.medium, MEDIUM),
        "files": [content(file, FILE) for file in files],
    }


def _versions() -> Iterator[Row]:
    for row in CourseVersion.objects.prefetch_related(PARTS).iterator(chunk_size=50):
        yield Row(str(row.id), digest(_content(row)), f"{row.title}, version {row.number}")


def _courses() -> Iterator[Row]:
    for row in Course.objects.iterator():
        yield Row(str(row.id), digest(content(row, COURSE)), row.slug)


def _enrollments() -> Iterator[Row]:
    for row in Enrollment.objects.select_related("course", "person").iterator():
        yield Row(str(row.id), digest(content(row, ENROLLMENT)), f"{row.person} in {row.course.slug}")


def _certificates() -> Iterator[Row]:
    for row in Certificate.objects.iterator():
        yield Row(row.number, digest(content(row, CERTIFICATE)), str(row.snapshot["name"]))
