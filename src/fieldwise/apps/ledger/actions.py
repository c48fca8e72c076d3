"""Deeds of the ledger itself: to record, announce, seal, write letters, store files."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from fieldwise.apps.ledger import queries
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

DELETED_TOGETHER = 1000
MOST_DELETED = 500_000


def record(
    *,
    agency: UUID | None,
    by: UUID | None,
    at: datetime,
    deed: str,
    subject: UUID | str,
    summary: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Write down one deed, in the transaction of the deed. `before` and `after` are only digested."""
    entry = Entry.objects.create(
        agency_id=agency,
        by=by,
        at=at,
        deed=deed,
        subject=str(subject),
        summary=summary[:300],
        before=digest(before) if before is not None else "",
        after=digest(after) if after is not None else "",
    )
    Unsealed.objects.create(entry=entry)
    return entry


@task()
def hand_over(topic: str, key: str) -> None:
    """Give an announcement to whoever the shell's wiring names for its topic."""
    import_string(settings.ANNOUNCEMENTS)[topic](key)


def announce(topic: str, key: str, not_before: datetime | None = None) -> None:
    """Say what happened to whoever cares, once this transaction has committed."""
    hand_over.using(run_after=not_before).enqueue(topic, key)


def seal_entries(*, at: datetime, batch: int = 1000) -> Seal | None:
    """Seal the entries that wait, at most `batch` of them; None when there are none."""
    with transaction.atomic():
        waiting = list(Unsealed.objects.select_related("entry").order_by("entry_id")[:batch])
        if not waiting:
            return None
        newest = queries.newest_seal()
        number, previous = (newest.number + 1, newest.hash) if newest else (1, "")
        members = [(row.entry.id, queries.entry_digest(row.entry)) for row in waiting]
        hash_ = link(previous, number, at, members)
        seal = Seal.objects.create(number=number, at=at, previous=previous, hash=hash_)
        SealMember.objects.bulk_create(
            SealMember(seal=seal, position=position, entry_id=entry_id, digest=entry_digest)
            for position, (entry_id, entry_digest) in enumerate(members)
        )
        Unsealed.objects.filter(entry_id__in=[entry_id for entry_id, _ in members]).delete()
    return seal


class Addressee(Protocol):
    """Somebody who can get a letter."""

    id: UUID
    agency_id: UUID
    email: str


def write_letter(
    *, to: Addressee, topic: str, period: str, subject: str, body: str, at: datetime, reply_to: str = ""
) -> Letter:
    """Write to a person, at most once per topic and period; the letter leaves after the commit."""
    text = {"reply_to": reply_to, "subject": subject, "body": body, "written_at": at}
    once = {"person_id": to.id, "topic": topic, "period": period}
    return _post(once, {"agency_id": to.agency_id, "to": to.email, **text})


def write_letter_to_address(
    *,
    agency: UUID | None,
    to: str,
    topic: str,
    period: str,
    subject: str,
    body: str,
    at: datetime,
    by: UUID | None = None,
    reply_to: str = "",
) -> Letter:
    """Write to an address that is nobody's in particular, such as a help desk's; `by` is who asks there."""
    text = {
        "agency_id": agency,
        "reply_to": reply_to,
        "subject": subject,
        "body": body,
        "written_at": at,
        "by": by,
    }
    return _post({"person_id": None, "to": to, "topic": topic, "period": period}, text)


def _post(once: dict[str, Any], text: dict[str, Any]) -> Letter:
    with transaction.atomic():
        letter, is_new = Letter.objects.get_or_create(**once, defaults=text)
        if is_new:
            announce("letter", str(letter.id))
    return letter


def delete_due(
    *, rows: QuerySet[Any], agency: UUID, deed: str, what: str, at: datetime, subject: UUID | None = None
) -> int:
    """Delete rows that have fallen due, few in a transaction so that no writer waits; answers how many.

    One entry says how many there were. Who is killed on the way begins again, and notes how many were left.
    """
    keys = list(rows.values_list("pk", flat=True)[:MOST_DELETED])
    for start in range(0, len(keys), DELETED_TOGETHER):
        with transaction.atomic():
            if start == 0:
                summary = f"{len(keys):,} {what}"
                record(agency=agency, by=None, at=at, deed=deed, subject=subject or agency, summary=summary)
            rows.model._default_manager.filter(pk__in=keys[start : start + DELETED_TOGETHER]).delete()
    return len(keys)


def delete_letters(*, agency: UUID, before: datetime, at: datetime) -> int:
    """Delete the letters that were written before a moment, sent or not; answers how many."""
    rows = queries.letters_before(agency, before)
    what = f"letters written before {before:%Y-%m-%d}"
    return delete_due(rows=rows, agency=agency, deed="delete_letters", what=what, at=at)


