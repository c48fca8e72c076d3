import math
from datetime import timedelta

import pytest

from fieldwise.methods.spans import Spans, Stretch
from fieldwise.rulebook.learning.terms import WatchTerms
from fieldwise.rulebook.learning.watching import (
    Judgement,
    Lease,
    Refused,
    Segment,
    WatchRefusal,
    complete,
    in_seconds,
    judge_segments,
    milliseconds,
    reported,
)
from tests.rulebook.learning.one_person import START, TERMS, moment

LENGTH_MS = 420_000


def judge(
    *segments: Segment,
    played: Spans = (),
    known: dict[str, Stretch] | None = None,
    leases: tuple[Lease, ...] = (),
    used_at=START,
    at=None,
) -> Judgement:
    return judge_segments(
        segments,
        played=played,
        length_ms=LENGTH_MS,
        known=known or {},
        leases=leases,
        used_at=used_at,
        at=at or moment(3600),
        terms=TERMS,
    )


def accepted(judgement: Judgement) -> list[tuple[str, int, int]]:
    return [(piece.id, piece.from_ms, piece.to_ms) for piece in judgement.accepted]


def only_reason(judgement: Judgement) -> WatchRefusal:
    assert not judgement.accepted
    (refused,) = judgement.refused
    return refused.reason


def test_the_terms_are_those_of_the_contract() -> None:
    assert WatchTerms() == WatchTerms(
        lease_days=7,
        speed_bound=2,
        grace_seconds=15,
        longest_segment_seconds=60,
        joined_gap_seconds=1,
        joined_total_seconds=2,
    )


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (-0.002, 5, WatchRefusal.BEFORE_START),
        (-20, -10, WatchRefusal.BEFORE_START),
        (410, 420.002, WatchRefusal.PAST_END),
        (1e308, 1.1e308, WatchRefusal.PAST_END),
        (50, 40, WatchRefusal.REVERSED),
        (50, 50, WatchRefusal.EMPTY),
        (50, 50.0004, WatchRefusal.EMPTY),
        (0, 60.001, WatchRefusal.TOO_LONG),
    ],
)
def test_a_stretch_that_cannot_be_is_refused_with_its_reason(
    start: float, end: float, reason: WatchRefusal
) -> None:
    assert only_reason(judge(Segment("x", start, end))) == reason


def test_sixty_seconds_are_not_too_long_and_one_millisecond_past_the_end_is_the_end() -> None:
    assert accepted(judge(Segment("x", 360, 420))) == [("x", 360_000, 420_000)]
    assert accepted(judge(Segment("x", 410, 420.001))) == [("x", 410_000, 420_000)]


def test_a_stretch_that_lies_within_the_tolerance_past_the_end_is_empty() -> None:
    assert only_reason(judge(Segment("x", 420, 420.001))) == WatchRefusal.EMPTY


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_finite_number_is_an_error_before_anything_is_judged(number: float) -> None:
    for segment in (Segment("x", number, 5), Segment("x", 0, number)):
        with pytest.raises(ValueError, match="not a finite number"):
            judge(Segment("good", 0, 5), segment)


@pytest.mark.parametrize(
    ("used_at", "at", "reason"),
    [
        (None, moment(0), WatchRefusal.UNKNOWN_LEASE),
        (moment(1), moment(0), WatchRefusal.FUTURE_LEASE),
        (moment(0), moment(7 * 86_400) + timedelta(microseconds=1), WatchRefusal.EXPIRED_LEASE),
    ],
)
def test_nothing_counts_under_a_lease_that_is_not_good(used_at, at, reason: WatchRefusal) -> None:
    judgement = judge(Segment("x", 0, 1), Segment("y", 2, 1), used_at=used_at, at=at, played=((0, 9),))
    assert not judgement.accepted
    assert {refused.reason for refused in judgement.refused} == {reason}
    assert judgement.played == ((0, 9),)
    assert judgement.new_ms == 0


def test_a_lease_is_good_from_its_issue_through_its_seventh_day() -> None:
    assert judge(Segment("x", 0, 15), at=START).accepted
    assert judge(Segment("x", 0, 15), at=moment(7 * 86_400)).accepted


def test_the_bound_is_twice_the_time_and_fifteen_seconds_to_the_millisecond() -> None:
    assert judge(Segment("x", 0, 35), at=moment(10)).new_ms == 35_000
    over = judge(Segment("x", 0, 35.001), at=moment(10))
    assert only_reason(over) == WatchRefusal.OVER_BOUND
    assert over.played == ()


def test_not_a_millisecond_is_left_when_the_bound_is_used_up() -> None:
    used_up = judge(Segment("x", 0, 0.001), leases=(Lease(START, 15_000),), at=START)
    assert only_reason(used_up) == WatchRefusal.OVER_BOUND


