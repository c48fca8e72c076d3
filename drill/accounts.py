"""Whether an installation holds what it acknowledged, and nothing else than it may; imported inside one only."""

from collections.abc import Iterable
from typing import Any

from drill.writers import Acknowledged
from fieldwise.methods.spans import union


def lost(kept: Acknowledged) -> list[str]:
    """A line for each acknowledged write that the database does not have."""
    from fieldwise.apps.learning.models import Enrollment, Segment
    from fieldwise.apps.ledger.models import Letter

    enrollments = {str(each) for each in Enrollment.objects.values_list("id", flat=True)}
    rows = Segment.objects.values_list("play_id", "client_id", "from_ms", "to_ms")
    segments = {(str(play), *rest) for play, *rest in rows.iterator()}
    bodies = "\n".join(Letter.objects.values_list("body", flat=True))
    missing = [f"enrollment {each}" for each in kept.enrollments - enrollments]
    missing += [f"segment {each}" for each in kept.segments - segments]
    return missing + [f"letter {mark}" for mark in kept.letters if mark not in bodies]


def discrepancies() -> list[str]:
    """A line for each thing that does not follow from what else is stored."""
    return [*_plays(), *_deeds(), *_completions()]


def _plays() -> Iterable[str]:
    from fieldwise.apps.learning.models import Play, Segment

    segments: dict[Any, list[tuple[int, int]]] = {}
    for play_id, start, end in Segment.objects.values_list("play_id", "from_ms", "to_ms").iterator():
        segments.setdefault(play_id, []).append((start, end))
    for play in Play.objects.iterator():
        if tuple(map(tuple, play.spans)) != union((), segments.get(play.id, [])):
            yield f"play {play.id} shows {play.spans}, which is not the union of its segments"


def _deeds() -> Iterable[str]:
    from fieldwise.apps.learning.models import Certificate, Enrollment
    from fieldwise.apps.ledger.models import Entry

    completed = Enrollment.objects.exclude(completed_at=None)
    for deed, rows in (
        ("enroll", Enrollment.objects.all()),
        ("complete_course", completed),
        ("issue_certificate", Certificate.objects.all()),
    ):
        entries = Entry.objects.filter(deed=deed).count()
        if entries != rows.count():
            yield f"{entries} entries {deed} for {rows.count()} rows"


def _completions() -> Iterable[str]:
    from fieldwise.apps.learning.models import Enrollment
    from fieldwise.apps.learning.queries import missing

    for enrollment in Enrollment.objects.prefetch_related("version__components")[:2_000]:
        if bool(missing(enrollment)) == bool(enrollment.completed_at):
            yield f"enrollment {enrollment.id} is complete, or not, against what was played"


def undone() -> list[str]:
    """A line for each kind of task or letter that is not done."""
    from django_tasks_db.models import DBTaskResult

    from fieldwise.apps.ledger.models import Letter, Unsealed

    at_work = DBTaskResult.objects.exclude(status="SUCCESSFUL").exclude(run_after__isnull=False)
    counts = {
        "tasks": at_work.count(),
        "letters": Letter.objects.filter(sent_at=None).count(),
        "entries without a seal": Unsealed.objects.count(),
    }
    return [f"{count} {what}" for what, count in counts.items() if count]
