"""SIGKILL of the web server, its parts, the worker, or everything, while eight writers write.

A kill counts once the system answers again. Afterwards everything that was acknowledged must be there.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from drill import people
from drill.accounts import discrepancies, lost, undone
from drill.house import DATABASES, House, house, inside
from drill.report import line
from drill.writers import Acknowledged, Crowd
from tests.journeys.running import free_port

SEED = 20261112
PATIENCE_SECONDS = 60.0


def main(rounds: int) -> bool:
    """On SQLite, then on PostgreSQL."""
    held = [inside("kills", database, str(rounds), database=database) for database in DATABASES]
    return all(held)


def drill(database: str, rounds: int) -> bool:
    """Kill, wait for the next answer, go on; then compare."""
    people.prepare()
    at = datetime.now(UTC)
    agency = people.make_agency(at)
    learners = people.sign_in(people.make_people(agency, min(20_000, 100 + 20 * rounds), at))
    course = people.make_course(agency, at)
    with mail_server(), house() as here:
        crowd = Crowd(here.port, course, learners, SEED)
        here.start()
        here.wait_until(lambda: here.health()[0] == 200)
        crowd.start()
        began = time.monotonic()
        waits = kill_again_and_again(here, rounds)
        seconds = time.monotonic() - began
        crowd.stop()
        left = settle(database)
        verified = here.command("ledger", "verify")
        here.stop()
    held = told(database, crowd.acknowledged, seconds, waits)
    return all(
        [
            line(f"{database}, kills", f"{rounds:,} in {seconds:.0f} s"),
            held,
            line(f"{database}, left undone", ", ".join(left) or "nothing", not left),
            line(f"{database}, ledger verify", verified.stdout.strip()[-200:], verified.returncode == 0),
        ]
    )


def told(database: str, kept: Acknowledged, seconds: float, waits: list[float]) -> bool:
    """The figures of what was written, and whether it is all there."""
    missing, wrong = lost(kept), [*discrepancies(), *kept.surprises]
    for each in [*missing, *wrong][:20]:
        print(f"       {each}")
    mean, worst = (statistics.mean(waits), max(waits)) if waits else (0, 0)
    return all(
        [
            line(f"{database}, acknowledged writes lost", f"{len(missing)} of {kept.writes:,}", not missing),
            line(
                f"{database}, writes a second, kills and starts included",
                f"{kept.writes / seconds:.0f}; {kept.broken:,} times a connection broke and a write was repeated",
            ),
            line(
                f"{database}, seconds from a kill to the next answer",
                f"{mean:.2f} in the mean, {worst:.2f} at worst",
            ),
            line(
                f"{database}, surprising answers, stretches, entries, certificates",
                f"{len(wrong)}",
                not wrong,
            ),
        ]
    )


def kill_again_and_again(here: House, rounds: int) -> list[float]:
    """Kill something so many times; answers how long each kill of what answers left nobody answering."""
    chance, waits = random.Random(SEED), []
    targets = [kill_server, kill_server, kill_application, kill_application, kill_worker, kill_everything]
    for number in range(rounds):
        time.sleep(chance.choice((0.0, 0.1, chance.uniform(0, 1), chance.uniform(0, 2))))
        waits += chance.choice(targets)(here, chance)
        if number % 100 == 99:
            print(f"       {number + 1:,} kills", flush=True)
    return waits


def kill_server(here: House, chance: random.Random) -> list[float]:
    """The process that holds the others of the web server."""
    here.kill(_living(here, "web")[0])
    return [_seconds_until_it_answers(here)]


def kill_application(here: House, chance: random.Random) -> list[float]:
    """A process that answers; the others may go on."""
    living = _living(here, "web")
    here.kill(chance.choice(living[1:] or living))
    return [_seconds_until_it_answers(here)]


def kill_worker(here: House, chance: random.Random) -> list[float]:
    """The worker; whoever asks notices nothing."""
    before = _living(here, "work")
    here.kill(*before)
    here.wait_until(lambda: set(here.processes("work")) - set(before))
    return []


def kill_everything(here: House, chance: random.Random) -> list[float]:
    """All at once, the supervisor too, as a power cut does; then a new start."""
    here.kill(*here.processes())
    if here.supervisor:
        here.supervisor.wait()
    here.start()
    _seconds_until_it_answers(here)
    return []


def _living(here: House, word: str) -> list[int]:
    """The living processes of a kind, the first one first; one that was killed may still be on its way back."""
    found: list[int] = []

    def look() -> bool:
        found[:] = sorted(here.processes(word))
        return bool(found)

    here.wait_until(look)
    return found


def _seconds_until_it_answers(here: House) -> float:
    began = time.monotonic()
    time.sleep(0.01)
    here.wait_until(lambda: here.health()[0])
    return time.monotonic() - began


def settle(database: str) -> list[str]:
    """Wait until nothing is left to do; answers what still is."""
    from fieldwise.apps.ledger.actions import reclaim_tasks

    until = time.monotonic() + PATIENCE_SECONDS
    if (
        database == "postgresql"
    ):  # there the worker itself waits ten minutes before it takes a task from another
        reclaim_tasks(started_before=datetime.now(UTC) - timedelta(seconds=5))
    while (left := undone()) and time.monotonic() < until:
        time.sleep(0.2)
    return left


@contextmanager
def mail_server() -> Iterator[None]:
    """Somebody who takes every letter."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink

    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    os.environ["FIELDWISE_SMTP_URL"] = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield
    finally:
        controller.stop()


if __name__ == "__main__":
    sys.exit(not drill(sys.argv[1], int(sys.argv[2])))
