"""Unions of played stretches against the plainest way that is right: a set of milliseconds."""

import random
import statistics
import time
from collections.abc import Callable

from fieldwise.methods.spans import Spans, Stretch, measure, union

LENGTH_MS = 420_000
PIECE_MS = 15_000
ROUNDS = 5


def reports() -> list[Stretch]:
    """Seven minutes in pieces, each sent four times, shuffled."""
    pieces = [(start, start + PIECE_MS) for start in range(0, LENGTH_MS, PIECE_MS)] * 4
    random.Random(7).shuffle(pieces)
    return pieces


def by_spans(pieces: list[Stretch]) -> int:
    played: Spans = ()
    for piece in pieces:
        played = union(played, [piece])
    return measure(played)


def by_set(pieces: list[Stretch]) -> int:
    played: set[int] = set()
    for start, end in pieces:
        played.update(range(start, end))
    return len(played)


def seconds_of(work: Callable[[list[Stretch]], int], pieces: list[Stretch]) -> float:
    """Median seconds of one run."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        assert work(pieces) == LENGTH_MS
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main() -> None:
    pieces = reports()
    ours, baseline = seconds_of(by_spans, pieces), seconds_of(by_set, pieces)
    print(
        f"union of {len(pieces)} reports: {ours * 1e6:.0f} µs; a set of milliseconds: {baseline * 1e6:.0f} µs"
    )
    print(f"ratio: {baseline / ours:.0f} times faster than the baseline")
