"""To delete what is kept no longer, in pieces that keep nobody waiting."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fieldwise.apps.ledger.actions.deeds import record

DELETED_TOGETHER = 1000


MOST_DELETED = 500_000


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
