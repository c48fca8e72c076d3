"""To publish a course from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from fieldwise.apps.learning.models import Component, Course, CourseVersion, Medium
from fieldwise.apps.learning.queries.vouching import COURSE, version_content
from fieldwise.apps.ledger.actions import record, store_file
from fieldwise.apps.ledger.queries import content
from fieldwise.methods.digest import digest
from fieldwise.rulebook.learning.completion import whole_minutes

if TYPE_CHECKING:
    from pathlib import Path

    from fieldwise.apps.ledger.models import StoredFile
    from fieldwise.apps.people.models import Agency
    from fieldwise.standards.course_file import Component as Part
    from fieldwise.standards.course_file import CourseFile


@dataclass(frozen=True)
class Published:
    """The current version of a course, and whether this publishing made it."""

    version: CourseVersion
    is_new: bool


def publish_course(*, agency: Agency, course: CourseFile, by: UUID | None, at: datetime) -> Published:
    """Make what the folder says the current version; the same folder twice makes one version.

    Files are stored before the transaction begins; an enrollment keeps the version that it pins.
    """
    files = [_files(part, at) for part in course.components]
    page = _page(course, agency)
    content_digest = digest(
        [page, course.title, course.mode, [_told(part, files_) for part, files_ in _pairs(course, files)]]
    )
    with transaction.atomic():
        row, _ = Course.objects.select_for_update().get_or_create(agency=agency, slug=course.slug)
        if row.current and row.current.content_digest == content_digest:
            return Published(row.current, is_new=False)
        version = _new_version(row, course, page, content_digest, at)
        for position, (part, stored) in enumerate(_pairs(course, files), start=1):
            _add_component(agency, version, position, part, stored)
        row.current = version
        row.save(update_fields=["current"])
        record(
            agency=agency.id,
            by=by,
            at=at,
            deed="publish_course",
            subject=version.id,
            summary=f"{course.title}, version {version.number}",
            after=version_content(version.id),
        )
        record(
            agency=agency.id,
            by=by,
            at=at,
            deed="offer_course",
            subject=row.id,
            summary=f"{row.slug}, version {version.number}",
            after=content(row, COURSE),
        )
    return Published(version, is_new=True)


@dataclass(frozen=True)
class Stored:
    """The stored files of one component."""

    video: StoredFile
    captions: StoredFile
    transcript: StoredFile
    poster: StoredFile | None


def _pairs(course: CourseFile, files: list[Stored]) -> list[tuple[Part, Stored]]:
    return list(zip(course.components, files, strict=True))


def _files(part: Part, at: datetime) -> Stored:
    def keep(path: Path) -> StoredFile:
        return store_file(source=path, extension=path.suffix.lower()[:8], at=at)

    return Stored(
        video=keep(part.video),
        captions=keep(part.captions),
        transcript=keep(part.transcript),
        poster=keep(part.poster) if part.poster else None,
    )


def _told(part: Part, stored: Stored) -> dict[str, Any]:
    chapters = [chapter.model_dump() for chapter in part.chapters]
    files = {name: file.sha256 if file else None for name, file in vars(stored).items()}
    return {"key": part.key, "kind": part.kind, "title": part.title, "chapters": chapters, **files}


def _page(course: CourseFile, agency: Agency) -> dict[str, Any]:
    desk = course.help_desk
    return {
        "description": list(course.paragraphs),
        "benefits_intro": course.benefits_intro,
        "benefits": list(course.benefits),
        "prerequisites": list(course.prerequisites),
        "certificate": course.certificate,
        "contact_hours": str(course.contact_hours) if course.contact_hours is not None else None,
        "registration": course.registration,
        "license": course.license,
        "sample": course.sample,
        "audience": course.audience.model_dump(mode="json"),
        "titles": [part.title for part in course.components],
        "help_desk": {
            "email": desk.email if desk else agency.help_desk_email,
            "phone": desk.phone if desk else agency.help_desk_phone,
        },
    }


def _new_version(
    row: Course, course: CourseFile, page: dict[str, Any], content_digest: str, at: datetime
) -> CourseVersion:
    return CourseVersion.objects.create(
        course=row,
        number=row.versions.count() + 1,
        published_at=at,
        content_digest=content_digest,
        title=course.title,
        mode=course.mode,
        minutes=whole_minutes(course.seconds),
        page=page,
    )


def _add_component(agency: Agency, version: CourseVersion, position: int, part: Part, stored: Stored) -> None:
    medium, _ = Medium.objects.get_or_create(
        agency=agency, file=stored.video, defaults={"length_ms": round(part.seconds * 1000)}
    )
    Component.objects.create(
        version=version,
        position=position,
        key=part.key,
        kind=part.kind,
        title=part.title,
        medium=medium,
        captions=stored.captions,
        transcript=stored.transcript,
        poster=stored.poster,
        cues=[{"start": cue.start_seconds, "end": cue.end_seconds, "text": cue.text} for cue in part.cues],
        chapters=[chapter.model_dump() for chapter in part.chapters],
    )
