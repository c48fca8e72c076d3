"""Lint, types, contracts, templates, migrations: what a reviewer should not have to look for."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

BIN = Path(sys.executable).parent

CHECKS = [
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("format", ["ruff", "format", "--quiet", "--check", "."]),
    ("types", ["mypy"]),
    ("contracts", ["lint-imports", "--no-cache"]),
    ("templates", ["djlint", "--lint", "--quiet", "src"]),
    ("settings", ["django-admin", "check", "--fail-level", "WARNING"]),
    ("docs", ["sphinx-build", "-q", "-W", "docs", "docs/_build/html"]),
    ("migrations", ["django-admin", "makemigrations", "--check", "--dry-run"]),
]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "fieldwise.shell.settings",
            "FIELDWISE_DATA": folder,
            "FIELDWISE_SECRET_KEY": "only-for-checks",
        }
        for name, command in CHECKS:
            done = subprocess.run(
                [str(BIN / command[0]), *command[1:]],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
