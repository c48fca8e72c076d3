"""To write letters, at most one for a topic and a period, and to let them go."""

from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from fieldwise.apps.ledger import queries
from fieldwise.apps.ledger.actions.announcing import announce
from fieldwise.apps.ledger.actions.deleting import delete_due
from fieldwise.apps.ledger.models import (
    Letter,
)


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


def delete_letters(*, agency: UUID, before: datetime, at: datetime) -> int:
    """Delete the letters that were written before a moment, sent or not; answers how many."""
    rows = queries.letters_before(agency, before)
    what = f"letters written before {before:%Y-%m-%d}"
    return delete_due(rows=rows, agency=agency, deed="delete_letters", what=what, at=at)