def test_a_piece_over_the_bound_does_not_keep_out_a_smaller_one_after_it() -> None:
    judgement = judge(Segment("a", 0, 10), Segment("b", 10, 20), Segment("c", 20, 24), at=START)
    assert accepted(judgement) == [("a", 0, 10_000), ("c", 20_000, 24_000)]
    assert judgement.refused == (Refused("b", WatchRefusal.OVER_BOUND),)


def test_pieces_are_taken_in_order_of_from_then_to_then_id() -> None:
    judgement = judge(Segment("d", 8, 9), Segment("b", 0, 9), Segment("c", 0, 3), Segment("a", 0, 9))
    assert [piece.id for piece in judgement.accepted] == ["c", "a", "b", "d"]


def test_played_seconds_cost_nothing_even_when_the_bound_is_overdrawn() -> None:
    overdrawn = (Lease(START, 999_000),)
    judgement = judge(Segment("x", 10, 20), played=((0, 30_000),), leases=overdrawn, at=START)
    assert accepted(judgement) == [("x", 10_000, 20_000)]
    assert judgement.new_ms == 0
    assert only_reason(judge(Segment("x", 29, 31), played=((0, 30_000),), leases=overdrawn, at=START))


def test_only_the_new_part_of_a_piece_costs() -> None:
    judgement = judge(Segment("x", 0, 60), played=((0, 45_000),), at=START)
    assert judgement.new_ms == 15_000
    assert judgement.played == ((0, 60_000),)


def test_an_id_sent_again_with_its_bounds_is_accepted_again_and_adds_nothing() -> None:
    judgement = judge(Segment("x", 0, 5), played=((0, 5_000),), known={"x": (0, 5_000)})
    assert accepted(judgement) == [("x", 0, 5_000)]
    assert judgement.new_ms == 0


def test_an_id_sent_again_past_the_end_is_compared_as_it_was_taken() -> None:
    assert judge(Segment("x", 410, 420.001), known={"x": (410_000, 420_000)}).accepted


def test_an_id_with_other_bounds_is_refused() -> None:
    assert only_reason(judge(Segment("x", 0, 6), known={"x": (0, 5_000)})) == WatchRefusal.OTHER_BOUNDS


def test_an_id_twice_in_one_post_is_named_once_and_other_bounds_are_refused() -> None:
    judgement = judge(Segment("x", 0, 5), Segment("x", 0, 5), Segment("x", 20, 25))
    assert accepted(judgement) == [("x", 0, 5_000)]
    assert judgement.refused == (Refused("x", WatchRefusal.OTHER_BOUNDS),)


def test_an_id_that_was_refused_stays_free() -> None:
    judgement = judge(Segment("x", -5, 5), Segment("x", 0, 5))
    assert accepted(judgement) == [("x", 0, 5_000)]


def test_every_refusal_has_a_code_and_a_sentence() -> None:
    assert WatchRefusal.OVER_BOUND.code == "over_bound"
    assert all(reason.sentence.endswith(".") for reason in WatchRefusal)
    assert len({reason.sentence for reason in WatchRefusal}) == 10


@pytest.mark.parametrize(
    ("played", "expected"),
    [
        (((0, LENGTH_MS),), True),
        (((1_000, LENGTH_MS - 1_000),), True),
        (((1_001, LENGTH_MS),), False),
        (((0, LENGTH_MS - 1_001),), False),
        (((0, 100_000), (101_000, 200_000), (201_000, LENGTH_MS)), True),
        (((0, 100_000), (101_000, 200_000), (201_000, LENGTH_MS - 1)), False),
        (((0, 100_000), (101_001, LENGTH_MS)), False),
        ((), False),
    ],
)
def test_complete_forgives_gaps_of_a_second_and_two_in_all_edges_included(
    played: Spans, expected: bool
) -> None:
    assert complete(played, LENGTH_MS, TERMS) is expected
    assert (reported(played, LENGTH_MS, TERMS) == ((0, LENGTH_MS),)) is expected


def test_nothing_played_completes_no_video_however_short() -> None:
    assert not complete((), 900, TERMS)
    assert complete(((0, 100),), 900, TERMS)


def test_the_report_joins_inner_gaps_from_the_left_until_two_seconds_are_spent() -> None:
    played = ((5_000, 10_000), (11_000, 20_000), (21_000, 30_000), (30_500, 40_000))
    assert reported(played, LENGTH_MS, TERMS) == ((5_000, 30_000), (30_500, 40_000))


def test_seconds_and_milliseconds_are_exact_both_ways() -> None:
    assert [milliseconds(seconds) for seconds in (0, 0.1, 12.3456, 419.9996, -0.0)] == [
        0,
        100,
        12_346,
        420_000,
        0,
    ]
    assert in_seconds(((0, 100), (12_346, 420_000))) == [[0.0, 0.1], [12.346, 420.0]]
