"""Dates as HR systems write them. A format is made of YYYY, MM, MON (Jan, Feb …) and DD; without DD it is a month."""

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date, datetime
from functools import lru_cache

from fieldwise.standards.hr_roster.shape import Cell, Dated

FORMATS = ("YYYY-MM-DD", "MM/DD/YYYY", "YYYY-MM")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

_TOKENS = re.compile("YYYY|MON|MM|DD")
_EXAMPLE = {"YYYY": "2026", "MM": "11", "MON": "Nov", "DD": "09"}
_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}


def format_problem(form: str) -> str | None:
    """Why this is not a format of dates; None when it is one."""
    tokens = sorted(_TOKENS.findall(form))
    if tokens in (sorted(["YYYY", month, *day]) for month in ("MM", "MON") for day in ([], ["DD"])):
        return None
    return f"“{form}” is not a format of dates. Write it with YYYY, MM or MON, and DD, such as DD.MM.YYYY."


@lru_cache(maxsize=256)
def _pattern(form: str) -> re.Pattern[str]:
    packed = bool(re.search("(YYYY|MM|DD)(YYYY|MM|DD)", form))
    digits = r"\d{2}" if packed else r"\d{1,2}"
    groups = {"YYYY": r"(?P<year>\d{4})", "MM": f"(?P<month>{digits})", "DD": f"(?P<day>{digits})",
              "MON": "(?P<word>[A-Za-z]{3})"}  # fmt: skip
    parts = re.split(f"({_TOKENS.pattern})", form)
    return re.compile("".join(groups.get(part, re.escape(part)) for part in parts), re.ASCII)


def read_date(cell: Cell, formats: tuple[str, ...]) -> Dated | str:
    """The date in a cell, a month standing on its first day; otherwise a sentence that says what is wrong."""
    if isinstance(cell, date):
        on = cell.date() if isinstance(cell, datetime) else cell
        return _checked(str(on), on.year, on.month, on.day)
    return _read_text(cell, formats)


@lru_cache(maxsize=16_384)  # a roster says few dates again and again, and a hostile one millions
def _read_text(text: str, formats: tuple[str, ...]) -> Dated | str:
    for form in formats:
        if found := _pattern(form).fullmatch(text):
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else _MONTHS.get(parts["word"].lower())
            if month is not None:
                return _checked(
                    text, int(parts["year"]), month, int(parts["day"]) if "day" in parts else None
                )
    examples = " or ".join(_TOKENS.sub(lambda token: _EXAMPLE[token[0]], form) for form in formats)
    return f"{text} is not a date. Write it as {examples}."


def _checked(text: str, year: int, month: int, day: int | None) -> Dated | str:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return f"{text} is not plausible. Years from {EARLIEST_YEAR} to {LATEST_YEAR} are taken."
    if not 1 <= month <= 12:
        return f"{text} is not a date. There is no month {month}."
    if day is None:
        return Dated(date(year, month, 1), "month")
    if 1 <= day <= monthrange(year, month)[1]:
        return Dated(date(year, month, day))
    if (month, day) == (2, 29):
        return f"{text} is not a date. {year} has no February 29."
    return f"{text} is not a date. {month_name[month]} {year} has no day {day}."


def month_end(on: date) -> date:
    """The last day of a date's month."""
    return on.replace(day=monthrange(on.year, on.month)[1])


def read_fiscal_year(text: str) -> Dated | str:
    """The last day of a fiscal year that ends on June 30, known no more exactly than the year."""
    year = text.upper().removeprefix("FY").strip()
    if re.fullmatch(r"\d{4}", year, re.ASCII) and EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        return Dated(date(int(year), 6, 30), "fiscal_year")
    return f"{text} is not a fiscal year. Write the year in which it ends, such as 2026."