def forget_file(*, file_id: UUID) -> None:
    """Delete a stored file that nobody refers to, in the transaction of the caller; a course's file stays."""
    stored = queries.stored_file(file_id)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return
    default_storage.delete(stored.path)  # before the commit: bytes without a row would never be found again


def announce_untried_letters(*, written_after: datetime) -> int:
    """Announce letters that nobody has tried to send, as those written before a mail server was named.

    Sign-in links are left out: they are too old by then.
    """
    untried = Letter.objects.filter(sent_at=None, attempts=0, written_at__gte=written_after)
    keys = list(untried.exclude(topic__startswith="sign-in").values_list("id", flat=True))
    for key in keys:
        announce("letter", str(key))
    return len(keys)


def mark_letter_sent(*, letter: Letter, at: datetime) -> None:
    """Note that the mail server took the letter."""
    Letter.objects.filter(id=letter.id).update(sent_at=at)


def retry_letter(*, letter: Letter, at: datetime) -> None:
    """Try again later: after 1, 2, 4 … minutes, for about a day."""
    letter.attempts += 1
    with transaction.atomic():
        Letter.objects.filter(id=letter.id).update(attempts=letter.attempts)
        if letter.attempts <= queries.LETTER_TRIES:
            announce("letter", str(letter.id), at + timedelta(minutes=2 ** (letter.attempts - 1)))


def store_file(*, source: Path, extension: str, at: datetime) -> StoredFile:
    """Keep a copy of a file in the storage, under the name of its content; twice is once."""
    with source.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stored = queries.stored_file_with(sha256) or StoredFile(
            sha256=sha256, extension=extension, size_bytes=source.stat().st_size, stored_at=at
        )
        default_storage.save(stored.path, File(stream))
    return StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"extension": stored.extension, "size_bytes": stored.size_bytes, "stored_at": at},
    )[0]


def plan_recurring(
    *, topic: str, first_at: datetime, every: timedelta | None = None, daily_in: str | None = None
) -> None:
    """Plan periodic work: each `every`, or daily at the local time of `first_at` in the zone `daily_in`.

    What follows a space in `topic` follows the planned moment in the key of each announcement.
    """
    Recurring.objects.get_or_create(
        topic=topic,
        defaults={
            "next_at": first_at,
            "every_seconds": int(every.total_seconds()) if every else None,
            "local_time": first_at.astimezone(ZoneInfo(daily_in)).time() if daily_in else None,
            "zone": daily_in or "UTC",
        },
    )


def begin_recurring(*, at: datetime) -> int:
    """Announce the periodic work that is due and set its next time; returns how many."""
    due = queries.recurring_due(at)
    for work in due:
        with transaction.atomic():
            moved = Recurring.objects.filter(topic=work.topic, next_at=work.next_at).update(
                next_at=_next_time(work, at)
            )
            if moved:
                topic, _, about = work.topic.partition(" ")
                announce(topic, f"{work.next_at.isoformat()} {about}".strip())
    return len(due)


def _next_time(work: Recurring, at: datetime) -> datetime:
    if work.every_seconds:
        return at + timedelta(seconds=work.every_seconds)
    zone = ZoneInfo(work.zone)
    today = at.astimezone(zone).date()
    assert work.local_time is not None
    times = (datetime.combine(today + timedelta(days=days), work.local_time, zone) for days in (0, 1))
    return next(time.astimezone(UTC) for time in times if time.astimezone(UTC) > at)


def reclaim_tasks(*, started_before: datetime) -> int:
    """Put tasks whose worker died back in the queue; returns how many."""
    return DBTaskResult.objects.filter(status="RUNNING", started_at__lt=started_before).update(
        status="READY", started_at=None
    )


def retry_failed_tasks(*, at: datetime, tries: int = queries.TASK_TRIES) -> int:
    """Put tasks that failed back in the queue, for 1, 2, 4 … minutes later; after `tries` they stay failed."""
    failed = [row for row in DBTaskResult.objects.failed() if len(row.worker_ids) < tries]
    for row in failed:
        wait = timedelta(minutes=2 ** (len(row.worker_ids) - 1))
        DBTaskResult.objects.filter(id=row.id, status="FAILED").update(
            status="READY", run_after=at + wait, started_at=None, finished_at=None
        )
    return len(failed)


def beat(*, name: str, at: datetime) -> None:
    """Say that a process is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def mark_demonstration(*, demonstration_id: UUID) -> None:
    """Note in the database which demonstration it was made for."""
    Installation.objects.update_or_create(id=1, defaults={"demonstration_id": demonstration_id})
