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
from fieldwise.apps.learning.actions.certificates import complete_enrollments
from fieldwise.apps.learning.models import Component, Lease, Play, Segment
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
    judgement: watching.Judgement
    terms: WatchTerms


def begin_play(*, person: Person, component: Component, at: datetime) -> tuple[Play, str]:
    """Open a component for playing: the person's play of its medium, and a new lease for it."""
    if not queries.is_enrolled_in_version(person.id, component.version_id):
        raise NotEnrolled
    with transaction.atomic():
        play, _ = Play.objects.get_or_create(
            person=person, medium_id=component.medium_id, defaults={"touched_at": at}
        )
        lease = Lease.objects.create(play=play, person=person, issued_at=at)
    return play, _signed(lease, play)


def _signed(lease: Lease, play: Play) -> str:
    words = [lease.id, str(play.person_id), str(play.medium_id), lease.issued_at.isoformat()]
    return signing.dumps(words, salt=LEASE_SALT)


def _lease(token: str, play: Play) -> Lease | None:
    """The lease that the token names; None when it is altered, somebody else's or another video's."""
    try:
        lease_id, person_id, medium_id, _ = signing.loads(token, salt=LEASE_SALT)
    except (signing.BadSignature, ValueError):
        return None
    if (person_id, medium_id) != (str(play.person_id), str(play.medium_id)):
        return None
    return Lease.objects.filter(id=lease_id, play=play).first()


def record_watch(
    *, person: Person, play_id: UUID, lease: str, reports: Sequence[Report], at: datetime
) -> Watched | None:
    """Add what was played, within the bound, in one transaction with all that follows from it.

    None when the play is not the person's. An empty `reports` only reads the state.
    """
    on = local_date(person.agency, at)
    watch_terms = terms(person.agency_id, WatchTerms(), "learning.watching", on)
    if not reports:
        found = Play.objects.select_related("medium").filter(id=play_id, person=person).first()
        if found is None:
            return None
        return Watched(found, watching.Judgement(_spans(found), (), (), 0), watch_terms)
    with transaction.atomic():
        play = _locked_play(person, play_id)
        if play is None:
            return None
        used = _lease(lease, play)
        judgement = _judge(play, used, reports, watch_terms, at)
        if judgement.accepted and used:
            _keep(play, used, judgement, reports, at)
            _settle(person, play, judgement, watch_terms, at)
    return Watched(play, judgement, watch_terms)


def _spans(play: Play) -> Spans:
    return tuple((start, end) for start, end in play.spans)


def _locked_play(person: Person, play_id: UUID) -> Play | None:
    """The play; locks all plays of the person, because all videos together share one clock."""
    plays = Play.objects.select_for_update(of=("self",)).select_related("medium").filter(person=person)
    return next((play for play in list(plays.order_by("id")) if play.id == play_id), None)


def _judge(
    play: Play, used: Lease | None, reports: Sequence[Report], watch_terms: WatchTerms, at: datetime
) -> watching.Judgement:
    ids = [report.id for report in reports]
    known = Segment.objects.filter(play=play, client_id__in=ids).values_list("client_id", "from_ms", "to_ms")
    leases = Lease.objects.filter(person_id=play.person_id, accepted_ms__gt=0)
    return watching.judge_segments(
        [watching.Segment(report.id, report.from_seconds, report.to_seconds) for report in reports],
        played=_spans(play),
        length_ms=play.medium.length_ms,
        known={client_id: (start, end) for client_id, start, end in known},
        leases=[watching.Lease(*row) for row in leases.values_list("issued_at", "accepted_ms")],
        used_at=used.issued_at if used else None,
        at=at,
        terms=watch_terms,
    )


def _keep(
    play: Play, used: Lease, judgement: watching.Judgement, reports: Sequence[Report], at: datetime
) -> None:
    sent = {report.id: report for report in reports}
    Segment.objects.bulk_create(
        (
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
        ),
        ignore_conflicts=True,
    )
    if judgement.new_ms:
        Lease.objects.filter(id=used.id).update(accepted_ms=used.accepted_ms + judgement.new_ms)


def _settle(
    person: Person, play: Play, judgement: watching.Judgement, watch_terms: WatchTerms, at: datetime
) -> None:
    play.spans = [list(span) for span in judgement.played]
    play.played_ms = measure(judgement.played)
    play.resume_ms = judgement.accepted[-1].to_ms
    play.touched_at = at
    newly_complete = not play.completed_at and watching.complete(
        judgement.played, play.medium.length_ms, watch_terms
    )
    if newly_complete:
        play.completed_at = at
    play.save(update_fields=["spans", "played_ms", "resume_ms", "touched_at", "completed_at"])
    if newly_complete:
        complete_enrollments(person=person, medium_id=play.medium_id, at=at)


def state(watched: Watched) -> dict[str, Any]:
    """The answer of the contract: what is played, how much of how much, and what became of each report."""
    length_ms = watched.play.medium.length_ms
    played = watching.reported(watched.judgement.played, length_ms, watched.terms)
    return {
        "played": watching.in_seconds(played),
        "seconds": measure(played) / 1000,
        "of": length_ms / 1000,
        "complete": watched.play.completed_at is not None,
        "accepted": [piece.id for piece in watched.judgement.accepted],
        "refused": [
            {"id": refused.id, "reason": {"code": refused.reason.code, "text": refused.reason.sentence}}
            for refused in watched.judgement.refused
        ],
    }
