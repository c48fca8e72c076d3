"""Rounds of one load after the other on several servers, each alone on the machine while it is measured."""

import os
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

from bench.load import Client, load
from bench.serving import PeakMemory, Server

ROUNDS = int(os.environ.get("FIELDWISE_BENCH_ROUNDS", "5"))
ROUND_SECONDS = float(os.environ.get("FIELDWISE_BENCH_SECONDS", "10"))


class Side(Protocol):
    """One of those compared: it opens its learners' videos for a round, and verifies what is stored."""

    server: Server

    def open(self, number: int) -> Sequence[Client]: ...

    def verify(self) -> None: ...


@dataclass(frozen=True)
class Found:
    """What a server did; `cpu_ms` is what all its processes computed for one answer."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float

    def __str__(self) -> str:
        return (
            f"{self.per_second:>7,.0f} a second   p50 {self.p50_ms:>6.1f} ms   p99 {self.p99_ms:>7.1f} ms"
            f"   CPU {self.cpu_ms:>5.2f} ms"
        )


def measured(server: Server, clients: Sequence[Client], seconds: float) -> Found:
    """One round of a load on one server."""
    before = server.cpu_seconds()
    found = load(server.port, clients, seconds)
    cpu_ms = 1000 * (server.cpu_seconds() - before) / found.answers
    return Found(found.per_second, found.p50_ms, found.p99_ms, cpu_ms)


def median(found: Sequence[Found]) -> Found:
    """The median of each figure."""
    return Found(*(statistics.median(figures) for figures in zip(*map(astuple, found), strict=True)))


def interleaved(sides: Mapping[str, Side]) -> dict[str, Found]:
    """The medians of each side's rounds: first one of each, then the next of each."""
    found: dict[str, list[Found]] = {name: [] for name in sides}
    for side in sides.values():
        side.server.pause()
    for number in range(ROUNDS):
        for name, side in sides.items():
            side.server.resume()
            found[name].append(one_round(side, number))
            side.server.pause()
    for side in sides.values():
        side.server.resume()
    return {name: median(each) for name, each in found.items()}


def one_round(side: Side, number: int) -> Found:
    """Load a side once, and verify that it stored every report."""
    result = measured(side.server, side.open(number), ROUND_SECONDS)
    side.verify()
    return result


def peak_memory_mb(side: Side) -> float:
    """The most that it holds in one more round of the same load."""
    with PeakMemory(side.server) as peak:
        one_round(side, ROUNDS)
    return peak.mb
