"""Kolibri as it runs by default, with eight learners who watch a video.

The video is in no channel: `trackprogress` takes any ids, so Kolibri looks nothing up that a real one would need.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bench.browser import Browser
from bench.peers import cache
from bench.serving import Server, free_port, plain_environment

VERSION = "0.19.5"
SIGN_IN_PAGE = "/en/auth/"
LEARNERS = 8
PASSWORD = "only-for-benches"
STEP_SECONDS, STEP_PROGRESS = 0.01, 0.001
SYNCHRONOUS = ["OFF", "NORMAL", "FULL", "EXTRA"]
MAKE_LEARNERS = f"""
from django.db import connection
from kolibri.core.auth.models import Facility, FacilityUser
for number in range({LEARNERS}):
    learner = FacilityUser(
        username=f"learner{{number}}", full_name="Learner", facility=Facility.get_default_facility()
    )
    learner.set_password("{PASSWORD}")
    learner.save()
with connection.cursor() as cursor:
    print("synchronous", cursor.execute("PRAGMA synchronous").fetchone()[0])
"""


def command() -> str:
    """Kolibri's command, from a virtual environment of its own that is made once."""
    folder = cache() / f"kolibri-{VERSION}"
    made = folder / "made"
    if not made.exists():
        print(f"Installing Kolibri {VERSION} into {folder}. This is done once.", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        environment = plain_environment()
        subprocess.run(
            [folder / "bin/pip", "install", "-q", f"kolibri=={VERSION}"], env=environment, check=True
        )
        made.touch()
    return str(folder / "bin/kolibri")


@dataclass
class Kolibri:
    """A provisioned device, and how to serve it; `synchronous` is what SQLite says on its connection."""

    environment: dict[str, str]
    port: int
    synchronous: str

    def serve(self) -> Server:
        ports = ["--port", str(self.port), "--zip-port", str(free_port())]
        return Server([command(), "start", "--foreground", *ports], self.environment, self.port, SIGN_IN_PAGE)


@contextmanager
def installation() -> Iterator[Kolibri]:
    """A device with eight learners, gone with the block; it looks for no neighbors and calls nobody."""
    with tempfile.TemporaryDirectory(prefix="fieldwise-bench-") as home:
        environment = plain_environment(
            KOLIBRI_HOME=home,
            KOLIBRI_ZEROCONF_ENABLED="0",
            KOLIBRI_DISABLE_PING="1",
            KOLIBRI_LISTEN_ADDRESS="127.0.0.1",
        )
        admin = ["--superusername", "admin", "--superuserpassword", PASSWORD]
        facility = ["--facility", "Bench", "--preset", "formal", "--language_id", "en"]
        _manage(environment, "provisiondevice", "--noinput", *facility, *admin)
        told = _manage(environment, "shell", said=MAKE_LEARNERS)
        level = re.search(r"^synchronous (\d)$", told, re.MULTILINE)
        assert level, told
        yield Kolibri(environment, free_port(), SYNCHRONOUS[int(level.group(1))])


def _manage(environment: dict[str, str], *arguments: str, said: str = "") -> str:
    done = subprocess.run(
        [command(), "manage", *arguments], env=environment, input=said, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Watching:
    """A learner whose player reports ten milliseconds more with every PUT."""

    def __init__(self, port: int, number: int) -> None:
        self.browser = Browser(port, "kolibri_csrftoken")
        self.ask("POST", "/api/auth/session/", {"username": f"learner{number}", "password": PASSWORD})
        self.browser.ask("GET", "/en/learn/")

    def ask(self, method: str, path: str, body: Any) -> Any:
        return json.loads(self.browser.ask(method, path, body))

    def open(self) -> None:
        """Begin a session with a video that nobody has seen."""
        names = ("node_id", "content_id", "channel_id")
        self.video = {"kind": "video", **{name: uuid4().hex for name in names}}
        session = self.ask("POST", "/api/logger/trackprogress/", self.video)["session_id"]
        step = json.dumps({"progress_delta": STEP_PROGRESS, "time_spent_delta": STEP_SECONDS}).encode()
        path = f"/api/logger/trackprogress/{session}/"
        self.whole = self.browser.prepared("PUT", path, len(step)) + step
        self.taken = 0

    def request(self) -> bytes:
        return self.whole

    def check(self, status: int, body: bytes) -> None:
        assert status == 200, (status, body[:500])
        assert json.loads(body) == {"complete": False}, body[:500]
        self.taken += 1

    def verify(self) -> None:
        """Begin anew, which tells what is stored: every step."""
        stored = self.ask("POST", "/api/logger/trackprogress/", self.video)
        assert round(stored["time_spent"] / STEP_SECONDS) == self.taken, (stored, self.taken)


class Theirs:
    """Kolibri's side of a round."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.learners = [Watching(server.port, number) for number in range(LEARNERS)]

    def open(self, number: int) -> Sequence[Watching]:
        for learner in self.learners:
            learner.open()
        return self.learners

    def verify(self) -> None:
        for learner in self.learners:
            learner.verify()


@contextmanager
def serving(device: Kolibri) -> Iterator[Theirs]:
    """The device, served."""
    server = device.serve()
    try:
        yield Theirs(server)
    finally:
        server.stop()
