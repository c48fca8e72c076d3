"""What the generated agency looks like beside the measured one."""

from collections.abc import Iterator
from datetime import date

from demo.agency.appointments import CPS
from demo.agency.careers import CLASS_SIZE, HISTORY_YEARS, Career, careers, class_weeks
from demo.agency.hazards import BANDS, DAYS_PER_YEAR, expected_years, observe
from demo.agency.roster import rows

# New York City's public payroll rows of fiscal year 2023, child protective specialists.
MEASURED_SHARES = {"under 1 year": 17.5, "3 years or more": 74.0, "5 years or more": 55.4}
MEASURED_EXITS_PER_100_PERSON_YEARS = 21.5


def figures(as_of: date) -> str:
    """The figures as a plain table."""
    everybody, roster = careers(as_of), rows(as_of)
    parts = [_size(roster), _classes(everybody), _shares(roster, as_of), _hazards(everybody, as_of)]
    return "\n".join(
        [f"The demonstration agency on {as_of}", *(line for part in parts for line in ["", *part])]
    )


def current_shares(roster: list[dict[str, str]], as_of: date) -> dict[str, float]:
    """Per cent of the specialists in service, by time since they were hired."""
    years = [
        (as_of - date.fromisoformat(row["hired_on"])).days / DAYS_PER_YEAR
        for row in roster
        if row["title"] == CPS.title and not row["left_on"]
    ]
    counts = {
        "under 1 year": sum(y < 1 for y in years),
        "3 years or more": sum(y >= 3 for y in years),
        "5 years or more": sum(y >= 5 for y in years),
    }
    return {label: 100 * count / len(years) for label, count in counts.items()}


def exits_per_100_person_years(roster: list[dict[str, str]], as_of: date) -> float:
    """Specialists who left in the 365 days before a day, per 100 person-years that specialists served in them."""
    exits, days = 0, 0
    for row in (row for row in roster if row["title"] == CPS.title):
        left_on = date.fromisoformat(row["left_on"]) if row["left_on"] else None
        first = max(0, 365 - (as_of - date.fromisoformat(row["hired_on"])).days)
        last = 365 - (as_of - left_on).days if left_on else 365
        days += max(0, last - first)
        exits += left_on is not None and last > 0
    return 100 * exits / (days / DAYS_PER_YEAR)


def _size(roster: list[dict[str, str]]) -> Iterator[str]:
    current = [row for row in roster if not row["left_on"]]
    specialists = sum(row["title"] == CPS.title for row in current)
    yield f"Current staff {len(current):,}, of them specialists {specialists:,}."
    yield f"Leavers of the last two years in the roster: {len(roster) - len(current):,}."


def _classes(everybody: list[Career]) -> Iterator[str]:
    smallest, largest = CLASS_SIZE
    held = 4 * (smallest + largest) / 2 * expected_years(HISTORY_YEARS)
    recent = [sum(first <= weeks < first + 52 for weeks in class_weeks()) for first in (0, 52, 104, 156)]
    count = f"{len(class_weeks())} in {HISTORY_YEARS} years, {len(everybody):,} people"
    yield f"Hiring classes of {smallest}-{largest}: {count}."
    yield f"Classes in the last four years, the latest first: {', '.join(map(str, recent))}."
    yield f"Four classes a year at the measured hazards would hold {held:,.0f} people in the long run."


def _shares(roster: list[dict[str, str]], as_of: date) -> Iterator[str]:
    generated = current_shares(roster, as_of)
    yield f"{'Specialists in service':<34}{'measured':>10}{'generated':>11}"
    for label, measured in MEASURED_SHARES.items():
        yield f"{label:<34}{measured:>9.1f}%{generated[label]:>10.1f}%"
    exits = exits_per_100_person_years(roster, as_of)
    yield f"{'exits per 100 person-years':<34}{MEASURED_EXITS_PER_100_PERSON_YEARS:>10.1f}{exits:>11.1f}"


def _hazards(everybody: list[Career], as_of: date) -> Iterator[str]:
    services = [career.service(as_of) for career in everybody]
    yield f"{'Exits per person-year':<34}{'measured':>10}{'generated':>11}{'exits':>8}{'person-years':>14}"
    for band in BANDS:
        seen = observe(band, services)
        yield f"{band.label:<34}{band.rate:>10.2f}{seen.rate:>11.3f}{seen.exits:>8,}{seen.person_years:>14,.0f}"
