"""How long child protective specialists stay: the hazards that the generated careers follow.

Source: New York City's public payroll rows of fiscal year 2023, child protective specialists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, inf
from random import Random

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Band:
    """A stretch of service, in years, in which people leave at one rate per person-year."""

    label: str
    from_years: float
    to_years: float
    rate: float


@dataclass(frozen=True)
class Service:
    """One person's service so far, and whether it ended."""

    years: float
    ended: bool


@dataclass(frozen=True)
class Observed:
    """Leavings and person-years of one band."""

    exits: int
    person_years: float

    @property
    def rate(self) -> float:
        """Leavings per person-year; 0 where nobody served."""
        return self.exits / self.person_years if self.person_years else 0.0


BANDS = (
    Band("0-6 months", 0.0, 0.5, 0.56),
    Band("6-12 months", 0.5, 1.0, 0.95),
    Band("2nd year", 1.0, 2.0, 0.28),
    Band("3rd year", 2.0, 3.0, 0.29),
    Band("years 3-5", 3.0, 5.0, 0.17),
    Band("years 5-10", 5.0, 10.0, 0.11),
    Band("10 years on", 10.0, inf, 0.08),
)


def draw_years(random: Random) -> float:
    """Years of service of one new hire: where the cumulative hazard reaches a unit exponential."""
    left = random.expovariate(1.0)
    for band in BANDS:
        hazard = band.rate * (band.to_years - band.from_years)
        if left < hazard:
            return band.from_years + left / band.rate
        left -= hazard
    raise AssertionError("The last band has no end.")


def observe(band: Band, services: Iterable[Service]) -> Observed:
    """Occurrence and exposure in a band."""
    exits, person_years = 0, 0.0
    for service in services:
        if service.years > band.from_years:
            person_years += min(service.years, band.to_years) - band.from_years
            exits += service.ended and service.years <= band.to_years
    return Observed(exits, person_years)


def expected_years(horizon_years: float) -> float:
    """Mean years that one new hire serves within the horizon: staff held per yearly hire in the long run."""
    years, surviving = 0.0, 1.0
    for band in BANDS:
        width = min(band.to_years, horizon_years) - band.from_years
        if width <= 0:
            break
        years += surviving * (1 - exp(-band.rate * width)) / band.rate
        surviving *= exp(-band.rate * width)
    return years
