"""Sets of whole numbers, kept as sorted half-open stretches (start, end) that neither overlap nor touch.

Whole numbers, because unions of them are exact: the same stretches in any order make the same set.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter

Stretch = tuple[int, int]
Spans = tuple[Stretch, ...]

_start, _end = itemgetter(0), itemgetter(1)


def _neighbors(spans: Sequence[Stretch], stretch: Stretch) -> slice:
    """Where the spans that overlap or touch the stretch lie."""
    return slice(bisect_left(spans, stretch[0], key=_end), bisect_right(spans, stretch[1], key=_start))


def union(spans: Iterable[Stretch], more: Iterable[Stretch]) -> Spans:
    """The set with more stretches in it, in any order; what is empty or reversed adds nothing."""
    merged = list(spans)
    for start, end in more:
        if start < end:
            place = _neighbors(merged, (start, end))
            near = merged[place]
            merged[place] = [(min(start, near[0][0]), max(end, near[-1][1])) if near else (start, end)]
    return tuple(merged)


def measure(spans: Iterable[Stretch]) -> int:
    """How many whole numbers the set holds."""
    return sum(end - start for start, end in spans)


def new_measure(spans: Sequence[Stretch], stretch: Stretch) -> int:
    """How much the stretch would add to the set."""
    start, end = stretch
    if start >= end:
        return 0
    near = spans[_neighbors(spans, stretch)]
    return end - start - sum(min(end, near_end) - max(start, near_start) for near_start, near_end in near)


def gaps(spans: Iterable[Stretch], length: int) -> Spans:
    """What the set leaves open between 0 and the length, the edges included; the set lies within them."""
    edges = [0, *chain.from_iterable(spans), length]
    return tuple(gap for gap in zip(edges[::2], edges[1::2], strict=True) if gap[0] < gap[1])


def joined(spans: Sequence[Stretch], longest_gap: int, budget: int) -> Spans:
    """The set with inner gaps closed from the left, each at most `longest_gap`, at most `budget` in all."""
    result = list(spans[:1])
    for start, end in spans[1:]:
        gap = start - result[-1][1]
        if gap <= min(longest_gap, budget):
            budget -= gap
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return tuple(result)
