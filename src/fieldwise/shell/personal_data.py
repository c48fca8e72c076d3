"""Everything that is kept about one person, from every slice."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from fieldwise.apps.learning import queries as learning
from fieldwise.apps.ledger import queries as ledger
from fieldwise.apps.people import queries as people
from fieldwise.rulebook.retention import Kept, RetentionTerms

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from fieldwise.apps.people.models import Person

FOR_GOOD = "Kept for good: the ledger says what happened, and forgets nothing."
AS_ISSUED = "Kept as issued: anybody may still verify them."

# the group: what the page calls it, how long it is kept, and what else there is to say
GROUPS: dict[str, tuple[str, Kept | None, str]] = {
    "person": ("Your name, IDs and work e-mail", Kept.LEAVERS, ""),
    "earlier_employee_ids": ("Earlier employee IDs", Kept.LEAVERS, ""),
    "service": (
        "Your service: titles, units, supervisors",
        None,
        "Kept for good, without your name once that is erased.",
    ),
    "standing": ("Notes on good standing", Kept.LEAVERS, ""),
    "capabilities": ("What you may do", None, "Kept for good, without your name once that is erased."),
    "ways_to_sign_in": ("Passkeys and other ways to sign in", Kept.LEAVERS, "You can remove them yourself."),
    "agency_accounts": ("Accounts of your agency that sign you in", Kept.LEAVERS, ""),
    "enrollments": ("Courses you enrolled in", Kept.LEAVERS, "Completed ones are kept, without your name."),
    "certificates": ("Certificates", None, AS_ISSUED),
    "videos": ("Videos you opened, and what you played", Kept.LEAVERS, ""),
    "played_reports": ("Played seconds as your player sent them", Kept.REPORTS, ""),
    "times_a_video_was_opened": ("Times you opened a video", Kept.REPORTS, ""),
    "letters_to_you": ("Letters to you", Kept.LETTERS, ""),
    "letters_from_you": ("What you wrote to the help desk", Kept.LETTERS, ""),
    "deeds": ("What you did, in the ledger", None, FOR_GOOD),
}


def personal_data(person_id: UUID) -> dict[str, QuerySet[Any, Any]]:
    """Every group of rows; nothing is asked of the database yet."""
    return {
        **people.personal_data(person_id),
        **learning.personal_data(person_id),
        **ledger.personal_data(person_id),
    }


def counted(person: Person, terms: RetentionTerms) -> tuple[list[dict[str, str]], list[str]]:
    """Each group that holds something, with how many rows and how long; and what the empty groups are called."""
    facts, empty = [], []
    for group, rows in personal_data(person.id).items():
        label, kept, more = GROUPS[group]
        if count := rows.count():
            note = " ".join(filter(None, (kept.sentence(terms) if kept else "", more)))
            facts.append({"label": label, "value": f"{count:,}", "note": note})
        else:
            empty.append(label)
    return facts, empty


def as_json(person: Person, at: datetime) -> str:
    """Everything as one JSON document; days and moments in ISO 8601, moments in UTC."""
    groups = {group: list(rows) for group, rows in personal_data(person.id).items()}
    return json.dumps({"as_of": at, **groups}, default=_plain, ensure_ascii=False, indent=2)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
