from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fieldwise.methods.spans import Spans, Stretch, gaps, joined, measure, new_measure, union

LENGTH = 40
points = st.integers(min_value=0, max_value=LENGTH)
stretches = st.tuples(points, points)
sets = st.lists(stretches, max_size=12).map(lambda pairs: union((), pairs))


def grid(pairs: list[Stretch] | Spans) -> set[int]:
    return {point for start, end in pairs for point in range(start, end)}


def is_normal(spans: Spans) -> bool:
    return all(start < end for start, end in spans) and all(
        left[1] < right[0] for left, right in pairwise(spans)
    )


def test_stretches_that_touch_become_one() -> None:
    assert union(((0, 5),), [(10, 12), (5, 10)]) == ((0, 12),)


def test_empty_and_reversed_stretches_add_nothing() -> None:
    assert union(((3, 4),), [(2, 2), (9, 1), (4, 4)]) == ((3, 4),)


@given(st.lists(stretches), st.lists(stretches))
def test_a_union_is_the_brute_force_union_in_normal_form(some: list[Stretch], more: list[Stretch]) -> None:
    both = union(union((), some), more)
    assert grid(both) == grid(some) | grid(more)
    assert is_normal(both)


@given(sets, sets, sets)
def test_unions_commute_associate_and_repeat(a: Spans, b: Spans, c: Spans) -> None:
    assert union(a, b) == union(b, a)
    assert union(union(a, b), c) == union(a, union(b, c))
    assert union(union(a, b), b) == union(a, b)


@given(st.lists(stretches), st.randoms())
def test_the_order_of_stretches_does_not_matter(pairs: list[Stretch], random) -> None:
    shuffled = [*pairs]
    random.shuffle(shuffled)
    assert union((), pairs) == union((), shuffled)


@given(sets, stretches)
def test_the_new_measure_is_the_growth_of_the_measure(spans: Spans, stretch: Stretch) -> None:
    assert new_measure(spans, stretch) == measure(union(spans, [stretch])) - measure(spans)
    assert measure(spans) == len(grid(spans))


@given(sets)
def test_gaps_are_what_is_left(spans: Spans) -> None:
    open_parts = gaps(spans, LENGTH)
    assert grid(open_parts) == set(range(LENGTH)) - grid(spans)
    assert is_normal(open_parts)


@given(sets, st.integers(0, 10), st.integers(0, 20))
def test_joining_closes_only_short_inner_gaps_and_stays_in_its_budget(
    spans: Spans, longest: int, budget: int
) -> None:
    result = joined(spans, longest, budget)
    closed = [gap for gap in gaps(spans, LENGTH) if gap not in gaps(result, LENGTH)]
    assert grid(result) == grid(spans) | grid(closed)
    assert is_normal(result)
    assert measure(closed) <= budget
    assert all(end - start <= longest for start, end in closed)
    assert result[:1] == () or (result[0][0], result[-1][1]) == (spans[0][0], spans[-1][1])


@given(sets, st.integers(0, 10), st.integers(0, 20))
def test_a_gap_stays_open_only_when_it_is_too_long_or_the_budget_to_its_left_is_spent(
    spans: Spans, longest: int, budget: int
) -> None:
    still_open = gaps(joined(spans, longest, budget), LENGTH)
    spent = 0
    for gap in [gap for gap in gaps(spans, LENGTH) if gap[0] > 0 and gap[1] < LENGTH]:
        size = gap[1] - gap[0]
        if gap in still_open:
            assert size > longest or spent + size > budget
        else:
            spent += size


def test_joining_goes_from_the_left_and_a_gap_that_does_not_fit_does_not_stop_the_next() -> None:
    spans = ((0, 10), (14, 20), (23, 30), (31, 40))
    assert joined(spans, longest_gap=3, budget=4) == ((0, 10), (14, 40))
    assert joined(spans, longest_gap=4, budget=5) == ((0, 20), (23, 40))


def test_a_gap_at_the_very_limits_is_joined() -> None:
    assert joined(((0, 1), (2, 3), (4, 5)), longest_gap=1, budget=2) == ((0, 5),)
    assert joined(((0, 1), (3, 4)), longest_gap=1, budget=9) == ((0, 1), (3, 4))
