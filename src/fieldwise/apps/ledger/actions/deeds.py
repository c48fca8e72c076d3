"""To record a deed, and to seal what was recorded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fieldwise.apps.ledger import queries
from fieldwise.apps.ledger.models import (
    Entry,
    Seal,
    SealMember,
    Unsealed,
)
from fieldwise.methods.digest import digest, link


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
