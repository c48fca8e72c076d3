"""A roster of 30,000 rows, read, compared and applied to an agency with nobody in it; then all of them move.

On SQLite with `synchronous=FULL`, in a process of its own; against a loop that looks up and stores row by row.
"""

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from fieldwise.standards.hr_roster import COLUMNS, Mapping, read

ROWS = 30_000
NAIVE_ROWS = 1_000
AT = datetime(2026, 11, 12, 15, tzinfo=UTC)
Result = TypeVar("Result")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "FIELDWISE_DATA": folder,
            "FIELDWISE_SECRET_KEY": "only-for-benches",
            "DJANGO_SETTINGS_MODULE": "fieldwise.shell.settings",
        }
        environment.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "bench.roster", folder], env=environment, check=True)


def write_roster(path: Path, *, units_shift: int = 0) -> Path:
    """A roster with twelve people to a supervisor and eight to a unit; shifted, everybody is in the next unit."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_row(number, units_shift) for number in range(ROWS))
    return path


def _row(number: int, units_shift: int) -> list[str]:
    unit = (number // 8 + units_shift) % (ROWS // 8)
    office, zone, borough = unit // 30, unit // 150, unit // 750
    hired_on = (date(1995, 1, 2) + timedelta(days=7 * (number * 7919 % 1500))).isoformat()
    return [
        str(100_000 + number),
        f"Person {number}",
        f"person{number}@example.org",
        "Child Protective Specialist",
        "II",
        "Division of Child Protection",
        f"Borough {borough}",
        f"Zone {zone}",
        f"Office {office}",
        f"Office {office} {unit}",
        "Protective",
        str(100_000 + number // 12) if number >= 12 else "",
        hired_on,
        "",
        "",
        "ACTIVE",
        "",
    ]


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """How many seconds the work took, and what it gave."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


class WriteLock:
    """How long the transaction of one import held the write lock: from its BEGIN to the end of its commit."""

    def __init__(self) -> None:
        self.began = self.ended = 0.0

    def __call__(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        result = execute(sql, parameters, many, context)
        if sql.startswith("BEGIN"):
            self.began = time.perf_counter()
        return result

    @property
    def seconds(self) -> float:
        return self.ended - self.began


def measure(folder: Path) -> None:
    """One import after the other, with what each took."""
    import django

    django.setup()
    from django.core.management import call_command

    from fieldwise.apps.people.actions import found_agency

    call_command("migrate", verbosity=0)
    agency = found_agency(code="BENCH", name="Bench", at=AT)
    seconds = import_roster(agency, write_roster(folder / "new.csv"), "all new", AT)
    import_roster(
        agency, write_roster(folder / "moved.csv", units_shift=1), "all moved", AT + timedelta(days=7)
    )
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak_mb:.0f} MB (target 500)")
    naive = row_by_row(folder / "new.csv") * ROWS / NAIVE_ROWS
    print(
        f"row by row, {NAIVE_ROWS:,} rows scaled to {ROWS:,}: {naive:.0f} s, {naive / seconds:.0f} times as long"
    )


def import_roster(agency: Any, path: Path, what: str, at: datetime) -> float:
    """Read, compare and apply one file; prints and returns the seconds."""
    from django.db import connection

    from fieldwise.apps.people.actions import apply_roster, keep_roster
    from fieldwise.apps.people.queries import RosterFile, compared_roster

    file = RosterFile(agency, path, path.name, True, at.date())
    read_seconds, _ = timed(lambda: read(path, Mapping()))
    both_seconds, compared = timed(lambda: compared_roster(file))
    kept, lock = keep_roster(compared=compared, by=None, at=at), WriteLock()

    def apply() -> None:
        apply_roster(roster_import=kept, compared=compared, despite_alarms=True, by=None, at=at)
        lock.ended = time.perf_counter()

    with connection.execute_wrapper(lock):
        apply_seconds, _ = timed(apply)
    total = both_seconds + apply_seconds
    print(
        f"{ROWS:,} rows, {what}: read {read_seconds:.1f} s, compare {both_seconds - read_seconds:.1f} s, "
        f"apply {apply_seconds:.1f} s, together {total:.1f} s (target 60); "
        f"write lock held {lock.seconds:.2f} s (target 5)",
        flush=True,
    )
    return total


def row_by_row(path: Path) -> float:
    """Seconds in which a loop stores the first rows, each looked up and committed by itself."""
    from fieldwise.apps.people.actions import found_agency
    from fieldwise.apps.people.models import Person, ServiceSpell

    agency = found_agency(code="NAIVE", name="Naive", at=AT)
    started = time.perf_counter()
    with path.open(encoding="utf-8") as file:
        for row, _ in zip(csv.DictReader(file), range(NAIVE_ROWS), strict=False):
            person, _ = Person.objects.get_or_create(
                agency=agency,
                employee_id=row["employee_id"],
                defaults={"name": row["name"], "sign_in_id": f"naive/{row['employee_id']}"},
            )
            spell = {"title": row["title"], "from_on": row["hired_on"], "recorded_at": AT}
            ServiceSpell.objects.get_or_create(agency=agency, person=person, to_on=None, defaults=spell)
    return time.perf_counter() - started


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
