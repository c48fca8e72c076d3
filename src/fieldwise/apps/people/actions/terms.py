"""To change a number from a day on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fieldwise.apps.ledger.actions import record
from fieldwise.apps.ledger.queries import content
from fieldwise.apps.people.models import Agency, TermChange
from fieldwise.apps.people.queries import vouching
from fieldwise.rulebook.reasons import Reason
from fieldwise.rulebook.terms import term_refusal


class TermRefused(Exception):
    """The term cannot have this value, and nothing is stored; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


def set_term(
    *,
    agency: Agency,
    family: str,
    name: str,
    value: Any,
    from_on: date,
    source: str,
    by: UUID | None,
    at: datetime,
) -> None:
    """Change a number from a day on; earlier days keep the earlier number. Raises TermRefused."""
    if reason := term_refusal(family, name, value):
        raise TermRefused(reason)
    with transaction.atomic():
        change = TermChange.objects.create(
            agency=agency,
            family=family,
            name=name,
            value=value,
            from_on=from_on,
            source=source[:300],
            recorded_at=at,
        )
        record(
            agency=agency.id,
            by=by,
            at=at,
            deed="set_term",
            subject=change.id,
            summary=f"{family}.{name} is {value} from {from_on}: {source}",
            after=content(change, vouching.TERM_CHANGE),
        )
