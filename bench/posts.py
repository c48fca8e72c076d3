"""Posting played seconds to a running server with every check on, against reading the catalogue from it.

Eight learners at once, each over one connection, on SQLite with `synchronous=FULL`.
"""

import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

FIELDWISE = str(Path(sys.executable).with_name("fieldwise"))
LEARNERS = ["learner", "supervisor", "director"]
POSTS_EACH = 150


class Learner:
    """One connection, signed in as a persona, with an open play."""

    def __init__(self, port: int, persona: str) -> None:
        self.connection = http.client.HTTPConnection("localhost", port)
        self.cookies: dict[str, str] = {}
        self.send("GET", "/demo/sign-in")
        form = urlencode({"persona": persona, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
        self.send("POST", "/demo/sign-in", form, "application/x-www-form-urlencoded")
        self.api("enrollments", {"course": "cares-racial-equity"})
        course = json.loads(self.send("GET", "/api/v1/courses/cares-racial-equity")[1])
        self.play = self.api("plays", {"component": course["components"][0]["id"]})
        self.number = 0

    def send(self, method: str, path: str, body: str | None = None, kind: str = "") -> tuple[int, bytes]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Content-Type": kind, "X-CSRFToken": self.cookies.get("csrftoken", "")}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and (found := re.match(r"([^=]+)=([^;]*)", value)):
                self.cookies[found.group(1)] = found.group(2)
        return answer.status, content

    def api(self, path: str, body: Any) -> Any:
        status, content = self.send("POST", f"/api/v1/{path}", json.dumps(body), "application/json")
        assert status in (200, 201), content
        return json.loads(content)

    def post_segment(self) -> None:
        """A tenth of a second more, as a player would report it."""
        self.number += 1
        start = (self.number % 600) / 10
        segment = {"id": str(uuid4()), "from": start, "to": start + 0.1, "rate": 1}
        self.api(f"plays/{self.play['play']}/segments", {"lease": self.play["lease"], "segments": [segment]})

    def read_catalogue(self) -> None:
        assert self.send("GET", "/api/v1/courses")[0] == 200


def timed(learners: list[Learner], deed: str) -> tuple[float, float, float]:
    """Requests per second, median and 99th percentile in milliseconds."""
    taken: list[float] = []

    def run(learner: Learner) -> None:
        for _ in range(POSTS_EACH):
            started = time.perf_counter()
            getattr(learner, deed)()
            taken.append(time.perf_counter() - started)

    threads = [threading.Thread(target=run, args=(learner,)) for learner in learners]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    return (
        len(taken) / elapsed,
        1000 * statistics.median(taken),
        1000 * statistics.quantiles(taken, n=100)[98],
    )


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "FIELDWISE_DATA": str(Path(folder) / "data")}
        server = subprocess.Popen(
            [FIELDWISE, "demo", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            _wait(port)
            learners = [Learner(port, LEARNERS[number % len(LEARNERS)]) for number in range(8)]
            reads, posts = timed(learners, "read_catalogue"), timed(learners, "post_segment")
        finally:
            server.terminate()
            server.wait(15)
    for name, (rate, median, p99) in {"reading the catalogue": reads, "posting a segment": posts}.items():
        print(f"{name}: {rate:.0f} a second, median {median:.1f} ms, p99 {p99:.1f} ms")
    print(f"ratio: a post is {posts[1] / reads[1]:.1f} times a read")


def _wait(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise SystemExit("the server does not answer")
