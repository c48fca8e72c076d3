"""What completes a course, and how its length is told.

One rounding for lengths: whole minutes go to the nearest, halves up, never below 1; a clock goes to the
nearest second, halves up. Minutes of a course are rounded once, from the sum of its seconds.

Source: Course page of the CARES series, "Course Components"; Fieldwise contract for played seconds,
docs/journeys/watch-to-certificate.md
"""

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass

from fieldwise.rulebook.reasons import Reason


@dataclass(frozen=True)
class ComponentFacts:
    """One part of a course: its key and its title."""

    key: str
    title: str


def missing_components(components: Iterable[ComponentFacts], done: Container[str]) -> tuple[Reason, ...]:
    """One reason for each component whose key is not among those done, in the order of the course."""
    return tuple(
        Reason("component_missing", f"“{component.title}” is not complete yet.")
        for component in components
        if component.key not in done
    )


def _nearest(number: float) -> int:
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"{number} is not a length of time")
    return math.floor(number + 0.5)


def whole_minutes(seconds: float) -> int:
    """The minutes that page, flyer and certificate print; raises ValueError for what is no length."""
    return max(1, _nearest(seconds / 60))


def minutes_unit(minutes: int) -> str:
    """The word behind a number of whole minutes."""
    return "minute" if minutes == 1 else "minutes"


def clock(seconds: float) -> str:
    """A length as a player shows it, such as 7:04 or 1:07:04; raises ValueError for what is no length."""
    minutes, second = divmod(_nearest(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
