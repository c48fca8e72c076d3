"""One person's played seconds kept in memory as the application keeps them, for stories about players and cheats."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from fieldwise.methods.spans import Spans, Stretch, measure
from fieldwise.rulebook.learning.terms import WatchTerms
from fieldwise.rulebook.learning.watching import Judgement, Lease, Segment, complete, judge_segments

TERMS = WatchTerms()
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HOUR = 3600.0
DAY = 24 * HOUR


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def pieces(start: float, end: float, size: float = 15) -> list[Stretch]:
    """The stretches that a player sends for one run, of at most `size` seconds each."""
    cuts = [start + n * size for n in range(int((end - start) / size) + 1)]
    return [(cut, min(cut + size, end)) for cut in cuts if cut < end]


@dataclass
class Held:
    """A lease on a video, and what was accepted under it."""

    video: str
    issued_at: datetime
    accepted_ms: int = 0


@dataclass
class OnePerson:
    """Times are seconds since START; videos last `length` seconds."""

    length: float = 420
    played: dict[str, Spans] = field(default_factory=dict)
    known: dict[str, dict[str, Stretch]] = field(default_factory=dict)
    leases: list[Held] = field(default_factory=list)
    ids: "count[int]" = field(default_factory=count)

    def lease(self, at: float, video: str = "a") -> Held:
        self.leases.append(Held(video, moment(at)))
        return self.leases[-1]

    def post(self, lease: Held, at: float, stretches: Iterable[tuple[float, float]]) -> Judgement:
        segments = [Segment(f"s{next(self.ids)}", start, end) for start, end in stretches]
        known = self.known.setdefault(lease.video, {})
        judgement = judge_segments(
            segments,
            played=self.played.get(lease.video, ()),
            length_ms=round(self.length * 1000),
            known=known,
            leases=[Lease(held.issued_at, held.accepted_ms) for held in self.leases if held.accepted_ms],
            used_at=lease.issued_at,
            at=moment(at),
            terms=TERMS,
        )
        self.played[lease.video] = judgement.played
        lease.accepted_ms += judgement.new_ms
        known.update({piece.id: piece.stretch for piece in judgement.accepted})
        return judgement

    def play(self, lease: Held, at: float, start: float, end: float, rate: float) -> float:
        """Plays a run, posting every 15 s of the clock; returns when it ended."""
        position = start
        while position < end:
            run = min(end, position + 15 * rate)
            at += (run - position) / rate
            self.post(lease, at, pieces(position, run))
            position = run
        return at

    def is_complete(self, video: str = "a") -> bool:
        return complete(self.played.get(video, ()), round(self.length * 1000), TERMS)

    def seconds(self, *videos: str) -> float:
        return sum(measure(self.played.get(video, ())) for video in videos or self.played) / 1000
