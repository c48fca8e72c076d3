"""Years, months and fiscal years between dates.

The anniversary of a day that a month does not have is the last day of that month: a year after
February 29 is February 28. New York City's fiscal year runs from July 1 to June 30 and is named by the
year in which it ends.

Source: New York General Construction Law, sections 30 and 58; New York City Charter, section 226
"""

from calendar import monthrange
from datetime import date


def add_months(on: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it has no such day."""
    years, month = divmod(on.month - 1 + months, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def add_years(on: date, years: int) -> date:
    """The same day so many years later; February 29 becomes February 28 in a year without it."""
    return add_months(on, 12 * years)


def completed_months(from_on: date, to_on: date) -> int:
    """How many whole months lie between two dates; 0 when the second comes first."""
    months = 12 * (to_on.year - from_on.year) + to_on.month - from_on.month
    return max(0, months if add_months(from_on, months) <= to_on else months - 1)


def completed_years(from_on: date, to_on: date) -> int:
    """How many whole years lie between two dates; 0 when the second comes first."""
    return completed_months(from_on, to_on) // 12


def years_and_months(from_on: date, to_on: date) -> str:
    """The time between two dates as people say it, such as "2 years 11 months"."""
    years, months = divmod(completed_months(from_on, to_on), 12)
    parts = [f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in ((years, "year"), (months, "month")) if n]
    return " ".join(parts) or "less than a month"


def fiscal_year(on: date) -> int:
    """The fiscal year of a date, named by the calendar year in which it ends."""
    return on.year + (on.month >= 7)


def fiscal_year_end(year: int) -> date:
    """The last day of a fiscal year."""
    return date(year, 6, 30)


def in_words(on: date, precision: str = "day") -> str:
    """A date no more exactly than it is known; precision is "day", "month" or "fiscal_year"."""
    words = {
        "day": f"{on:%B} {on.day}, {on.year}",
        "month": f"{on:%B} {on.year}",
        "fiscal_year": f"fiscal year {fiscal_year(on)}",
    }
    return words[precision]
