"""Fills an installation with a little of everything, and with so many deeds that keeping them takes a moment."""

import itertools
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from fieldwise.apps.learning.actions import publish_course
from fieldwise.apps.ledger import actions
from fieldwise.apps.ledger.models import Entry, Unsealed
from fieldwise.apps.people.actions import found_agency, grant_capability
from fieldwise.apps.people.models import Person
from fieldwise.shell.delivery.seals import seal_and_note
from fieldwise.standards.course_file import CourseFile, read_course

SHORT_SERIES = Path(__file__).parents[2] / "courses" / "short-series"
DEEDS = 6_000
AT = datetime(2026, 11, 12, 19, 24, tzinfo=UTC)


def fill() -> None:
    """People, a course with its media, letters, tasks, sessions, recurring work, a sealed ledger and a rest."""
    agency = found_agency(code="ACS", name="Étoile — ☆ “services”", zone="America/New_York", at=AT)
    person = Person.objects.create(
        agency=agency, employee_id="1", sign_in_id="acs/1", email="one@example.org", hired_on=AT.date()
    )
    grant_capability(person=person, name="import_roster", from_on=AT.date(), by=None, at=AT)
    course = read_course(SHORT_SERIES)
    assert isinstance(course, CourseFile)
    publish_course(agency=agency, course=course, by=None, at=AT)
    actions.write_letter(to=person, topic="t", period="p", subject="s", body="Line\n\ttwo \\ “x”", at=AT)
    actions.plan_recurring(topic="leavers", first_at=AT, daily_in="America/New_York")
    actions.plan_recurring(topic="Äther", first_at=AT, every=timedelta(hours=1))
    actions.plan_recurring(topic="zebra", first_at=AT, every=timedelta(hours=1))
    SessionStore().save(must_create=True)
    cache.set("lockout", 1)
    _write_many_deeds()
    seal_and_note()
    actions.record(agency=None, by=None, at=AT, deed="test", subject="not sealed")


def write_on() -> None:
    """Four threads that write deeds and letters, each pair in a transaction, until this process is killed."""
    for writer in range(4):
        threading.Thread(target=_write_on, args=(writer,)).start()


def _write_on(writer: int) -> None:
    for number in itertools.count():
        with transaction.atomic():
            entry = actions.record(agency=None, by=None, at=timezone.now(), deed="load", subject=f"{writer}")
            actions.write_letter_to_address(
                agency=None, to="a@example.org", topic=f"{writer}-{number}", period=str(entry.id), subject="s",
                body="b", at=timezone.now(),
            )  # fmt: skip


def _write_many_deeds() -> None:
    first_at = datetime(2026, 1, 1, tzinfo=UTC)
    entries = Entry.objects.bulk_create(
        [
            Entry(
                at=first_at + timedelta(seconds=number, microseconds=number), deed="test", subject=str(number)
            )
            for number in range(DEEDS)
        ],
        batch_size=1000,
    )
    Unsealed.objects.bulk_create([Unsealed(entry=entry) for entry in entries], batch_size=1000)
