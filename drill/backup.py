"""A backup taken while eight writers write, restored elsewhere: the same ledger, with all that came before."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from drill import people
from drill.house import DATABASES, REPOSITORY, House, house, inside
from drill.report import line
from drill.writers import Crowd
from fieldwise.shell import data_folder
from tests.journeys.running import FIELDWISE, environment

SEED = 20261118


def main(rounds: int) -> bool:
    """From SQLite, then from PostgreSQL; restored into SQLite each time."""
    held = [inside("backup", database, str(rounds), database=database) for database in DATABASES]
    return all(held)


@dataclass(frozen=True)
class Round:
    """One backup and what became of it."""

    seconds: float
    writes_meanwhile: int
    faults: list[str]


def drill(database: str, rounds: int) -> bool:
    """Back up, restore, compare, so many times."""
    people.prepare()
    at = datetime.now(UTC)
    agency = people.make_agency(at)
    learners = people.sign_in(people.make_people(agency, 300, at))
    course = people.make_course(agency, at)
    with house() as here:
        crowd = Crowd(here.port, course, learners, SEED)
        here.start()
        here.wait_until(here.is_well)
        crowd.start()
        done = [_back_up_and_restore(here, crowd) for _ in range(rounds)]
        crowd.stop()
        here.stop()
    faults = [fault for each in done for fault in each.faults] + crowd.acknowledged.surprises
    for fault in faults[:20]:
        print(f"       {fault}")
    return line(
        f"{database}, backups under load whose restored ledger is the same",
        f"{sum(not each.faults for each in done)} of {rounds}; {max(each.seconds for each in done):.1f} s at most, "
        f"with {min(each.writes_meanwhile for each in done):,} acknowledged writes meanwhile at least",
        not faults,
    )


def _back_up_and_restore(here: House, crowd: Crowd) -> Round:
    here.wait_until(_more(crowd, 100))
    earlier = set(crowd.acknowledged.enrollments)
    with tempfile.TemporaryDirectory() as scratch:
        began, before = time.monotonic(), crowd.acknowledged.writes
        made = here.command("backup", f"{scratch}/backups")
        seconds, meanwhile = time.monotonic() - began, crowd.acknowledged.writes - before
        if made.returncode:
            return Round(seconds, meanwhile, [f"backup: {made.stdout}{made.stderr}"])
        (file,) = Path(scratch).glob("backups/*.fieldwise")
        return Round(seconds, meanwhile, _restored_otherwise(file, Path(scratch) / "other", earlier))


def _more(crowd: Crowd, count: int) -> Any:
    before = crowd.acknowledged.writes
    return lambda: crowd.acknowledged.writes > before + count


def _restored_otherwise(file: Path, data: Path, earlier: set[str]) -> list[str]:
    """What is not in the new installation as it was in the old one."""
    data_folder.make(data)
    for command in (["restore", str(file)], ["ledger", "verify"]):
        done = subprocess.run(
            [*FIELDWISE, *command],
            env=environment(data),
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            return [f"{command[0]}: {done.stdout}{done.stderr}"[-1_000:]]
    with sqlite3.connect(data / "fieldwise.sqlite3") as database:
        seal = database.execute("SELECT number, hash FROM ledger_seal ORDER BY number DESC").fetchone()
        rows = {row[0] for row in database.execute("SELECT id FROM learning_enrollment")}
    faults = [f"enrollment {each} is missing" for each in earlier if each.replace("-", "") not in rows]
    if seal != _newest_seal(file) or not _was_sealed(*seal):
        faults.append(f"the newest seal is {seal}, in the backup {_newest_seal(file)}")
    return faults


def _newest_seal(file: Path) -> tuple[int, str]:
    with zipfile.ZipFile(file) as archive:
        told = json.loads(archive.read("manifest.json"))["newest_seal"]
    return told["number"], told["hash"]


def _was_sealed(number: int, digest: str) -> bool:
    """Whether the old installation has this seal too."""
    from fieldwise.apps.ledger.models import Seal

    return Seal.objects.filter(number=number, hash=digest).exists()


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(not drill(sys.argv[1], int(sys.argv[2])))
