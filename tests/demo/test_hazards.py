"""The generated careers follow the measured hazards, and staff in service look like the measured ones."""

from datetime import date
from math import exp, sqrt
from random import Random

import pytest

from demo.agency.careers import Career, careers
from demo.agency.figures import current_shares, exits_per_100_person_years, figures
from demo.agency.hazards import BANDS, Band, Service, draw_years, expected_years, observe
from demo.agency.roster import rows

AS_OF = date(2026, 11, 12)
MEASURED = {
    "0-6 months": 0.56,
    "6-12 months": 0.95,
    "2nd year": 0.28,
    "3rd year": 0.29,
    "years 3-5": 0.17,
    "years 5-10": 0.11,
    "10 years on": 0.08,
}


@pytest.fixture(scope="module")
def everybody() -> list[Career]:
    return careers(AS_OF)


def test_occurrence_and_exposure_are_counted_within_the_band() -> None:
    band = Band("2nd year", 1.0, 2.0, 0.28)
    services = [Service(0.5, True), Service(1.25, True), Service(1.5, False), Service(3.0, True)]
    seen = observe(band, services)
    assert (seen.exits, seen.person_years, seen.rate) == (1, 1.75, 1 / 1.75)


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.label)
def test_measured_hazards_are_recovered_from_leavers_and_stayers(everybody: list[Career], band: Band) -> None:
    """Within four standard errors of a Poisson count over thirty years: 4 / sqrt(exits), 5% to 15% of the rate."""
    seen = observe(band, [career.service(AS_OF) for career in everybody])
    assert seen.exits > 700
    assert abs(seen.rate - MEASURED[band.label]) < 4 * MEASURED[band.label] / sqrt(seen.exits)


def test_drawn_service_has_the_survival_of_the_hazards() -> None:
    """Within four standard errors of 20,000 draws."""
    random = Random(1)
    years = [draw_years(random) for _ in range(20_000)]
    for at, survival in ((1, exp(-0.28 - 0.475)), (3, exp(-0.755 - 0.57)), (10, exp(-1.325 - 0.34 - 0.55))):
        share = sum(y > at for y in years) / len(years)
        assert abs(share - survival) < 4 * sqrt(survival * (1 - survival) / len(years))
    assert sum(min(y, 30) for y in years) / len(years) == pytest.approx(expected_years(30), rel=0.04)


def test_service_of_staff_is_near_the_measured_shares() -> None:
    """Two points of the measured shares, three exits of the measured 21.5 per 100 person-years."""
    roster = rows(AS_OF)
    shares = current_shares(roster, AS_OF)
    assert shares == pytest.approx(
        {"under 1 year": 17.5, "3 years or more": 74.0, "5 years or more": 55.4}, abs=2
    )
    assert exits_per_100_person_years(roster, AS_OF) == pytest.approx(21.5, abs=3)


def test_exits_and_days_served_are_counted_within_the_last_365_days() -> None:
    def specialist(hired_on: str, left_on: str = "") -> dict[str, str]:
        return {"title": "Child Protective Specialist", "hired_on": hired_on, "left_on": left_on}

    roster = [
        specialist("2020-01-06"),
        specialist("2020-01-06", "2025-11-12"),
        specialist("2026-10-12", "2026-11-02"),
        {**specialist("2020-01-06", "2026-11-02"), "title": "Child Protective Manager"},
    ]
    assert exits_per_100_person_years(roster, AS_OF) == pytest.approx(100 / ((365 + 21) / 365.25))


def test_classes_have_63_to_70_people_who_start_together(everybody: list[Career]) -> None:
    sizes: dict[date, int] = {}
    for career in everybody:
        sizes[career.hired_on] = sizes.get(career.hired_on, 0) + 1
    assert set(sizes.values()) == set(range(63, 71))


def test_figures_print_each_measured_number_beside_the_generated_one() -> None:
    printed = figures(AS_OF)
    for number in ("17.5%", "74.0%", "55.4%", "21.5", *(f"{rate:.2f}" for rate in MEASURED.values())):
        assert number in printed
