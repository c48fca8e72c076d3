"""Altered certificate numbers, leases, session cookies, one-time links, and those of others: none is taken."""

import json
import logging
import random
import string
import sys
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.signing import dumps
from django.db import transaction
from django.test import Client

from drill import people
from drill.house import inside
from drill.report import line

SEED = 20261117
PEOPLE = 12
LETTERS = string.ascii_letters + string.digits + "-_:"
SESSION_LETTERS = string.ascii_lowercase + string.digits


def main(rounds: int) -> bool:
    """On SQLite; what is compared here is compared by the same code on both databases."""
    return inside("forged", str(rounds))


def altered(chance: random.Random, text: str, letters: str) -> str:
    """The text with something about it changed: a letter, its length, its order, its case, or another text."""
    place = chance.randrange(len(text))
    other = chance.choice(letters.replace(text[place], ""))
    forgeries = (
        text[:place] + other + text[place + 1 :],
        text[:place] + other + text[place + 1 :],
        text[:place] + text[place + 1 :],
        text[:place] + other + text[place:],
        text[:-1],
        text[::-1],
        text.swapcase(),
        "".join(chance.choice(letters) for _ in text),
    )
    return chance.choice([each for each in forgeries if each != text])


class Forger:
    """The application, with people who hold certificates, leases and sessions."""

    def __init__(self) -> None:
        people.prepare()
        logging.disable(logging.CRITICAL)  # each failed sign-in is written down
        self.at = datetime.now(UTC)
        self.agency = people.make_agency(self.at)
        self.staff = people.make_people(self.agency, PEOPLE, self.at)
        self.course = people.make_course(self.agency, self.at)
        self.sessions = [learner.session for learner in people.sign_in(self.staff)]
        for person in self.staff:
            people.complete(person, self.course, self.at)
        self.plays = [self._plays(person) for person in self.staff]
        self.numbers = _numbers()
        self.chance = random.Random(SEED)

    def _plays(self, person: Any) -> list[tuple[str, str]]:
        """The play and the lease of each part."""
        from fieldwise.apps.learning import actions, queries

        found = []
        for part, _ in self.course.parts:
            component = queries.component(self.agency, UUID(part))
            assert component is not None
            play, lease = actions.begin_play(person=person, component=component, at=self.at)
            found.append((str(play.id), lease))
        return found

    def certificate(self) -> bool:
        """A number that nobody holds on the public page, or somebody else's on one's own pages."""
        from fieldwise.rulebook.learning.certificates import ALPHABET, normal_number

        me = self.chance.randrange(PEOPLE)
        number = self.numbers[(me + self.chance.randrange(1, PEOPLE)) % PEOPLE]
        own = self.chance.choice(("/certificates/{}/", "/certificates/{}.pdf"))
        if self.chance.random() < 0.2:
            return bool(self._get(own.format(number), me).status_code != 404)
        number = altered(self.chance, number, ALPHABET)
        if normal_number(number) in self.numbers:  # read as the same, or as another real one
            return self.certificate()
        address = self.chance.choice(("/verify/{}", own)).format(number)
        return self._get(address, me).status_code not in (404, 302)

    def lease(self) -> bool:
        """An altered lease, somebody else's, another video's, or one that is signed by another hand."""
        me, part = self.chance.randrange(PEOPLE), self.chance.randrange(2)
        play, lease = self.plays[me][part]
        forgeries = (
            altered(self.chance, lease, LETTERS),
            altered(self.chance, lease, LETTERS),
            altered(self.chance, lease, LETTERS),
            self.plays[me][1 - part][1],
            self.plays[(me + 1) % PEOPLE][part][1],
            dumps([1, "a", "b", "c"], key="another key", salt="fieldwise.learning.lease"),
            lease.rsplit(":", 1)[0] + ":" + self.plays[me][1 - part][1].rsplit(":", 1)[1],
        )
        forged = self.chance.choice(forgeries)
        if forged == lease:
            return self.lease()
        piece = {"id": str(self.chance.random()), "from": 0, "to": 1}
        answer = self._post(f"/api/v1/plays/{play}/segments", {"lease": forged, "segments": [piece]}, me)
        return answer.status_code != 200 or bool(answer.json()["accepted"])

    def session(self) -> bool:
        """The page of whoever is signed in, with a cookie that nobody was given."""
        cookie = altered(self.chance, self.chance.choice(self.sessions), SESSION_LETTERS)
        if cookie in self.sessions:
            return self.session()
        answer = Client(SERVER_NAME="localhost").get("/you/", headers={"Cookie": f"sessionid={cookie}"})
        return answer.status_code != 302 or "/accounts/login/" not in answer.headers["Location"]

    def link(self) -> bool:
        """An altered one-time link, one that served already, or one that was made for something else."""
        person = self.chance.choice(self.staff)
        token = self._token(person)
        forged = altered(self.chance, token, LETTERS)
        if self.chance.random() < 0.1:
            self._open(token)
            forged = token
        elif self.chance.random() < 0.1:
            forged = self._token(person, "something else")
        elif _bytes(forged) == _bytes(token):
            return self.link()
        return self._open(forged)

    def _token(self, person: Any, scope: str = "") -> str:
        from sesame.tokens import create_token

        from fieldwise.apps.people.models import Person
        from fieldwise.shell.pages.sign_in_link import SCOPE

        return str(create_token(Person.objects.get(id=person.id), scope or SCOPE))

    def _open(self, token: str) -> bool:
        """Whether the button on the page of this link signs anybody in."""
        client = Client(SERVER_NAME="localhost")
        answer = client.post("/sign-in/link/open", {"token": token})
        return answer.status_code != 403 or "sessionid" in client.cookies

    def genuine(self) -> dict[str, bool]:
        """Whether what is not altered is taken, for otherwise the rest would mean nothing."""
        number, (play, lease) = self.numbers[0], self.plays[0][0]
        piece = {"id": "genuine", "from": 0, "to": 1}
        posted = self._post(f"/api/v1/plays/{play}/segments", {"lease": lease, "segments": [piece]}, 0)
        return {
            "certificate numbers": self._get(f"/verify/{number}", 0).status_code == 200
            and self._get(f"/certificates/{number}/", 0).status_code == 200,
            "leases": posted.json()["accepted"] == ["genuine"],
            "session cookies": self._get("/you/", 0).status_code == 200,
            "one-time links": self._open(self._token(self.staff[0])),
        }

    def _get(self, path: str, me: int) -> Any:
        return self._as(me).get(path)

    def _post(self, path: str, body: Any, me: int) -> Any:
        return self._as(me).post(path, json.dumps(body), content_type="application/json")

    def _as(self, me: int) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.cookies["sessionid"] = self.sessions[me]
        return client


