"""From starting the command to the first 200 of the sign-in page: ours beside Kolibri, where all is made already."""

import statistics
from collections.abc import Callable
from contextlib import ExitStack

from bench import ours
from bench.peers import kolibri
from bench.rounds import ROUNDS
from bench.serving import Server


def main() -> None:
    with ExitStack() as stack:
        made = stack.enter_context(ours.installation("SQLite, synchronous=FULL"))
        device = stack.enter_context(kolibri.installation())
        seconds(made.serve), seconds(device.serve)  # the first start of each makes what the second finds
        pairs = [(seconds(made.serve), seconds(device.serve)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"from start to the first 200 of the sign-in page, medians of {ROUNDS} starts in turn")
    print(f"  Fieldwise {mine:.2f} s; Kolibri {kolibri.VERSION} {theirs:.2f} s")
    print(f"  ratio: {mine / theirs:.2f} (target: at most 0.5)")


def seconds(serve: Callable[[], Server]) -> float:
    """How long one start took."""
    server = serve()
    server.stop()
    return server.start_seconds
