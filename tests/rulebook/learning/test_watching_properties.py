"""The decision on a post, against a slow one written straight from the contract, on a video of three seconds."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldwise.methods.spans import Spans, union
from fieldwise.rulebook.learning.terms import WatchTerms
from fieldwise.rulebook.learning.watching import Judgement, Lease, Segment, judge_segments
from tests.rulebook.learning.one_person import START, moment

LENGTH_MS = 3_000
TERMS = WatchTerms(grace_seconds=0.5, longest_segment_seconds=1.2)

tenths = st.integers(-1, 31).map(lambda n: n / 10)
segments = st.builds(Segment, st.sampled_from("abcdefgh"), tenths, tenths)
good_segments = st.tuples(st.integers(0, 29), st.integers(1, 12)).map(
    lambda pair: Segment(f"{pair}", pair[0] / 10, min(3.0, (pair[0] + pair[1]) / 10))
)
leases = st.builds(
    Lease, st.integers(-8, 8).map(lambda n: moment(n / 8)), st.sampled_from([0, 0, 100, 300, 1_000])
)
plays = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4).map(
    lambda pairs: union((), [(start * 100, end * 100) for start, end in pairs])
)


def judge(
    sent: list[Segment], held: list[Lease], used_at: datetime, at: datetime, played: Spans
) -> Judgement:
    return judge_segments(
        sent,
        played=played,
        length_ms=LENGTH_MS,
        known={},
        leases=held,
        used_at=used_at,
        at=at,
        terms=TERMS,
    )


def slow_judge(
    sent: list[Segment], held: list[Lease], used_at: datetime, at: datetime, played: Spans
) -> tuple[set[int], set[str], int]:
    """The milliseconds played, the segments taken and how much is new, millisecond by millisecond."""
    grid = {ms for start, end in played for ms in range(start, end)}
    bounds: dict[str, tuple[float, float]] = {}
    new = 0
    for segment in sorted(sent, key=lambda s: (s.from_seconds, s.to_seconds, s.id)):
        start, end = segment.from_seconds, segment.to_seconds
        lawful = 0 <= start < end <= 3.0 and round(end - start, 6) <= 1.2
        if not lawful or bounds.get(segment.id, (start, end)) != (start, end):
            continue
        fresh = set(range(round(start * 1000), round(end * 1000))) - grid
        if fresh and not fits(held, used_at, at, new + len(fresh)):
            continue
        new += len(fresh)
        grid |= fresh
        bounds[segment.id] = (start, end)
    return grid, set(bounds), new


def fits(held: list[Lease], used_at: datetime, at: datetime, new_ms: int) -> bool:
    for older in [Lease(used_at, 0), *held]:
        if older.issued_at <= used_at:
            under = sum(lease.accepted_ms for lease in held if lease.issued_at >= older.issued_at)
            allowed = 2 * (at - older.issued_at) / timedelta(milliseconds=1) + 500
            if under + new_ms > allowed:
                return False
    return True


cases = given(
    st.lists(segments, max_size=12),
    st.lists(leases, max_size=6),
    st.integers(0, 8).map(lambda n: moment(n / 8)),
    st.integers(0, 12).map(lambda n: timedelta(seconds=n / 8)),
    plays,
)


@cases
@settings(max_examples=300)
def test_the_decision_is_that_of_the_slow_one(sent, held, used_at, waited, played) -> None:
    judgement = judge(sent, held, used_at, used_at + waited, played)
    grid, taken, new = slow_judge(sent, held, used_at, used_at + waited, played)
    assert {ms for start, end in judgement.played for ms in range(start, end)} == grid
    assert {piece.id for piece in judgement.accepted} == taken
    assert judgement.new_ms == new


@cases
def test_leases_under_which_nothing_was_accepted_change_nothing(sent, held, used_at, waited, played) -> None:
    used = [lease for lease in held if lease.accepted_ms]
    at = used_at + waited
    assert judge(sent, held, used_at, at, played) == judge(sent, used, used_at, at, played)


@cases
def test_the_order_in_which_segments_are_sent_changes_nothing(sent, held, used_at, waited, played) -> None:
    at = used_at + waited
    expected = judge(sent, held, used_at, at, played)
    assert judge([*reversed(sent), *sent], held, used_at, at, played) == expected


moves = st.lists(
    st.tuples(st.sampled_from(["lease", "post"]), st.integers(0, 9), st.lists(good_segments, max_size=5)),
    max_size=25,
)


@given(moves, st.randoms(use_true_random=False))
def test_no_history_of_posts_ever_passes_the_bound_of_any_lease(history, random: Random) -> None:
    at, held, plays = START, [Lease(START, 0)], {}
    for number, (move, eighths, sent) in enumerate(history):
        at += timedelta(seconds=eighths / 8)
        if move == "lease":
            held.append(Lease(at, 0))
            continue
        chosen, video = random.randrange(len(held)), random.randrange(3)
        named = [Segment(f"{number}-{s.id}", s.from_seconds, s.to_seconds) for s in sent]
        judgement = judge(named, held, held[chosen].issued_at, at, plays.get(video, ()))
        plays[video] = judgement.played
        held[chosen] = Lease(held[chosen].issued_at, held[chosen].accepted_ms + judgement.new_ms)
        for older in held:
            under = sum(lease.accepted_ms for lease in held if lease.issued_at >= older.issued_at)
            assert under <= 2 * (at - older.issued_at) / timedelta(milliseconds=1) + 500


@given(
    st.lists(good_segments, max_size=15),
    st.lists(good_segments, max_size=15),
    st.randoms(use_true_random=False),
)
def test_two_devices_end_in_the_same_union_in_any_order_batches_and_repeats(
    tablet: list[Segment], phone: list[Segment], random: Random
) -> None:
    everything = [*tablet, *phone, *tablet]
    random.shuffle(everything)
    later, played, known = moment(86_400), (), {}
    while everything:
        size = random.randint(1, 4)
        batch, everything = everything[:size], everything[size:]
        judgement = judge_segments(
            batch,
            played=played,
            length_ms=LENGTH_MS,
            known=known,
            leases=[],
            used_at=START,
            at=later,
            terms=TERMS,
        )
        assert not judgement.refused
        played = judgement.played
        known |= {piece.id: piece.stretch for piece in judgement.accepted}
    at_once = judge([*tablet, *phone], [], START, later, ())
    assert played == at_once.played
