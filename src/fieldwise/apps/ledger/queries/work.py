"""Tasks, periodic work, heartbeats, and what this installation is."""

from datetime import datetime, timedelta
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from fieldwise.apps.ledger.models import (
    Heartbeat,
    Installation,
    Recurring,
)

# A task is begun so often before it waits for somebody to look.
TASK_TRIES = 5


def recurring_due(at: datetime) -> list[Recurring]:
    """Periodic work whose time has come."""
    return list(Recurring.objects.filter(next_at__lte=at))


def tasks_are_ready() -> bool:
    """Whether a task could be run now; a plain read, so that an idle worker locks nothing."""
    return DBTaskResult.objects.ready().exists()


def is_alive(name: str, at: datetime, within: timedelta) -> bool:
    """Whether a process said so lately."""
    return Heartbeat.objects.filter(name=name, at__gte=at - within).exists()


def last_beat(name: str) -> datetime | None:
    """When a process, or a piece of work such as "backup", last said that all is well."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def tasks_given_up() -> int:
    """How many tasks failed so often that they are not tried any more."""
    return sum(len(row.worker_ids) >= TASK_TRIES for row in DBTaskResult.objects.failed().only("worker_ids"))


def demonstration_id() -> UUID | None:
    """The id of the demonstration that this database was made for, if it was."""
    return Installation.objects.values_list("demonstration_id", flat=True).first()
