"""Runs all tests: everything on SQLite, then the slices and one journey again on a real PostgreSQL."""

import os
import subprocess
import sys
import time

RUNS = [
    ("pure floors, slices, journeys and contracts, on SQLite", "sqlite", ["tests"]),
    (
        "slices and one journey, on PostgreSQL",
        "postgresql",
        ["tests/apps", "tests/shell", "tests/journeys/test_cares_series.py"],
    ),
]


def main() -> int:
    failed = 0
    for what, database, paths in RUNS:
        print(f"== {what}", flush=True)
        started = time.monotonic()
        environment = {**os.environ, "FIELDWISE_TEST_DATABASE": database}
        command = [sys.executable, "-m", "pytest", *paths, *sys.argv[1:]]
        failed |= subprocess.run(command, env=environment, check=False).returncode
        print(f"   {time.monotonic() - started:.0f} s", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
