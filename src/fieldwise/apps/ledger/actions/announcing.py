"""To say what happened to whoever cares, now or periodically."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from fieldwise.apps.ledger import queries
from fieldwise.apps.ledger.models import (
    Recurring,
)


@task()
def hand_over(topic: str, key: str) -> None:
    """Give an announcement to whoever the shell's wiring names for its topic."""
    import_string(settings.ANNOUNCEMENTS)[topic](key)


def announce(topic: str, key: str, not_before: datetime | None = None) -> None:
    """Say what happened to whoever cares, once this transaction has committed."""
    hand_over.using(run_after=not_before).enqueue(topic, key)


def plan_recurring(
    *, topic: str, first_at: datetime, every: timedelta | None = None, daily_in: str | None = None
) -> None:
    """Plan periodic work: each `every`, or daily at the local time of `first_at` in the zone `daily_in`.

    What follows a space in `topic` follows the planned moment in the key of each announcement.
    """
    Recurring.objects.get_or_create(
        topic=topic,
        defaults={
            "next_at": first_at,
            "every_seconds": int(every.total_seconds()) if every else None,
            "local_time": first_at.astimezone(ZoneInfo(daily_in)).time() if daily_in else None,
            "zone": daily_in or "UTC",
        },
    )


def begin_recurring(*, at: datetime) -> int:
    """Announce the periodic work that is due and set its next time; returns how many."""
    due = queries.recurring_due(at)
    for work in due:
        with transaction.atomic():
            moved = Recurring.objects.filter(topic=work.topic, next_at=work.next_at).update(
                next_at=_next_time(work, at)
            )
            if moved:
                topic, _, about = work.topic.partition(" ")
                announce(topic, f"{work.next_at.isoformat()} {about}".strip())
    return len(due)


def _next_time(work: Recurring, at: datetime) -> datetime:
    if work.every_seconds:
        return at + timedelta(seconds=work.every_seconds)
    zone = ZoneInfo(work.zone)
    today = at.astimezone(zone).date()
    assert work.local_time is not None
    times = (datetime.combine(today + timedelta(days=days), work.local_time, zone) for days in (0, 1))
    return next(time.astimezone(UTC) for time in times if time.astimezone(UTC) > at)


def reclaim_tasks(*, started_before: datetime) -> int:
    """Put tasks whose worker died back in the queue; returns how many."""
    return DBTaskResult.objects.filter(status="RUNNING", started_at__lt=started_before).update(
        status="READY", started_at=None
    )


def retry_failed_tasks(*, at: datetime, tries: int = queries.TASK_TRIES) -> int:
    """Put tasks that failed back in the queue, for 1, 2, 4 … minutes later; after `tries` they stay failed."""
    failed = [row for row in DBTaskResult.objects.failed() if len(row.worker_ids) < tries]
    for row in failed:
        wait = timedelta(minutes=2 ** (len(row.worker_ids) - 1))
        DBTaskResult.objects.filter(id=row.id, status="FAILED").update(
            status="READY", run_after=at + wait, started_at=None, finished_at=None
        )
    return len(failed)
