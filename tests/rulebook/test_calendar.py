from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwise.rulebook.calendar import (
    add_months,
    add_years,
    completed_months,
    completed_years,
    fiscal_year,
    fiscal_year_end,
    in_words,
    years_and_months,
)

dates = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def test_a_year_after_february_29_is_february_28_except_in_a_leap_year() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert completed_years(date(2024, 2, 29), date(2027, 2, 27)) == 2
    assert completed_years(date(2024, 2, 29), date(2027, 2, 28)) == 3


def test_a_month_after_january_31_is_the_last_of_february() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 31), 13) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert completed_months(date(2026, 1, 31), date(2026, 2, 28)) == 1


@given(dates, st.integers(0, 600))
def test_completed_months_are_the_inverse_of_adding_them(start: date, months: int) -> None:
    later = add_months(start, months)
    assert completed_months(start, later) == months
    assert completed_months(start, later - timedelta(days=1)) == max(0, months - 1)
    assert completed_years(start, later) == months // 12


@given(dates, st.integers(0, 20_000))
def test_completed_months_are_the_most_that_fit(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    months = completed_months(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


def test_time_that_has_not_begun_is_no_time() -> None:
    assert completed_years(date(2026, 5, 1), date(2025, 1, 1)) == 0
    assert completed_months(date(2026, 5, 1), date(2026, 4, 30)) == 0


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (date(2023, 4, 13), "2 years 11 months"),
        (date(2021, 4, 14), "1 year"),
        (date(2021, 5, 14), "1 year 1 month"),
        (date(2020, 6, 13), "1 month"),
        (date(2020, 5, 13), "less than a month"),
        (date(2019, 1, 1), "less than a month"),
    ],
)
def test_time_is_told_as_people_say_it(end: date, said: str) -> None:
    assert years_and_months(date(2020, 4, 14), end) == said


def test_the_citys_fiscal_year_runs_from_july_to_june() -> None:
    assert fiscal_year(date(2022, 6, 30)) == 2022
    assert fiscal_year(date(2022, 7, 1)) == 2023
    assert fiscal_year(date(2023, 6, 30)) == 2023
    assert fiscal_year_end(2023) == date(2023, 6, 30)


@given(dates)
def test_a_date_lies_in_the_fiscal_year_that_it_names(on: date) -> None:
    year = fiscal_year(on)
    assert fiscal_year_end(year - 1) < on <= fiscal_year_end(year)


def test_a_date_in_words_is_as_exact_as_it_is_known() -> None:
    assert in_words(date(2026, 9, 4)) == "September 4, 2026"
    assert in_words(date(2026, 9, 4), "month") == "September 2026"
    assert in_words(date(2026, 9, 4), "fiscal_year") == "fiscal year 2027"
    with pytest.raises(KeyError):
        in_words(date(2026, 9, 4), "week")
