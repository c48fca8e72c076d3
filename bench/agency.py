"""Fills an empty installation for a bench: the agency of the demonstration, and who plays in it.

Run as `python -m bench.agency` with the installation's environment; prints what the bench needs as JSON.
"""

import json
import shutil
import struct
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

COURSE = "cares-racial-equity"
LEARNERS = 8
LENGTH_OF_A_REPORT_SECONDS = 60
FREE_BYTES = 4 << 20


def main() -> None:
    from fieldwise.shell import data_folder
    from fieldwise.shell.commands.setup import bring_up, prepare
    from fieldwise.shell.env import read_environment

    data_folder.make(read_environment().data)
    prepare()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", interactive=False, verbosity=0)
    bring_up()
    print(json.dumps(fill(timezone.now() - timedelta(hours=1))))


def fill(at: datetime) -> dict[str, Any]:
    """The agency as of this moment; one more has finished the course by now."""
    from fieldwise.apps.learning import queries
    from fieldwise.apps.learning.models import Certificate, Course
    from fieldwise.shell.commands import demo_agency

    demo_agency.build(at)
    course: Any = Course.objects.get(slug=COURSE)
    publish_with_a_long_file(course, demo_agency.COURSES / COURSE, at)
    people = eligible(course, at)
    learners = [session(next(people)) for _ in range(LEARNERS)]
    graduate = next(people)
    play_through(graduate, course, at)
    return {
        "learners": learners,
        "graduate": session(graduate),
        "certificate": Certificate.objects.get(person=graduate).number,
        "media": queries.components(course.current)[0].medium.file.path,
    }


def publish_with_a_long_file(course: Any, source: Path, at: datetime) -> None:
    """Publish the course anew with a first video of more than a megabyte: an empty box at the end of the MP4."""
    from fieldwise.apps.learning.actions import publish_course
    from fieldwise.shell.commands.course import read_or_stop

    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(source, Path(name) / COURSE))
        first = min(folder.glob("media/*.mp4"))
        with first.open("ab") as stream:
            stream.write(struct.pack(">I4s", FREE_BYTES, b"free") + bytes(FREE_BYTES - 8))
        publish_course(agency=course.agency, course=read_or_stop(folder), by=None, at=at)
    course.refresh_from_db()


def eligible(course: Any, at: datetime) -> Iterator[Any]:
    """People who may take the course."""
    from fieldwise.apps.learning.queries import enrollment_reasons
    from fieldwise.apps.people.models import Person

    for person in Person.objects.filter(agency=course.agency).order_by("id"):
        if person.name and all(reason.ok for reason in enrollment_reasons(person, course, at)):
            yield person


def session(person: Any) -> dict[str, str]:
    """The cookie of a person who is signed in."""
    from django.test import Client

    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {name: morsel.value for name, morsel in browser.cookies.items()}


def play_through(person: Any, course: Any, at: datetime) -> None:
    """Play every component at the speed of the clock."""
    from fieldwise.apps.learning import actions, queries

    actions.enroll(person=person, course=course, by=person.id, at=at)
    for component in queries.components(course.current):
        play, lease = actions.begin_play(person=person, component=component, at=at)
        for report in reports(component.medium.length_ms / 1000):
            at += timedelta(seconds=LENGTH_OF_A_REPORT_SECONDS)
            actions.record_watch(person=person, play_id=play.id, lease=lease, reports=[report], at=at)


def reports(length_seconds: float) -> Iterator[Any]:
    """The whole of a video, a minute at a time."""
    from fieldwise.apps.learning.actions.watching import Report

    start = 0.0
    while start < length_seconds:
        end = min(start + LENGTH_OF_A_REPORT_SECONDS, length_seconds)
        yield Report(f"from-{start:.0f}", start, end, 1)
        start = end


if __name__ == "__main__":
    main()
