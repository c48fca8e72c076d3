"""An agency of synthetic people, made through the product's own deeds; imported inside an installation only."""

import csv
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.conf import settings
from django.db import transaction

from drill.house import REPOSITORY
from fieldwise.standards.course_file import CourseFile, read_course
from fieldwise.standards.hr_roster import COLUMNS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FOLDER = REPOSITORY / "tests" / "courses" / "short-series"


@dataclass(frozen=True)
class Learner:
    """One person with a session of her own."""

    person: str
    session: str


@dataclass(frozen=True)
class Course:
    """The course that they take: its slug, and the id and length in seconds of each part."""

    slug: str
    parts: tuple[tuple[str, float], ...]


def prepare() -> None:
    """Django, with the tables and static files of this installation."""
    django.setup()
    from fieldwise.shell.commands.setup import bring_up

    bring_up()


def make_agency(at: datetime) -> Any:
    """The agency, without people yet."""
    from fieldwise.apps.people.actions import found_agency

    return found_agency(code="DRILL", name="Drill", help_desk_email="helpdesk@example.org", at=at)


def make_people(agency: Any, count: int, at: datetime) -> list[Any]:
    """So many people who may take the course, read from a roster and applied."""
    from fieldwise.apps.people import actions
    from fieldwise.apps.people.models import Person

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.csv"
        _write_roster(file, count)
        read = actions.read_roster(
            agency=agency, source=file, file_name=file.name, whole=False, by=None, at=at
        )
        actions.apply_roster(roster_import=read, despite_alarms=True, by=None, at=at)
    return list(Person.objects.select_related("agency").order_by("employee_id"))


def _write_roster(file: Path, count: int) -> None:
    common = {"title": "Child Protective Specialist", "unit": "Bronx East 4-B", "unit_kind": "CARES"}
    common |= {"division": "Division of Child Protection", "hired_on": "2024-01-08"}
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(COLUMNS))
        writer.writeheader()
        for number in range(count):
            own = {
                "employee_id": f"{100_000 + number}",
                "name": f"Person {number}",
                "email": f"p{number}@example.org",
            }
            writer.writerow(common | own)


def make_course(agency: Any, at: datetime) -> Course:
    """A course of two videos that last a few seconds."""
    from fieldwise.apps.learning import queries
    from fieldwise.apps.learning.actions import publish_course

    read = read_course(FOLDER)
    assert isinstance(read, CourseFile)
    version = publish_course(agency=agency, course=read, by=None, at=at).version
    parts = queries.components(version)
    return Course(version.course.slug, tuple((str(part.id), part.medium.length_ms / 1000) for part in parts))


def sign_in(people: list[Any]) -> list[Learner]:
    """A session for each person, written as a row: hashing passwords is not what is drilled."""
    with transaction.atomic():
        return [Learner(str(person.id), _session(person)) for person in people]


def _session(person: Any) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["_auth_user_id"] = str(person.pk)
    store["_auth_user_backend"] = BACKEND
    store["_auth_user_hash"] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def seal() -> None:
    """Seal what waits, and note it outside."""
    from fieldwise.shell.delivery.seals import seal_and_note

    seal_and_note()


def complete(person: Any, course: Course, at: datetime) -> None:
    """Let somebody play everything, and so earn the certificate."""
    from fieldwise.apps.learning import actions, queries

    found = queries.course_with_slug(person.agency, course.slug)
    assert found is not None
    actions.enroll(person=person, course=found, by=person.id, at=at)
    for number, (part, seconds) in enumerate(course.parts):
        component = queries.component(person.agency, UUID(part))
        assert component is not None
        opened_at = at + timedelta(minutes=number)
        play, lease = actions.begin_play(person=person, component=component, at=opened_at)
        whole = actions.Report("all", 0, seconds)
        later = opened_at + timedelta(seconds=30)
        actions.record_watch(person=person, play_id=play.id, lease=lease, reports=[whole], at=later)
