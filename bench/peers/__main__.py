"""Runs every comparison, or those named: `python -m bench.peers posts starts`."""

import importlib
import sys

from bench.load import own_speed
from bench.machine import machine

COMPARISONS = ["posts", "starts", "media", "papers"]


def main() -> None:
    print(machine())
    print(f"The generator of the load itself: {own_speed():,.0f} requests a second")
    for name in sys.argv[1:] or COMPARISONS:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.peers.{name}").main()


if __name__ == "__main__":
    main()
