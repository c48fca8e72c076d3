"""What is done in the background: the worker, letters, tasks, backups, seals."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fieldwise.shell.doctor.findings import Finding, missing, ok, weak

ALIVE_WITHIN = timedelta(seconds=60)
LETTERS_LEAVE_WITHIN = timedelta(minutes=15)
BACKUP_EVERY = timedelta(hours=26)  # nightly, and a night may be long
LONGEST_LINE_BYTES = 4096


@dataclass(frozen=True)
class WorkFacts:
    """What the ledger knows of the work at a moment. A seal is its number and its hash; 0 and "" are none."""

    at: datetime
    is_served: bool
    worker_at: datetime | None
    backup_at: datetime | None
    letters_waiting: int
    letters_given_up: int
    tasks_given_up: int
    outside: tuple[int, str]
    inside: tuple[int, str]
    inside_newest: int


def gather(seals_file: Path, is_served: bool, at: datetime) -> WorkFacts:
    """The facts from the database, which answers."""
    from fieldwise.apps.ledger import queries

    outside = newest_noted(seals_file)  # before the database is asked, which may seal on meanwhile
    newest = queries.newest_seal()
    return WorkFacts(
        at=at,
        is_served=is_served,
        worker_at=queries.last_beat("worker"),
        backup_at=queries.last_beat("backup"),
        letters_waiting=queries.letters_not_sent(at - LETTERS_LEAVE_WITHIN),
        letters_given_up=queries.letters_given_up(),
        tasks_given_up=queries.tasks_given_up(),
        outside=outside,
        inside=(outside[0], queries.seal_hash(outside[0]) or ""),
        inside_newest=newest.number if newest else 0,
    )


def newest_noted(seals_file: Path) -> tuple[int, str]:
    """The last whole line of the file outside; (0, "") without one, and (-1, "") when it cannot be read."""
    try:
        with seals_file.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_LINE_BYTES))
            lines = file.read().rpartition(b"\n")[0].splitlines()
        if not lines:
            return 0, ""
        seal = json.loads(lines[-1])
        return int(seal["number"]), str(seal["hash"])
    except FileNotFoundError:
        return 0, ""
    except (OSError, ValueError, KeyError, TypeError):
        return -1, ""


def judge(facts: WorkFacts) -> list[Finding]:
    """Every check of the work."""
    return [_worker(facts), _letters(facts), _tasks(facts), _backup(facts), _seals(facts)]


def _worker(facts: WorkFacts) -> Finding:
    if facts.worker_at and facts.at - facts.worker_at <= ALIVE_WITHIN:
        return ok("worker", "It is alive.")
    since = f"since {facts.worker_at:%Y-%m-%d %H:%M} UTC" if facts.worker_at else "yet"
    sentence = f"It has given no sign of life {since}."
    if facts.is_served:
        return missing("worker", sentence, "Read what `fieldwise serve` says, and start it again.")
    return weak("worker", sentence, "Start `fieldwise serve`.")


def _letters(facts: WorkFacts) -> Finding:
    if facts.letters_given_up:
        sentence = f"{facts.letters_given_up} were refused so often that they are not tried any more."
        return missing("letters", sentence, "Mend the mail server or the addresses in the roster.")
    if facts.letters_waiting:
        sentence = f"{facts.letters_waiting} have waited for more than 15 minutes."
        return weak("letters", sentence, "See the lines worker and mail.")
    return ok("letters", "None waits.")


def _tasks(facts: WorkFacts) -> Finding:
    if not facts.tasks_given_up:
        return ok("tasks", "None is given up.")
    sentence = f"{facts.tasks_given_up} failed so often that they are not tried any more."
    return weak("tasks", sentence, "Read what `fieldwise serve` said of them, and report it.")


def _backup(facts: WorkFacts) -> Finding:
    mend = "Let `fieldwise backup` run every night: docs/operate/backup.md."
    if facts.backup_at is None:
        return missing("backup", "There has been none.", mend)
    hours = (facts.at - facts.backup_at) / timedelta(hours=1)
    sentence = f"The newest is {hours:.0f} hours old."
    return (
        ok("backup", sentence)
        if facts.at - facts.backup_at <= BACKUP_EVERY
        else weak("backup", sentence, mend)
    )


def _seals(facts: WorkFacts) -> Finding:
    number, _ = facts.outside
    if number < 0:
        return missing(
            "seals", "The last line of seals.jsonl is damaged.", "Restore it from the newest backup."
        )
    if facts.inside_newest < number:
        sentence = f"The ledger ends at seal {facts.inside_newest}, and seal {number} was written outside."
        return missing("seals", sentence, "The database is cut or old: run `fieldwise ledger verify`.")
    if facts.outside != facts.inside and number:
        sentence = f"Seal {number} differs from the one written outside."
        return missing("seals", sentence, "Something was changed: run `fieldwise ledger verify`.")
    if facts.inside_newest > number and not facts.is_served:
        sentence = f"Seals {number + 1} to {facts.inside_newest} are not written outside yet."
        return weak("seals", sentence, "Run `fieldwise ledger seal`, or start `fieldwise serve`.")
    return ok("seals", f"Seal {number} is the same outside. `fieldwise ledger verify` checks all of them.")
