"""How long things are kept: the defaults are those of the document, and each day falls on the right side."""

import math
import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from fieldwise.rulebook.retention import Kept, RetentionTerms, due_on, kept_from, leaver_due_on
from fieldwise.rulebook.terms import FAMILIES, term_names, term_refusal

DOCUMENT = Path(__file__).parents[2] / "docs/operate/retention.md"
TODAY = date(2026, 11, 12)


def test_the_defaults_are_those_of_the_document() -> None:
    rows = re.findall(r"\| (\d+) (?:days|years)[^|]*\|[^|]*\| `retention\.(\w+)` \|", DOCUMENT.read_text())
    assert sorted((name, int(number)) for number, name in rows) == sorted(
        (each.name, each.default) for each in fields(RetentionTerms)
    )


def test_what_is_kept_so_many_days_is_deleted_in_the_night_after_them() -> None:
    written_on = date(2026, 8, 14)
    last_day_kept = date(2026, 11, 12)
    assert written_on >= kept_from(last_day_kept, 90)
    assert written_on < kept_from(due_on(written_on, 90), 90)
    assert due_on(written_on, 90) == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("last_on", "due"),
    [(date(2020, 11, 12), date(2026, 11, 13)), (date(2020, 2, 29), date(2026, 3, 1))],
)
def test_a_leaver_is_erased_years_after_the_last_day(last_on: date, due: date) -> None:
    assert leaver_due_on(last_on, RetentionTerms()) == due


def test_each_kind_has_its_sentence_with_its_numbers() -> None:
    terms = RetentionTerms(letters_days=1, leavers_years=7)
    assert Kept.LETTERS.sentence(terms) == "Deleted 1 day after they were written."
    assert Kept.LEAVERS.sentence(terms) == "Erased 7 years after the last day of service."
    assert all(kept.sentence(terms) for kept in Kept)


def test_every_default_is_a_value_that_its_term_can_have() -> None:
    for name in term_names():
        family, last = name.rsplit(".", 1)
        assert term_refusal(family, last, getattr(FAMILIES[family], last)) is None


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("retention.letters_day", 90, "unknown_term"),
        ("people.letters_days", 90, "unknown_term"),
        (".", 90, "unknown_term"),
        ("retention.letters_days", 0, "out_of_bounds"),
        ("retention.letters_days", 36_501, "out_of_bounds"),
        ("retention.letters_days", 10**400, "out_of_bounds"),
        ("retention.leavers_years", 101, "out_of_bounds"),
        ("retention.letters_days", 90.5, "wrong_type"),
        ("retention.letters_days", True, "wrong_type"),
        ("retention.letters_days", "90", "wrong_type"),
        ("retention.letters_days", None, "wrong_type"),
        ("roster.alarming_leaver_share", 1.01, "out_of_bounds"),
        ("learning.watching.speed_bound", math.nan, "out_of_bounds"),
        ("learning.watching.speed_bound", math.inf, "out_of_bounds"),
        ("learning.watching.grace_seconds", -1, "out_of_bounds"),
    ],
)
def test_a_value_that_a_term_cannot_have_is_refused(name: str, value: object, code: str) -> None:
    refusal = term_refusal(*name.rsplit(".", 1), value)
    assert refusal is not None
    assert refusal.code == code
    assert name in refusal.sentence


def test_a_share_and_a_number_with_a_fraction_are_taken() -> None:
    assert term_refusal("roster", "alarming_leaver_share", 0.9) is None
    assert term_refusal("learning.watching", "speed_bound", 1.5) is None
