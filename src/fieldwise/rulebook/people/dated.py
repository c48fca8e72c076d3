"""Days that are known to the day, the month or the fiscal year.

A beginning stands on the first day that it can mean, an end on the last.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from fieldwise.rulebook.calendar import fiscal_year, fiscal_year_end, in_words


class Dated(NamedTuple):
    """A day and how exactly it is known: "day", "month" or "fiscal_year"."""

    on: date
    precision: str = "day"

    @property
    def earliest(self) -> date:
        """The first day that it can mean."""
        if self.precision == "fiscal_year":
            return date(fiscal_year(self.on) - 1, 7, 1)
        return self.on.replace(day=1) if self.precision == "month" else self.on

    @property
    def latest(self) -> date:
        """The last day that it can mean."""
        if self.precision == "fiscal_year":
            return fiscal_year_end(fiscal_year(self.on))
        return (
            self.on.replace(day=monthrange(*self.on.timetuple()[:2])[1])
            if self.precision == "month"
            else self.on
        )

    def __str__(self) -> str:
        return in_words(self.on, self.precision)


def sharper(known: Dated | None, said: Dated) -> Dated:
    """What is believed when a file says a date: the known one where it fits into what is said, else what is said."""
    fits = known is not None and said.earliest <= known.earliest and known.latest <= said.latest
    return known if known is not None and fits else said


def on_words(when: Dated) -> str:
    """ "on June 30, 2023", "in May 2023" or "in fiscal year 2023"."""
    return f"{'on' if when.precision == 'day' else 'in'} {when}"


def end_words(when: Dated) -> str:
    """How a stretch ended, such as "ended in fiscal year 2023, day unknown"."""
    unknown = "" if when.precision == "day" else ", day unknown"
    return f"ended {on_words(when)}{unknown}"
