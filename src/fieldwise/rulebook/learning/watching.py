"""What counts as played: a union of reported stretches whose growth is bounded by the server's clock.

For every lease L of the person that is no newer than the one used, the new seconds accepted under leases
issued at or after L are at most speed bound × (now - L's issue) + grace. Leases under which nothing was
accepted change nothing: the next newer one binds at least as much. Waiting half the length and then
inventing a report equals playing at twice the speed; that is not prevented. Stretches are kept in whole
milliseconds, rounded once from the seconds sent.

Source: Fieldwise contract for played seconds, docs/journeys/watch-to-certificate.md
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import groupby

from fieldwise.methods.spans import Spans, Stretch, gaps, joined, measure, new_measure, union
from fieldwise.rulebook.learning.terms import WatchTerms
from fieldwise.rulebook.reasons import FixedReason

END_TOLERANCE_MS = 1  # players round the length of a video up


class WatchRefusal(FixedReason):
    """Why a reported stretch does not count."""

    UNKNOWN_LEASE = "The lease is not yours, or not for this video. Open the video again to go on."
    EXPIRED_LEASE = "The lease has expired. Open the video again to go on."
    FUTURE_LEASE = "The lease begins in the future, so a clock is wrong. Open the video again to go on."
    BEFORE_START = "The stretch begins before the start of the video."
    PAST_END = "The stretch ends after the end of the video."
    REVERSED = "The stretch ends before it begins."
    EMPTY = "The stretch is empty."
    TOO_LONG = "The stretch is longer than one report may be. Send it in shorter pieces."
    OTHER_BOUNDS = "This id was used before for another stretch. Send the stretch with an id of its own."
    OVER_BOUND = "More was reported than can have been played since the lease began. Send it again later."


@dataclass(frozen=True)
class Segment:
    """One stretch of a video as a player reports it, in content seconds."""

    id: str
    from_seconds: float
    to_seconds: float


@dataclass(frozen=True, order=True)
class Piece:
    """One reported stretch in whole milliseconds, in the order in which pieces are judged."""

    from_ms: int
    to_ms: int
    id: str

    @property
    def stretch(self) -> Stretch:
        return self.from_ms, self.to_ms


@dataclass(frozen=True)
class Lease:
    """A lease of the person, on any video, and the new milliseconds accepted under it so far."""

    issued_at: datetime
    accepted_ms: int


@dataclass(frozen=True)
class Refused:
    """A reported stretch that does not count, and why."""

    id: str
    reason: WatchRefusal


@dataclass(frozen=True)
class Judgement:
    """What one post of segments comes to; each id and stretch is named once, in the order judged."""

    played: Spans
    accepted: tuple[Piece, ...]
    refused: tuple[Refused, ...]
    new_ms: int


def milliseconds(seconds: float) -> int:
    """The nearest whole millisecond; raises ValueError for what is not a finite number."""
    if not math.isfinite(seconds):
        raise ValueError(f"{seconds} is not a finite number of seconds")
    return round(Fraction(seconds) * 1000)


def in_seconds(spans: Iterable[Stretch]) -> list[list[float]]:
    """Stretches of milliseconds as the [from, to] pairs of seconds that the contract shows."""
    return [[start / 1000, end / 1000] for start, end in spans]


def lease_refusal(issued_at: datetime | None, *, at: datetime, terms: WatchTerms) -> WatchRefusal | None:
    """Why nothing can be reported under the lease issued then (None: no lease of this person and video)."""
    if issued_at is None:
        return WatchRefusal.UNKNOWN_LEASE
    if issued_at > at:
        return WatchRefusal.FUTURE_LEASE
    return WatchRefusal.EXPIRED_LEASE if at - issued_at > timedelta(days=terms.lease_days) else None


def allowance_ms(leases: Iterable[Lease], *, used_at: datetime, at: datetime, terms: WatchTerms) -> int:
    """How many new milliseconds the bound leaves under the lease issued at `used_at`; can be negative."""
    newest_first = sorted([*leases, Lease(used_at, 0)], key=lambda lease: lease.issued_at, reverse=True)
    accepted = 0
    left: list[int] = []
    for issued_at, together in groupby(newest_first, key=lambda lease: lease.issued_at):
        accepted += sum(lease.accepted_ms for lease in together)
        if issued_at <= used_at:
            bound = (at - issued_at) * terms.speed_bound + timedelta(seconds=terms.grace_seconds)
            left.append(bound // timedelta(milliseconds=1) - accepted)
    return min(left)


def _piece(segment: Segment, length_ms: int) -> Piece:
    end = milliseconds(segment.to_seconds)
    return Piece(
        from_ms=milliseconds(segment.from_seconds),
        to_ms=length_ms if length_ms < end <= length_ms + END_TOLERANCE_MS else end,
        id=segment.id,
    )


def _refusal(piece: Piece, length_ms: int, known: Stretch, terms: WatchTerms) -> WatchRefusal | None:
    longest_ms = milliseconds(terms.longest_segment_seconds)
    findings = (
        (piece.from_ms < 0, WatchRefusal.BEFORE_START),
        (piece.to_ms > length_ms, WatchRefusal.PAST_END),
        (piece.to_ms < piece.from_ms, WatchRefusal.REVERSED),
        (piece.to_ms == piece.from_ms, WatchRefusal.EMPTY),
        (piece.to_ms - piece.from_ms > longest_ms, WatchRefusal.TOO_LONG),
        (piece.stretch != known, WatchRefusal.OTHER_BOUNDS),
    )
    return next((reason for found, reason in findings if found), None)


def judge_segments(
    segments: Iterable[Segment],
    *,
    played: Spans,
    length_ms: int,
    known: Mapping[str, Stretch],
    leases: Iterable[Lease],
    used_at: datetime | None,
    at: datetime,
    terms: WatchTerms,
) -> Judgement:
    """Takes each reported stretch whole or not at all, in order of where it begins.

    `known` holds the stretches accepted before, by id; `leases` those of the person with anything accepted;
    `used_at` is the issue of the lease used, None when it is not one of this person and video.
    Raises ValueError for bounds that are not finite numbers, before anything is judged.
    """
    pieces = sorted({_piece(segment, length_ms) for segment in segments})
    trouble = lease_refusal(used_at, at=at, terms=terms)
    left = allowance_ms(leases, used_at=used_at, at=at, terms=terms) if used_at else 0
    before_ms, stretches = measure(played), dict(known)
    accepted: list[Piece] = []
    refused: list[Refused] = []
    for piece in pieces:
        cost = new_measure(played, piece.stretch)
        reason = trouble or _refusal(piece, length_ms, stretches.get(piece.id, piece.stretch), terms)
        reason = reason or (WatchRefusal.OVER_BOUND if cost > max(left, 0) else None)
        if reason:
            refused.append(Refused(piece.id, reason))
            continue
        played, left = union(played, [piece.stretch]), left - cost
        stretches[piece.id] = piece.stretch
        accepted.append(piece)
    return Judgement(played, tuple(accepted), tuple(dict.fromkeys(refused)), measure(played) - before_ms)


def complete(played: Spans, length_ms: int, terms: WatchTerms) -> bool:
    """Whether what is unplayed, edges included, is only gaps short enough, each and in all, to be joined."""
    unplayed = gaps(played, length_ms)
    longest_ms, total_ms = milliseconds(terms.joined_gap_seconds), milliseconds(terms.joined_total_seconds)
    short = all(end - start <= longest_ms for start, end in unplayed)
    return bool(played) and short and measure(unplayed) <= total_ms


def reported(played: Sequence[Stretch], length_ms: int, terms: WatchTerms) -> Spans:
    """The stretches that are shown as played: short inner gaps joined, and the whole when it is complete."""
    if complete(tuple(played), length_ms, terms):
        return ((0, length_ms),)
    return joined(played, milliseconds(terms.joined_gap_seconds), milliseconds(terms.joined_total_seconds))
