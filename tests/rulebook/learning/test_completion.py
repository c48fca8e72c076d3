import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwise.methods.spans import Spans, measure, union
from fieldwise.rulebook.learning.completion import ComponentFacts, clock, missing_components, whole_minutes
from fieldwise.rulebook.learning.terms import WatchTerms
from fieldwise.rulebook.learning.watching import complete, reported

SERIES = [ComponentFacts("strategy", "An Equity Strategy"), ComponentFacts("risk", "Risk Aversion")]


def test_each_component_that_is_not_done_is_named_in_the_order_of_the_course() -> None:
    missing = missing_components(SERIES, done={"elsewhere"})
    assert [reason.sentence for reason in missing] == [
        "“An Equity Strategy” is not complete yet.",
        "“Risk Aversion” is not complete yet.",
    ]
    assert not any(reason.ok for reason in missing)
    assert {reason.code for reason in missing} == {"component_missing"}


def test_nothing_is_missing_when_every_component_is_done() -> None:
    assert missing_components(SERIES, done={"strategy", "risk"}) == ()
    assert [r.sentence for r in missing_components(SERIES, {"strategy"})] == [
        "“Risk Aversion” is not complete yet."
    ]


@pytest.mark.parametrize(
    ("seconds", "minutes"),
    [(0.2, 1), (29, 1), (89.9, 1), (90, 2), (424, 7), (449.9, 7), (450, 8), (2100, 35), (2071, 35)],
)
def test_minutes_go_to_the_nearest_and_never_below_one(seconds: float, minutes: int) -> None:
    assert whole_minutes(seconds) == minutes


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0:00"),
        (9.4, "0:09"),
        (59.5, "1:00"),
        (424, "7:04"),
        (3599.6, "1:00:00"),
        (4024, "1:07:04"),
        (6458, "1:47:38"),
    ],
)
def test_a_clock_reads_as_a_player_shows_it(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize("number", [-1, math.nan, math.inf])
def test_what_is_no_length_is_an_error(number: float) -> None:
    with pytest.raises(ValueError, match="not a length"):
        clock(number)
    with pytest.raises(ValueError, match="not a length"):
        whole_minutes(number)


@given(
    st.integers(1_000, 600_000),
    st.lists(st.tuples(st.integers(0, 600_000), st.integers(1, 60_000)), max_size=6),
)
def test_a_video_never_reads_as_played_whole_before_it_is_complete(
    length_ms: int, runs: list[tuple[int, int]]
) -> None:
    played: Spans = union((), [(start, min(start + run, length_ms)) for start, run in runs])
    shown = clock(measure(reported(played, length_ms, WatchTerms())) / 1000)
    if shown == clock(length_ms / 1000):
        assert complete(played, length_ms, WatchTerms())
