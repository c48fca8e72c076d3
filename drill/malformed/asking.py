"""Every route of the access table, asked with malformed requests in this process; nothing of it is kept."""

import logging
import random
import sys
import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client

from drill import people
from drill.malformed.requests import Sent, request
from drill.malformed.watch import Watch
from fieldwise.shell.env import data_folder

SEED = 20261115
TOKEN = "x" * 32


class Asked:
    """The application with one agency in it, and what an endpoint's good requests are made of."""

    def __init__(self) -> None:
        people.prepare()
        logging.disable(logging.CRITICAL)
        from fieldwise.apps.ledger.actions import beat

        at = datetime.now(UTC)
        self.agency = people.make_agency(at)
        self.staff = people.make_people(self.agency, 3, at)
        self.course = people.make_course(self.agency, at)
        self.sessions = [learner.session for learner in people.sign_in(self.staff)]
        self.samples, self.bodies = _begin(self.staff, self.course, at)
        beat(name="worker", at=at + timedelta(days=1))  # none runs here, and /healthz would say so
        self.client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        self.trouble: list[str] = []
        got_request_exception.connect(self._note)

    def _note(self, **_: Any) -> None:
        self.trouble.append("".join(traceback.format_exception(*sys.exc_info())[-6:]))

    def asks(self, sent: Sent) -> bool:
        """Whether the request was answered with what it asked for; raises when the server broke over it."""
        self.trouble.clear()
        with transaction.atomic():
            answer = self.client.generic(sent.method, sent.path, sent.body, **_environ(sent))
            transaction.set_rollback(True)
        if self.trouble or answer.status_code >= 500:
            raise AssertionError(f"{answer.status_code}: {''.join(self.trouble)[-2_000:]}")
        return answer.status_code < 400


def _environ(sent: Sent) -> dict[str, Any]:
    kind = sent.environ.get("CONTENT_TYPE", "")
    return {
        "content_type": kind,
        **{name: value for name, value in sent.environ.items() if name != "CONTENT_TYPE"},
    }


def _begin(
    staff: list[Any], course: people.Course, at: datetime
) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """Somebody who is enrolled, plays and administers; then good path parts, and good bodies by route."""
    from fieldwise.apps.learning import actions, queries
    from fieldwise.apps.people.actions import grant_capability
    from fieldwise.apps.people.models import RosterImport

    person = staff[0]
    for name in ("import_roster", "administer"):
        grant_capability(person=person, name=name, from_on=at.date(), by=None, at=at)
    found = queries.course_with_slug(person.agency, course.slug)
    assert found is not None
    actions.enroll(person=person, course=found, by=person.id, at=at)
    component = course.parts[0][0]
    part = queries.component(person.agency, component)  # type: ignore[arg-type]
    assert part is not None
    play, lease = actions.begin_play(person=person, component=part, at=at)
    read = RosterImport.objects.first()
    assert read is not None
    piece = {"id": "a", "from": 0.0, "to": 1.5, "rate": 1.0, "ended_at": "2026-11-12T00:00:00Z"}
    samples = {
        "<uuid:import_id>": str(read.id), "<uuid:component_id>": component, "<slug:part>": "video",
        "<slug:slug>": course.slug, "<slug>": course.slug, "<play>": str(play.id), "<slug:component>": "first",
        "<str:number>": "FW-0000-0000-0000", "<int:pk>": "1",
    }  # fmt: skip
    bodies: dict[str, list[Any]] = {
        "api/v1/enrollments": [{"course": course.slug}],
        "api/v1/plays": [{"component": component}],
        "api/v1/plays/<play>/segments": [{"lease": lease, "segments": [piece, {**piece, "id": "b"}]}],
    }
    return samples, bodies


def main(database: str, rounds: int) -> bool:
    """So many requests to each route, by those who may and those who may not."""
    asked, watch = Asked(), Watch(f"endpoints on {database}", data_folder())
    from fieldwise.shell.access import TABLE

    assert connection.vendor == database
    for route, row in TABLE.items():
        for method in row.methods.split():
            for number in range(rounds):
                sent = _request(asked, route, method, random.Random(f"{SEED} {method} {route} {number}"))
                watch.give(
                    lambda sent=sent: asked.asks(sent),  # type: ignore[misc]
                    lambda sent=sent, number=number: f"seed {SEED}, request {number}: {sent.shown()}",  # type: ignore[misc]
                )
    print(
        f"       {sum(len(row.methods.split()) for row in TABLE.values())} endpoints, {rounds:,} requests each"
    )
    return watch.told()


def _request(asked: Asked, route: str, method: str, chance: random.Random) -> Sent:
    sent = request(chance, route, method, asked.samples, asked.bodies.get(route, []))
    if not sent.environ["HTTP_COOKIE"] and chance.random() < 0.9:
        session = chance.choice((asked.sessions[0], asked.sessions[0], asked.sessions[1]))
        sent.environ["HTTP_COOKIE"] = f"sessionid={session}; csrftoken={TOKEN}"
        sent.environ.setdefault("HTTP_X_CSRFTOKEN", TOKEN)
    return sent


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1], int(sys.argv[2])))
