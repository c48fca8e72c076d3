"""The worker: hands over announcements, begins periodic work, seals the ledger. One per installation."""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import Error, connection, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from fieldwise.apps.ledger import actions, queries
from fieldwise.shell.delivery.leavers import plan_leavers
from fieldwise.shell.delivery.retention import plan_retention
from fieldwise.shell.delivery.seals import plan_seals_letters, seal_and_note

IDLE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
NO_TASK_TAKES_LONGER = timedelta(minutes=10)
LETTERS_WORTH_SENDING = timedelta(days=7)
KEEP_FINISHED_TASKS_DAYS = 14
log = logging.getLogger(__name__)


@dataclass
class Chore:
    """Something to do again and again."""

    every_seconds: float
    do: Callable[[datetime], object]
    due: float = 0.0


def _beat(at: datetime) -> None:
    actions.beat(name="worker", at=at)


def _seal(at: datetime) -> None:
    if queries.entries_wait():
        seal_and_note()


def _begin_recurring(at: datetime) -> None:
    actions.begin_recurring(at=at)


def _mend_tasks(at: datetime) -> None:
    actions.reclaim_tasks(started_before=at - NO_TASK_TAKES_LONGER)
    actions.retry_failed_tasks(at=at)


def _tidy(at: datetime) -> None:
    call_command("prune_db_task_results", min_age_days=KEEP_FINISHED_TASKS_DAYS, verbosity=0)
    call_command("clearsessions", verbosity=0)


def _take_over(at: datetime) -> None:
    # SQLite serves one installation, whose supervisor runs one worker: whatever is still marked as running was
    # running in a worker that is dead. On PostgreSQL another installation's worker may be alive.
    if connection.vendor == "sqlite":
        actions.reclaim_tasks(started_before=at)
    seal_and_note()  # a seal may lack its line in the file outside
    if settings.ENV.smtp:
        actions.announce_untried_letters(written_after=at - LETTERS_WORTH_SENDING)


def run_one_task() -> bool:
    """Run one task that is ready; False when there is none."""
    if not queries.tasks_are_ready():
        return False
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=IDLE_SECONDS,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=f"worker-{os.getpid()}",
    ).run()
    return True


class Rounds:
    """The worker's endless rounds: the chores that are due, then one task."""

    def __init__(self) -> None:
        self.stopping = False
        self.failures = 0
        self.chores = [
            Chore(float("inf"), _take_over),
            Chore(10, _beat),
            Chore(1, _begin_recurring),
            Chore(3, _seal),
            Chore(60, _mend_tasks),
            Chore(600, plan_seals_letters),
            Chore(600, plan_leavers),
            Chore(600, plan_retention),
            Chore(6 * 3600, _tidy),
        ]

    def run(self) -> None:
        """Go round until asked to stop; a task that has begun is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._pause(self._round())

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _round(self) -> float:
        """One round; answers how many seconds to wait before the next."""
        try:
            for chore in self.chores:
                if time.monotonic() >= chore.due:
                    chore.do(timezone.now())
                    chore.due = time.monotonic() + chore.every_seconds
            ran = run_one_task()
        except (Error, OSError) as problem:  # a full disk, a locked or vanished database: it may pass
            return self._wait_out(problem)
        self.failures = 0
        return 0 if ran else IDLE_SECONDS

    def _wait_out(self, problem: Exception) -> float:
        self.failures += 1
        pause = min(LONGEST_PAUSE_SECONDS, 2.0**self.failures)
        log.error("The worker waits %.0f s and tries again: %s: %s", pause, type(problem).__name__, problem)
        connections.close_all()
        return pause

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(min(IDLE_SECONDS, seconds))
