"""Runs every benchmark, or those named: `python -m bench roster papers`."""

import importlib
import sys

from bench.machine import machine

BENCHES = ["spans", "papers", "posts", "roster"]


def main() -> None:
    print(machine())
    for name in sys.argv[1:] or BENCHES:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
