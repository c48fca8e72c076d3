"""What learning keeps about one person."""

from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from fieldwise.apps.learning.models import Certificate, Component, Enrollment, Lease, Play, Segment

VIDEO = Subquery(Component.objects.filter(medium=OuterRef("medium_id")).order_by("id").values("title")[:1])


def personal_data(person_id: UUID) -> dict[str, QuerySet[Any, Any]]:
    """Groups of rows, each row a mapping; times of a video in milliseconds."""
    person = {"person_id": person_id}
    return {
        "enrollments": Enrollment.objects.filter(**person)
        .annotate(course_title=F("version__title"), version_number=F("version__number"))
        .order_by("enrolled_at")
        .values("course_title", "version_number", "cycle", "enrolled_at", "completed_at"),
        "certificates": Certificate.objects.filter(**person)
        .annotate(superseded_by_number=F("superseded_by__number"))
        .order_by("issued_at")
        .values("number", "issued_at", "snapshot", "revoked_at", "revoked_reason", "superseded_by_number"),
        "videos": Play.objects.filter(**person)
        .annotate(video=VIDEO)
        .order_by("id")
        .values("id", "video", "spans", "played_ms", "resume_ms", "touched_at", "completed_at"),
        "played_reports": Segment.objects.filter(play__person_id=person_id)
        .order_by("id")
        .values("play_id", "from_ms", "to_ms", "rate", "ended_at", "accepted_at"),
        "times_a_video_was_opened": Lease.objects.filter(**person)
        .order_by("id")
        .values("play_id", "issued_at", "accepted_ms"),
    }
