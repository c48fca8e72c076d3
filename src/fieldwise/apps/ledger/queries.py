"""Questions to the ledger."""

import json
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Case, F, Model, QuerySet, TextField, Value, When
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
from fieldwise.methods.tick_list import TickList

# A letter is tried again so often, and a task is begun so often, before it waits for somebody to look.
LETTER_TRIES, TASK_TRIES = 10, 5


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


def seals_after(number: int) -> list[dict[str, Any]]:
    """Seals with a higher number, oldest first, as they are written outside."""
    return [_noted(seal) for seal in Seal.objects.filter(number__gt=number).order_by("number")]


def _noted(seal: Seal) -> dict[str, Any]:
    return {"number": seal.number, "at": seal.at.isoformat(), "hash": seal.hash}


def newest_seal() -> Seal | None:
    """The last link of the chain."""
    return Seal.objects.order_by("-number").first()


def letter(letter_id: str) -> Letter | None:
    """One letter."""
    return Letter.objects.filter(id=letter_id).first()


def newest_letters(agency_id: UUID, limit: int) -> list[Letter]:
    """The letters of an agency that were written last."""
    return list(Letter.objects.filter(agency_id=agency_id).order_by("-written_at")[:limit])


def personal_data(person_id: UUID) -> dict[str, QuerySet[Any, Any]]:
    """Letters to and from a person, and her deeds; without what letters about signing in say, for they hold links."""
    said = Case(When(topic__startswith="sign-in", then=Value("", TextField())), default=F("body"))
    letters = Letter.objects.annotate(text=said).order_by("written_at")
    names = ("topic", "to", "subject", "text", "written_at", "sent_at")
    return {
        "letters_to_you": letters.filter(person_id=person_id).values(*names),
        "letters_from_you": letters.filter(by=person_id).values(*names),
        "deeds": Entry.objects.filter(by=person_id).order_by("id").values("deed", "at"),
    }


def letters_before(agency_id: UUID, before: datetime) -> QuerySet[Letter]:
    """The letters of an agency that were written before a moment."""
    return Letter.objects.filter(agency_id=agency_id, written_at__lt=before)


def next_letter_at(agency_id: UUID, since: datetime) -> datetime | None:
    """When the oldest letter of an agency since a moment was written."""
    letters = Letter.objects.filter(agency_id=agency_id, written_at__gte=since)
    return letters.order_by("written_at").values_list("written_at", flat=True).first()


def stored_file(file_id: UUID) -> StoredFile:
    """One stored file."""
    return StoredFile.objects.get(id=file_id)


def stored_file_with(sha256: str) -> StoredFile | None:
    """The stored file with this content."""
    return StoredFile.objects.filter(sha256=sha256).first()


def open_stored_file(file: StoredFile) -> File[Any]:
    """The file, to read bytes from; raises FileNotFoundError, and OSError when the storage does not answer."""
    return default_storage.open(file.path)


def stored_file_address(file: StoredFile) -> str | None:
    """Where a browser may fetch the file for a while, when it does not lie on this machine."""
    return None if _path_here(file) else default_storage.url(file.path)


@contextmanager
def stored_file_on_disk(file: StoredFile) -> Iterator[Path]:
    """A path to read the file at, for as long as the context lasts; raises as `open_stored_file` does."""
    if path := _path_here(file):
        yield path
        return
    with open_stored_file(file) as stream, NamedTemporaryFile(suffix=file.extension) as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        yield Path(copy.name)


def _path_here(file: StoredFile) -> Path | None:
    try:
        return Path(default_storage.path(file.path))
    except NotImplementedError:  # what Django says of files that do not lie on this machine
        return None


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


def last_beat(name: str) -> datetime | None:
    """When a process, or a piece of work such as "backup", last said that all is well."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def seal_hash(number: int) -> str | None:
    """The hash of one seal."""
    return Seal.objects.filter(number=number).values_list("hash", flat=True).first()


def letters_not_sent(written_before: datetime) -> int:
    """How many letters have waited since before a moment."""
    return Letter.objects.filter(sent_at=None, written_at__lt=written_before).count()


def letters_given_up() -> int:
    """How many letters are not tried any more."""
    return Letter.objects.filter(sent_at=None, attempts__gt=LETTER_TRIES).count()


def tasks_given_up() -> int:
    """How many tasks failed so often that they are not tried any more."""
    return sum(len(row.worker_ids) >= TASK_TRIES for row in DBTaskResult.objects.failed().only("worker_ids"))


def newest_files(limit: int) -> list[StoredFile]:
    """The files that were stored last."""
    return list(StoredFile.objects.order_by("-stored_at")[:limit])


def demonstration_id() -> UUID | None:
    """The id of the demonstration that this database was made for, if it was."""
    return Installation.objects.values_list("demonstration_id", flat=True).first()
