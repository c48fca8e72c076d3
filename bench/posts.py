"""Posting played seconds to a running server with every check on, against reading the catalogue from it.

Eight different learners at once, each over one connection; on each database, or those whose name holds a given word:
`python -m bench.posts FULL`. FIELDWISE_BENCH_ROUNDS and FIELDWISE_BENCH_SECONDS make it shorter.
"""

import sys

from bench.ours import DATABASES, Reading, serving
from bench.rounds import ROUND_SECONDS, ROUNDS, measured, median, one_round, peak_memory_mb


def main(words: tuple[str, ...] = ()) -> None:
    print(f"medians of {ROUNDS} rounds of {ROUND_SECONDS:g} s; 8 learners, 8 connections")
    for name in DATABASES:
        if not words or any(word in name for word in words):
            on(name)


def on(name: str) -> None:
    """Measure on one database."""
    with serving(name) as ours:
        readers = [Reading(learner) for learner in ours.learners]
        posts = median([one_round(ours, number) for number in range(ROUNDS)])
        reads = measured(ours.server, readers, ROUND_SECONDS)
        memory_mb = peak_memory_mb(ours)
    print(name)
    print(f"  reading the catalogue {reads}")
    print(f"  posting a segment     {posts}   {memory_mb:.0f} MB")
    print(f"  ratio: a post is {posts.p50_ms / reads.p50_ms:.1f} times a read", flush=True)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
