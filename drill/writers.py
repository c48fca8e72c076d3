"""Eight writers over real HTTP, and what was acknowledged to them: a 2xx answer that was read whole."""

import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from drill.people import Course, Learner

WRITERS = 8
TOKEN = "x" * 32
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
NOT_NOW, TOO_MANY = 503, 429


@dataclass
class Acknowledged:
    """What the server said it had stored; threads only ever add."""

    enrollments: set[str] = field(default_factory=set)
    segments: set[tuple[str, str, int, int]] = field(default_factory=set)  # play, id, from and to in ms
    letters: set[str] = field(default_factory=set)
    broken: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """How many writes were acknowledged."""
        return len(self.enrollments) + len(self.segments) + len(self.letters)


@dataclass(frozen=True)
class Answer:
    """One whole answer."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes


class Stopped(Exception):
    """The drill is over, and this write was never acknowledged."""


class Writer(threading.Thread):
    """Takes one person after the other through the course, over one connection that is renewed when it breaks."""

    def __init__(self, crowd: "Crowd", seed: int) -> None:
        super().__init__(daemon=True)
        self.crowd, self.chance = crowd, random.Random(seed)
        self.connection = http.client.HTTPConnection("localhost", crowd.port, timeout=60)

    def run(self) -> None:
        """Write until the crowd is told to stop."""
        try:
            while True:
                self._take(next(self.crowd.next_learner))
        except Stopped:
            self.connection.close()

    def _take(self, learner: Learner) -> None:
        kept, course = self.crowd.acknowledged, self.crowd.course
        enrolled = self._post(learner, "enrollments", {"course": course.slug})
        if enrolled is None:
            return
        kept.enrollments.add(enrolled["id"])
        for part, seconds in course.parts:
            opened = self._post(learner, "plays", {"component": part})
            if opened:
                self._play(learner, opened, seconds)
        if self.chance.random() < 0.2:
            self._ask(learner)

    def _play(self, learner: Learner, opened: dict[str, str], seconds: float) -> None:
        """Stretches here and there, two at a time, then the whole from front to back."""
        ends = [round(seconds * quarter / 4, 1) for quarter in range(5)]
        ends[-1] = seconds
        for _ in range(3):
            start = round(self.chance.uniform(0, seconds - 1), 1)
            self._report(learner, opened, [(start, start + 0.5), (start, start + 0.9)])
        for stretch in itertools.pairwise(ends):
            self._report(learner, opened, [stretch])

    def _report(self, learner: Learner, opened: dict[str, str], stretches: list[tuple[float, float]]) -> None:
        segments = [{"id": str(uuid4()), "from": start, "to": end, "rate": 1} for start, end in stretches]
        body = {"lease": opened["lease"], "segments": segments}
        answer = self._post(learner, f"plays/{opened['play']}/segments", body)
        accepted = set(answer["accepted"]) if answer else set()
        for segment in segments:
            if segment["id"] in accepted:
                stretch = round(1000 * segment["from"]), round(1000 * segment["to"])  # type: ignore[operator]
                self.crowd.acknowledged.segments.add((opened["play"], str(segment["id"]), *stretch))

    def _ask(self, learner: Learner) -> None:
        """A question to the help desk: a letter, and a task for the worker."""
        mark = str(uuid4())
        form = {"topic": "other", "message": mark, "csrfmiddlewaretoken": TOKEN}
        if self._send_until_answered(learner, "/help/", urlencode(form), FORM, good=(302,)):
            self.crowd.acknowledged.letters.add(mark)

    def _post(self, learner: Learner, path: str, body: Any) -> Any:
        answer = self._send_until_answered(
            learner, f"/api/v1/{path}", json.dumps(body), JSON, good=(200, 201)
        )
        return json.loads(answer.content) if answer else None

    def _send_until_answered(
        self, learner: Learner, path: str, body: str, kind: str, good: tuple[int, ...]
    ) -> Answer | None:
        """The same write again until it is answered; None when the answer is none that was hoped for."""
        kept = self.crowd.acknowledged
        while not self.crowd.stopping.is_set():
            answer = self._send(learner, path, body, kind)
            if answer is None:
                kept.broken += 1
                time.sleep(0.02)
            elif answer.status in good:
                return answer
            elif answer.status == TOO_MANY:  # a killed process held the lock of the limit, which then expires
                kept.refused[TOO_MANY] += 1
                time.sleep(1)
            elif answer.status == NOT_NOW:
                kept.refused[NOT_NOW] += 1
                self.crowd.judge(answer)
                time.sleep(0.1)
            else:
                kept.surprises.append(f"{path} answered {answer.status}: {answer.content[:200]!r}")
                return None
        raise Stopped

    def _send(self, learner: Learner, path: str, body: str, kind: str) -> Answer | None:
        cookies = f"sessionid={learner.session}; csrftoken={TOKEN}"
        headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": kind}
        try:
            self.connection.request("POST", path, body, headers)
            answer = self.connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return None


class Crowd:
    """The eight of them, at one server; no two take the same person at a time."""

    def __init__(self, port: int, course: Course, learners: list[Learner], seed: int) -> None:
        self.port, self.course = port, course
        self.acknowledged = Acknowledged()
        self.stopping = threading.Event()
        self.next_learner = _Turns(learners)
        self.writers = [Writer(self, seed + number) for number in range(WRITERS)]

    def start(self) -> None:
        """Begin to write."""
        for writer in self.writers:
            writer.start()

    def stop(self) -> None:
        """Let what was not acknowledged go, and end."""
        self.stopping.set()
        for writer in self.writers:
            writer.join(65)

    def judge(self, answer: Answer) -> None:
        """Note what is wrong with a refusal: it says when to come back, and in the one shape of errors why."""
        kept = self.acknowledged
        if not answer.headers.get("Retry-After"):
            kept.surprises.append(f"503 without Retry-After: {answer.content[:200]!r}")
        if b"not stored" not in answer.content:
            kept.surprises.append(f"503 that does not say that nothing was stored: {answer.content[:200]!r}")


class _Turns:
    """Everybody in turn, again and again, for several threads."""

    def __init__(self, learners: list[Learner]) -> None:
        self._all, self._lock = itertools.cycle(learners), threading.Lock()

    def __iter__(self) -> "_Turns":
        return self

    def __next__(self) -> Learner:
        with self._lock:
            return next(self._all)
