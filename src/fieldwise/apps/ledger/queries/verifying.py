"""Is everything still as it was written down?"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Model

from fieldwise.apps.ledger.models import (
    Entry,
    Seal,
    SealMember,
    Unsealed,
)
from fieldwise.apps.ledger.queries.seals import _noted
from fieldwise.methods.digest import digest, link
from fieldwise.methods.tick_list import TickList


@dataclass
class Verification:
    """What `ledger verify` found: counts, and a sentence for each thing that is not as it was written down."""

    sealed: int = 0
    seals: int = 0
    unsealed: int = 0
    vouched: int = 0
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A row as it is now: the subject of its entries, the digest of what it says, and what people call it."""

    subject: str
    digest: str
    name: str


@dataclass(frozen=True)
class Vouched:
    """A kind of rows: the `after` of the newest entry of these deeds is the digest of its subject's row.

    A deed of `endings` says that the row is gone.
    """

    what: str
    deeds: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    endings: tuple[str, ...] = ()


def entry_digest(entry: Entry) -> str:
    """SHA-256 over everything that an entry says."""
    names = ("id", "agency_id", "by", "at", "deed", "subject", "summary", "before", "after")
    return digest({name: getattr(entry, name) for name in names})


def verification(outside: Path, vouched: Collection[Vouched] = ()) -> Verification:
    """The whole chain recomputed and compared with the seals written to `outside`, and rows with their entries."""
    found = Verification()
    noted = {told["number"]: told for told in _seals_outside(outside, found)}
    previous, last = "", 0
    for seal in Seal.objects.order_by("number").iterator():
        last += 1
        if seal.number != last:
            found.findings.append(f"Seal {last} is missing: the next one found is {seal.number}.")
            last = seal.number
        _check_seal(seal, previous, found)
        if noted.pop(seal.number, _noted(seal)) != _noted(seal):
            found.findings.append(f"Seal {seal.number} differs from the one written outside the database.")
        previous = seal.hash
        found.seals += 1
    found.findings += [f"Seal {number} was written outside but is not in the database." for number in noted]
    found.findings += _astray()
    found.unsealed = Entry.objects.exclude(id__in=SealMember.objects.values("entry_id")).count()
    found.findings += _rows_unlike_their_entries(vouched, found)
    return found


def _check_seal(seal: Seal, previous: str, found: Verification) -> None:
    rows = list(seal.members.order_by("position").values_list("position", "entry_id", "digest"))
    members = [(entry_id, sealed_digest) for _, entry_id, sealed_digest in rows]
    if seal.previous != previous:
        found.findings.append(f"Seal {seal.number} does not follow from the seal before it.")
    in_place = [position for position, *_ in rows] == list(range(len(rows)))
    if not in_place or link(seal.previous, seal.number, seal.at, members) != seal.hash:
        found.findings.append(f"Seal {seal.number} or its list of entries was changed.")
    entries = Entry.objects.in_bulk([entry_id for entry_id, _ in members])
    for entry_id, sealed_digest in members:
        found.sealed += 1
        if entry_id not in entries:
            found.findings.append(f"Entry {entry_id}, sealed in {seal.number}, was deleted.")
        elif entry_digest(entries[entry_id]) != sealed_digest:
            found.findings.append(f"Entry {entry_id}, sealed in {seal.number}, was changed.")


def _rows_unlike_their_entries(vouched: Collection[Vouched], found: Verification) -> list[str]:
    """What three looks agree on: between the reading of entries and of rows, somebody may have done a deed."""
    unlike = _look(vouched, found)
    for _ in range(2):
        if unlike:
            still = set(_look(vouched, found))
            unlike = [sentence for sentence in unlike if sentence in still]
    return unlike


def _look(vouched: Collection[Vouched], found: Verification) -> list[str]:
    unlike: list[str] = []
    found.vouched = 0
    with TickList() as told:
        _write_down(vouched, told)
        for kind in vouched:
            for row in kind.rows():
                found.vouched += 1
                digest_told = told.tick(f"{kind.what} {row.subject}")
                if digest_told is None:
                    unlike.append(f"{kind.what} {row.subject} ({row.name}) stands in no entry.")
                elif digest_told != row.digest:
                    unlike.append(f"{kind.what} {row.subject} ({row.name}) is not as its newest entry says.")
        unlike += [f"{subject} is gone, and no entry says why." for subject, _ in told.unticked()]
    return unlike


def _write_down(vouched: Collection[Vouched], told: TickList) -> None:
    """The newest entry about each row, one after another through the whole ledger."""
    kinds = {deed: kind.what for kind in vouched for deed in (*kind.deeds, *kind.endings)}
    endings = {deed for kind in vouched for deed in kind.endings}
    entries = Entry.objects.filter(deed__in=kinds).order_by("id").values_list("deed", "subject", "after")
    for deed, subject, after in entries.iterator():
        if deed in endings:
            told.remove(f"{kinds[deed]} {subject}")
        else:
            told.put(f"{kinds[deed]} {subject}", after)


def content(row: Model, names: Collection[str]) -> dict[str, Any]:
    """What a row says under these names; actions give it to the ledger, and verification asks for it again."""
    return {name: getattr(row, name) for name in names}


def _astray() -> Iterator[str]:
    """Entries that no seal will ever hold, and members that belong to none."""
    sealed, waiting = SealMember.objects.values("entry_id"), Unsealed.objects.values("entry_id")
    entries = Entry.objects.exclude(id__in=sealed).exclude(id__in=waiting).order_by("id")
    for entry_id in entries.values_list("id", flat=True):
        yield f"Entry {entry_id} is neither sealed nor waits for a seal."
    members = SealMember.objects.exclude(seal_id__in=Seal.objects.values("number")).order_by("id")
    for seal_id, entry_id in members.values_list("seal_id", "entry_id"):
        yield f"Entry {entry_id} is listed in seal {seal_id}, which is missing."


def _seals_outside(outside: Path, found: Verification) -> Iterator[dict[str, Any]]:
    """The whole lines of the file, of which each speaks of the seal of its number."""
    lines = outside.read_text(errors="replace").split("\n")[:-1] if outside.exists() else []
    for number, line in enumerate(lines, start=1):
        try:
            told = json.loads(line)
        except ValueError:
            told = None
        if isinstance(told, dict) and told.get("number") == number:
            yield told
        else:
            found.findings.append(f"Line {number} of {outside.name} does not speak of seal {number}.")
