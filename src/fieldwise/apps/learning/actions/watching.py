"""To play: leases, and what is reported under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.db import transaction

from fieldwise.apps.learning import queries
from fieldwise.apps.learning.actions import watch_rows
from fieldwise.apps.learning.actions.certificates import complete_enrollments
from fieldwise.apps.learning.models import Component, Lease, Play, Segment, WatchClock
from fieldwise.apps.people.queries import local_date, terms
from fieldwise.methods.spans import Spans, measure
from fieldwise.rulebook.learning import watching
from fieldwise.rulebook.learning.terms import WatchTerms

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Person

LEASE_SALT = "fieldwise.learning.lease"


class NotEnrolled(Exception):
    """The component belongs to a course version in which the person is not enrolled."""


@dataclass(frozen=True)
class Report:
    """One stretch as the player sent it; `rate` and `ended_at` are kept for the record only."""

    id: str
    from_seconds: float
    to_seconds: float
    rate: float | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Watched:
    """The state of a play after a post."""

    play: Play
    length_ms: int
    judgement: watching.Judgement
    terms: WatchTerms


@dataclass(frozen=True)
class Seen:
    """What a post is judged by, as it was at one count of the person's clock."""

    clock: int
    play: Play
    length_ms: int
    used: Lease | None
    leases: tuple[watching.Lease, ...]
    known: dict[str, tuple[int, int]]


def begin_play(*, person: Person, component: Component, at: datetime) -> tuple[Play, str]:
    """Open a component for playing: the person's play of its medium, and a new lease for it."""
    if not queries.is_enrolled_in_version(person.id, component.version_id):
        raise NotEnrolled
    with transaction.atomic():
        WatchClock.objects.get_or_create(person=person)
        play, _ = Play.objects.get_or_create(
            person=person, medium_id=component.medium_id, defaults={"touched_at": at}
        )
        lease = Lease.objects.create(play=play, person=person, issued_at=at)
    return play, _signed(lease, play)


def _signed(lease: Lease, play: Play) -> str:
    words = [lease.id, str(play.person_id), str(play.medium_id), lease.issued_at.isoformat()]
    return signing.dumps(words, salt=LEASE_SALT)


def _lease_id(token: str, play: Play) -> int | None:
    """The lease that the token names; None when it is altered, somebody else's or another video's."""
    try:
        lease_id, person_id, medium_id, _ = signing.loads(token, salt=LEASE_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return lease_id if (person_id, medium_id) == (str(play.person_id), str(play.medium_id)) else None


def record_watch(
    *, person: Person, play_id: UUID, lease: str, reports: Sequence[Report], at: datetime
) -> Watched | None:
    """Add what was played, within the bound, in one transaction with all that follows from it.

    None when the play is not the person's. An empty `reports` only reads the state. What a post comes to is worked out
    before the transaction, and again within it when another report was taken meanwhile or something is refused.
    """
    on = local_date(person.agency, at)
    watch_terms = terms(person.agency_id, WatchTerms(), "learning.watching", on)
    seen = _seen(person, play_id, lease, reports)
    if seen is None:
        return None
    judgement = _judge(seen, reports, watch_terms, at)
    if reports:
        with transaction.atomic():
            if not watch_rows.take_turn(person.id, seen.clock) or judgement.refused:
                seen = _seen(person, play_id, lease, reports)
                assert seen is not None
                judgement = _judge(seen, reports, watch_terms, at)
            if judgement.accepted and seen.used:
                _keep(seen.play, seen.used, judgement, reports, at)
                _settle(person, seen, judgement, watch_terms, at)
    return Watched(seen.play, seen.length_ms, judgement, watch_terms)


def _spans(play: Play) -> Spans:
    return tuple((start, end) for start, end in play.spans)


def _seen(person: Person, play_id: UUID, token: str, reports: Sequence[Report]) -> Seen | None:
    """What is known now; the clock is read first, so that whatever changes after it is found out."""
    clock, play = watch_rows.clock(person.id), watch_rows.play(person.id, play_id)
    if play is None or clock is None:
        return None
    used_id = _lease_id(token, play)
    leases = watch_rows.leases(person.id, used_id)
    return Seen(
        clock=clock,
        play=play,
        length_ms=watch_rows.length_ms(play.medium_id),
        used=next((lease for lease in leases if lease.id == used_id and lease.play_id == play.id), None),
        leases=tuple(watching.Lease(lease.issued_at, lease.accepted_ms) for lease in leases),
        known=watch_rows.known(play.id, [report.id for report in reports]) if reports else {},
    )


def _judge(
    seen: Seen, reports: Sequence[Report], watch_terms: WatchTerms, at: datetime
) -> watching.Judgement:
    return watching.judge_segments(
        [watching.Segment(report.id, report.from_seconds, report.to_seconds) for report in reports],
        played=_spans(seen.play),
        length_ms=seen.length_ms,
        known=seen.known,
        leases=seen.leases,
        used_at=seen.used.issued_at if seen.used else None,
        at=at,
        terms=watch_terms,
    )


def _keep(
    play: Play, used: Lease, judgement: watching.Judgement, reports: Sequence[Report], at: datetime
) -> None:
    sent = {report.id: report for report in reports}
    watch_rows.keep_segments(
        [
            Segment(
                play=play,
                lease=used,
                client_id=piece.id,
                from_ms=piece.from_ms,
                to_ms=piece.to_ms,
                rate=sent[piece.id].rate,
                ended_at=sent[piece.id].ended_at,
                accepted_at=at,
            )
            for piece in judgement.accepted
        ]
    )
    if judgement.new_ms:
        watch_rows.note_taken(used, judgement.new_ms)


def _settle(
    person: Person, seen: Seen, judgement: watching.Judgement, watch_terms: WatchTerms, at: datetime
) -> None:
    play = seen.play
    play.spans = [list(span) for span in judgement.played]
    play.played_ms = measure(judgement.played)
    play.resume_ms = judgement.accepted[-1].to_ms
    play.touched_at = at
    newly_complete = not play.completed_at and watching.complete(
        judgement.played, seen.length_ms, watch_terms
    )
    if newly_complete:
        play.completed_at = at
    watch_rows.keep_play(play)
    if newly_complete:
        complete_enrollments(person=person, medium_id=play.medium_id, at=at)


def state(watched: Watched) -> dict[str, Any]:
    """The answer of the contract: what is played, how much of how much, and what became of each report."""
    played = watching.reported(watched.judgement.played, watched.length_ms, watched.terms)
    return {
        "played": watching.in_seconds(played),
        "seconds": measure(played) / 1000,
        "of": watched.length_ms / 1000,
        "complete": watched.play.completed_at is not None,
        "accepted": [piece.id for piece in watched.judgement.accepted],
        "refused": [
            {"id": refused.id, "reason": {"code": refused.reason.code, "text": refused.reason.sentence}}
            for refused in watched.judgement.refused
        ],
    }
