"""Runs every drill, or those named: `python -m drill --rounds 20 kills disk`.

Exit status 1 when something did not hold; 3 when all that ran held, but a drill could not run on this machine.
"""

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path

from drill.report import NotRun

ROUNDS = {"kills": 1_000, "disk": 3, "malformed": 10_000, "forged": 10_000, "tampering": 10_000, "backup": 5}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m drill")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(ROUNDS))
    parser.add_argument(
        "--rounds", type=int, help="how often; without it, as often as the figures in the docs"
    )
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(ROUNDS):
        parser.error(f"There is no drill {', '.join(sorted(unknown))}. There are {', '.join(ROUNDS)}.")
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.release()}")
    return max(_run(name, asked.rounds or ROUNDS[name]) for name in asked.names or ROUNDS)


def _run(name: str, rounds: int) -> int:
    print(f"\n== {name}, {rounds:,} rounds", flush=True)
    try:
        return 0 if importlib.import_module(f"drill.{name}").main(rounds) else 4
    except NotRun as reason:
        print(f"not run: {reason}", flush=True)
        return 3


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next(
        (row.split(":")[1].strip() for row in lines if row.startswith("model name")), platform.machine()
    )


if __name__ == "__main__":
    worst = main()
    sys.exit(1 if worst == 4 else worst)
