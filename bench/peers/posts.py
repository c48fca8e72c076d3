"""A report of what was played, by eight different learners at once: ours beside Kolibri's progress update."""

from contextlib import ExitStack

from bench import ours
from bench.peers import kolibri
from bench.rounds import ROUND_SECONDS, ROUNDS, Side, interleaved, peak_memory_mb

KOLIBRI = f"Kolibri {kolibri.VERSION}"


def main() -> None:
    with ExitStack() as stack:
        device = stack.enter_context(kolibri.installation())
        sides: dict[str, Side] = {name: stack.enter_context(ours.serving(name)) for name in ours.DATABASES}
        sides[KOLIBRI] = stack.enter_context(kolibri.serving(device))
        found = interleaved(sides)
        memory_mb = {name: peak_memory_mb(side) for name, side in sides.items()}
    print(f"{ROUNDS} rounds of {ROUND_SECONDS:g} s each, interleaved; 8 learners, 8 connections; medians")
    for name, figures in found.items():
        print(f"  {name:<27}{figures}   {memory_mb[name]:>4.0f} MB")
    same = f"SQLite, synchronous={device.synchronous}"
    mine, theirs = found[same], found[KOLIBRI]
    print(f"Kolibri's SQLite connection says synchronous={device.synchronous}; with the same, ours has")
    print(f"  {mine.per_second / theirs.per_second:.2f} times its requests a second (target: at least 3)")
    print(f"  {mine.p99_ms / theirs.p99_ms:.2f} of its p99 (target: at most 0.5)")
    print(f"  {memory_mb[same] / memory_mb[KOLIBRI]:.2f} of its memory under load (target: at most 1)")
