"""The policy's numbers, held against the document that they come from."""

import re
from pathlib import Path

from fieldwise.rulebook.learning.terms import WatchTerms

DOCUMENT = Path(__file__).parents[3] / "docs/journeys/watch-to-certificate.md"


def test_the_terms_are_those_of_the_contract() -> None:
    text = DOCUMENT.read_text()
    assert "good for late reports for seven days" in text
    found = re.search(r"≤ (\d) × \(now − issue of \*L\*\) \+ (\d+) s", text)
    longest = re.search(r"longer than (\d+) s is refused", text)
    gaps = re.search(r"at most (\d) s are joined, at most (\d) s in all", text)
    assert found
    assert longest
    assert gaps
    numbers = [7, *map(int, (*found.groups(), *longest.groups(), *gaps.groups()))]
    terms = WatchTerms()
    assert numbers == [
        terms.lease_days,
        terms.speed_bound,
        terms.grace_seconds,
        terms.longest_segment_seconds,
        terms.joined_gap_seconds,
        terms.joined_total_seconds,
    ]
