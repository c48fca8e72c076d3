"""Seals are also written outside the database, so that a chain cut short shows: in a file, and in a daily letter."""

import fcntl
import json
import os
from datetime import datetime, time
from typing import IO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from fieldwise.apps.ledger import actions, queries
from fieldwise.apps.people import queries as people

LETTER_AT = time(6)
LONGEST_LINE_BYTES = 4096


def seal_and_note(_: str = "") -> None:
    """Seal all that waits, then note every seal that the file outside does not have yet."""
    with settings.ENV.seals_file.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        while actions.seal_entries(at=timezone.now()):
            pass
        if missing := queries.seals_after(_newest_noted(file)):
            file.write("".join(json.dumps(seal) + "\n" for seal in missing).encode())
            file.flush()
            os.fsync(file.fileno())


def _newest_noted(file: IO[bytes]) -> int:
    """The number in the last whole line, 0 without one; half a line, left by a killed process, is cut off."""
    size = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, size - LONGEST_LINE_BYTES))
    end = file.read().rfind(b"\n") + 1
    file.truncate(start + end)
    file.seek(start)
    lines = file.read().splitlines()
    return int(json.loads(lines[-1])["number"]) if lines else 0


def plan_seals_letters(at: datetime) -> None:
    """Plan the daily letter, in the zone of the installation's agency; nothing happens while there is none."""
    agency = people.agency_in_view(None)
    if agency:
        first_at = datetime.combine(people.local_date(agency, at), LETTER_AT, ZoneInfo(agency.zone))
        actions.plan_recurring(topic="seals_letters", first_at=first_at, daily_in=agency.zone)


def write_seals_letters(planned_at: str) -> None:
    """Write the newest seal to the administrators of each agency, once for the day of `planned_at`."""
    seal = queries.newest_seal()
    if seal is None:
        return
    for agency in people.agencies():
        on = people.local_date(agency, datetime.fromisoformat(planned_at))
        for person in people.people_who_may("administer", agency, on):
            actions.write_letter(
                to=person,
                topic="seals",
                period=on.isoformat(),
                subject=f"Seal {seal.number} of the ledger",
                body=_letter(seal.number, seal.at, seal.hash),
                at=timezone.now(),
            )


def _letter(number: int, at: datetime, hash_: str) -> str:
    return (
        f"Seal {number} closed the ledger on {at:%B} {at.day}, {at.year} at {at:%H:%M} UTC. Its hash is\n\n{hash_}\n\n"
        "Keep this letter. It lies outside the database, so nobody can shorten or rewrite the ledger unnoticed: "
        f"as long as `fieldwise ledger verify` finds nothing and the line of seal {number} in the file seals.jsonl "
        "shows this hash, everything up to it is as it was written.\n"
    )
