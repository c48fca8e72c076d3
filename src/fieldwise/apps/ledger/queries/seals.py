"""The links of the chain, and what waits for one."""

from typing import Any

from fieldwise.apps.ledger.models import (
    Seal,
    Unsealed,
)


def seals_after(number: int) -> list[dict[str, Any]]:
    """Seals with a higher number, oldest first, as they are written outside."""
    return [_noted(seal) for seal in Seal.objects.filter(number__gt=number).order_by("number")]


def _noted(seal: Seal) -> dict[str, Any]:
    return {"number": seal.number, "at": seal.at.isoformat(), "hash": seal.hash}


def newest_seal() -> Seal | None:
    """The last link of the chain."""
    return Seal.objects.order_by("-number").first()


def entries_wait() -> bool:
    """Whether an entry is not sealed yet."""
    return Unsealed.objects.exists()


def seal_hash(number: int) -> str | None:
    """The hash of one seal."""
    return Seal.objects.filter(number=number).values_list("hash", flat=True).first()
