"""Digests of plain values, and a chain of them in which every change shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> bytes:
    """One spelling for equal values: JSON with sorted keys and no spaces, in UTF-8; NaN is refused."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
    )
    return text.encode()


def digest(value: Mapping[str, Any] | list[Any]) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def link(previous: str, number: int, sealed_at: datetime, members: Iterable[tuple[int, str]]) -> str:
    """The hash of one seal: over the seal before it, its number, its time and its (id, digest) members in order."""
    return digest([previous, number, sealed_at, [list(member) for member in members]])