def _bytes(token: str) -> bytes:
    """What a token says: its last letter has bits that say nothing, and letters outside the alphabet are skipped."""
    try:
        return urlsafe_b64decode(token + "==")
    except ValueError:
        return b""


def _numbers() -> list[str]:
    from fieldwise.apps.learning.models import Certificate

    return list(Certificate.objects.order_by("person__employee_id").values_list("number", flat=True))


def drill(rounds: int) -> bool:
    """So many of each kind."""
    forger = Forger()
    kinds: dict[str, Callable[[], bool]] = {
        "certificate numbers": forger.certificate,
        "leases": forger.lease,
        "session cookies": forger.session,
        "one-time links": forger.link,
    }
    with transaction.atomic():
        genuine = forger.genuine()
        transaction.set_rollback(True)
    refused = [name for name, taken in genuine.items() if not taken]
    held = [line("genuine ones refused", ", ".join(refused) or "none", not refused)]
    return all(held + [_taken(name, forge, rounds) for name, forge in kinds.items()])


def _taken(name: str, forge: Callable[[], bool], rounds: int) -> bool:
    """How many were taken, or refused for another reason than that they are forged."""
    taken = 0
    for _ in range(rounds):
        with transaction.atomic():
            cache.clear()  # it is not the limit on tries that is drilled
            taken += forge()
            transaction.set_rollback(True)
    return line(f"altered {name} accepted", f"{taken:,} of {rounds:,}", not taken)


if __name__ == "__main__":
    sys.exit(not drill(int(sys.argv[1])))
