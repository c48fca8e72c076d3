"""The next thing to play in each course that a person has begun, as one row of the grammar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.urls import reverse

from fieldwise.apps.learning.models import Component, Enrollment, Play
from fieldwise.apps.learning.queries.progress import open_enrollments, plays
from fieldwise.rulebook.learning.completion import clock

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Step:
    """One component to play next, in its course."""

    enrollment: Enrollment
    component: Component
    play: Play | None
    total: int

    @property
    def url(self) -> str:
        return reverse("player", args=[self.enrollment.course.slug, self.component.key])


def next_steps(person_id: UUID) -> list[Step]:
    """The next component of each open enrollment; three queries, however many there are."""
    enrollments = open_enrollments(person_id)
    prefetch_related_objects(enrollments, "version__components__medium")
    played = plays(person_id, [part for each in enrollments for part in each.version.components.all()])
    return [step for each in enrollments if (step := _next(each, played))]


def _next(enrollment: Enrollment, played: dict[UUID, Play]) -> Step | None:
    part = next_component(list(enrollment.version.components.all()), played)
    if part is None:
        return None
    return Step(enrollment, part, played.get(part.medium_id), len(enrollment.version.components.all()))


def next_component(parts: list[Component], played: dict[UUID, Play]) -> Component | None:
    """What to play next: the one begun last, else the first that is not complete; None when all are."""
    todo = [part for part in parts if part.medium_id not in played or not played[part.medium_id].completed_at]
    begun = [part for part in todo if part.medium_id in played and played[part.medium_id].spans]
    if begun:
        return max(begun, key=lambda part: played[part.medium_id].touched_at)
    return next(iter(todo), None)


def bar(play: Play | None, length_ms: int, *, now: bool = False) -> dict[str, Any]:
    """Played stretches in percent of the length, for the bar."""
    spans = [[0, length_ms]] if play and play.completed_at else (play.spans if play else [])
    return {
        "spans": [
            {
                "x": round(100 * start / length_ms, 2),
                "width": round(100 * (end - start) / length_ms, 2),
                "kind": "done",
            }
            for start, end in spans
        ],
        "ticks": [],
        "now": round(100 * play.resume_ms / length_ms, 2) if play and now and play.spans else None,
    }


def played_line(play: Play | None, length_ms: int) -> str:
    """ "4:30 of 7:04 played"."""
    played_ms = length_ms if play and play.completed_at else (play.played_ms if play else 0)
    return f"{clock(played_ms / 1000)} of {clock(length_ms / 1000)} played"


def row(step: Step) -> dict[str, Any]:
    """The step as a row: what is still to play, where, and the deed."""
    length_ms, play = step.component.medium.length_ms, step.play
    left = clock((length_ms - (play.played_ms if play else 0)) / 1000)
    begun = bool(play and play.spans)
    title = f"Resume at {clock(play.resume_ms / 1000)}" if play and begun else "Start the next micro video"
    if not begun and step.component.position == 1:
        title = "Start the first micro video"
    return {
        "icon": "micro_video",
        "label": _place(step.component.position, step.total),
        "figure": left,
        "figure_note": "still to play",
        "title": title,
        "sentence": f"{step.component.title}.",
        "bar": bar(play, length_ms, now=True),
        "note": played_line(play, length_ms),
        "note_end": "Nothing is lost if you stop",
        "url": step.url,
        "deed": {"label": "Resume" if begun else "Start", "url": step.url, "kind": "filled"},
    }


def _place(position: int, total: int) -> str:
    if max(position, total) > len(ORDINALS):
        return f"Micro video, {position} of {total}"
    return f"Micro video, {ORDINALS[position - 1]} of {CARDINALS[total - 1]}"
