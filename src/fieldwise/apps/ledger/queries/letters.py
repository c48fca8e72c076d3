"""Letters, and what the ledger holds about a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, TextField, Value, When

from fieldwise.apps.ledger.models import (
    Entry,
    Letter,
)

# A letter is tried again so often before it waits for somebody to look.
LETTER_TRIES = 10


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


def letters_not_sent(written_before: datetime) -> int:
    """How many letters have waited since before a moment."""
    return Letter.objects.filter(sent_at=None, written_at__lt=written_before).count()


def letters_given_up() -> int:
    """How many letters are not tried any more."""
    return Letter.objects.filter(sent_at=None, attempts__gt=LETTER_TRIES).count()
