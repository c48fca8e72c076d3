"""Questions to the ledger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from fieldwise.apps.ledger.models import (
    Entry,
    Heartbeat,
    Installation,
    Letter,
    Recurring,
    Seal,
    SealMember,
    StoredFile,
    Unsealed,
)
from fieldwise.methods.digest import digest, link


@dataclass
class Verification:
    """What `ledger verify` found: counts, and a sentence for each thing that is not as it was sealed."""

    sealed: int = 0
    seals: int = 0
    unsealed: int = 0
    findings: list[str] = field(default_factory=list)


def entry_digest(entry: Entry) -> str:
    """SHA-256 over everything that an entry says."""
    names = ("id", "agency_id", "by", "at", "deed", "subject", "summary", "before", "after")
    return digest({name: getattr(entry, name) for name in names})


def verification(outside: Path) -> Verification:
    """The whole chain recomputed, and compared with the seals written to `outside`."""
    found = Verification()
    noted = dict(_seals_outside(outside))
    previous, last = "", 0
    for seal in Seal.objects.order_by("number").iterator():
        last += 1
        if seal.number != last:
            found.findings.append(f"Seal {last} is missing: the next one found is {seal.number}.")
            last = seal.number
        _check_seal(seal, previous, found)
        if noted.pop(seal.number, seal.hash) != seal.hash:
            found.findings.append(f"Seal {seal.number} differs from the one written outside the database.")
        previous = seal.hash
        found.seals += 1
    found.findings += [f"Seal {number} was written outside but is not in the database." for number in noted]
    found.unsealed = Entry.objects.exclude(id__in=SealMember.objects.values("entry_id")).count()
    return found


def _check_seal(seal: Seal, previous: str, found: Verification) -> None:
    members = list(seal.members.order_by("position").values_list("entry_id", "digest"))
    if seal.previous != previous:
        found.findings.append(f"Seal {seal.number} does not follow from the seal before it.")
    if link(seal.previous, seal.number, seal.at, members) != seal.hash:
        found.findings.append(f"Seal {seal.number} or its list of entries was changed.")
    entries = Entry.objects.in_bulk([entry_id for entry_id, _ in members])
    for entry_id, sealed_digest in members:
        found.sealed += 1
        if entry_id not in entries:
            found.findings.append(f"Entry {entry_id}, sealed in {seal.number}, was deleted.")
        elif entry_digest(entries[entry_id]) != sealed_digest:
            found.findings.append(f"Entry {entry_id}, sealed in {seal.number}, was changed.")


def _seals_outside(outside: Path) -> Iterator[tuple[int, str]]:
    if outside.exists():
        text = outside.read_text()
        for line in text[: text.rfind("\n") + 1].splitlines():
            seal = json.loads(line)
            yield seal["number"], seal["hash"]


def seals_after(number: int) -> list[dict[str, Any]]:
    """Seals with a higher number, oldest first, as they are written outside."""
    seals = Seal.objects.filter(number__gt=number).order_by("number")
    return [{"number": seal.number, "at": seal.at.isoformat(), "hash": seal.hash} for seal in seals]


def newest_seal() -> Seal | None:
    """The last link of the chain."""
    return Seal.objects.order_by("-number").first()


def letter(letter_id: str) -> Letter | None:
    """One letter."""
    return Letter.objects.filter(id=letter_id).first()


def newest_letters(agency_id: UUID, limit: int) -> list[Letter]:
    """The letters of an agency that were written last."""
    return list(Letter.objects.filter(agency_id=agency_id).order_by("-written_at")[:limit])


def stored_file_path(file: StoredFile) -> Path:
    """Where the file lies."""
    return Path(settings.ENV.media_folder) / file.path


def stored_file(file_id: UUID) -> StoredFile:
    """One stored file."""
    return StoredFile.objects.get(id=file_id)


def recurring_due(at: datetime) -> list[Recurring]:
    """Periodic work whose time has come."""
    return list(Recurring.objects.filter(next_at__lte=at))


def tasks_are_ready() -> bool:
    """Whether a task could be run now; a plain read, so that an idle worker locks nothing."""
    return DBTaskResult.objects.ready().exists()


def entries_wait() -> bool:
    """Whether an entry is not sealed yet."""
    return Unsealed.objects.exists()


def is_alive(name: str, at: datetime, within: timedelta) -> bool:
    """Whether a process said so lately."""
    return Heartbeat.objects.filter(name=name, at__gte=at - within).exists()


def demonstration_id() -> UUID | None:
    """The id of the demonstration that this database was made for, if it was."""
    return Installation.objects.values_list("demonstration_id", flat=True).first()
