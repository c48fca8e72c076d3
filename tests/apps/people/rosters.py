"""Roster files for the tests, read and applied as the doors do it."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fieldwise.apps.people.actions import apply_roster, found_agency, read_roster
from fieldwise.apps.people.models import (
    Agency,
    EmployeeIdAlias,
    HiringClass,
    OrgUnit,
    Person,
    RosterImport,
    ServiceSpell,
)

AT = datetime(2026, 11, 12, 19, 24, tzinfo=UTC)
LATER = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
TREE = {
    "division": "Division of Child Protection",
    "borough": "Bronx",
    "zone": "Bronx Zone 1",
    "field_office": "Bronx East",
}
PLAIN = {**TREE, "title": "Child Protective Specialist", "unit": "Bronx East 4-A", "hired_on": "2022-08-29"}
DANA = {**PLAIN, "employee_id": "104417", "name": "Dana Whitlock", "email": "d.whitlock@example.org"}
KIM = {**PLAIN, "employee_id": "104418", "name": "Kim Park", "email": "k.park@example.org"}


def agency(code: str = "ACS") -> Agency:
    """An agency with nobody in it."""
    return found_agency(code=code, name=code, at=AT)


def roster_file(folder: Path, *rows: dict[str, Any], name: str = "roster.csv") -> Path:
    """A CSV file with the columns that the rows have."""
    path = folder / name
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def staff(count: int, **said: str) -> list[dict[str, str]]:
    """So many people in one unit."""
    return [{**PLAIN, "employee_id": str(n), "name": f"Person {n}", **said} for n in range(1, count + 1)]


def read(to: Agency, path: Path, *, whole: bool = False, at: datetime = AT, **more: Any) -> RosterImport:
    """The dry run of a file."""
    return read_roster(agency=to, source=path, file_name=path.name, whole=whole, by=None, at=at, **more)


def take(to: Agency, path: Path, *, whole: bool = False, at: datetime = AT, **how: Any) -> RosterImport:
    """A file, read and applied."""
    found = read(to, path, whole=whole, at=at, map_text=how.pop("map_text", ""), map_name="map.toml")
    apply_roster(roster_import=found, by=None, at=at, **how)
    to.refresh_from_db()
    return found


def everything() -> Iterator[tuple[Any, ...]]:
    """Every row that a roster may make or change, as it is stored."""
    for model in (OrgUnit, HiringClass, Person, EmployeeIdAlias, ServiceSpell):
        yield from model.objects.order_by("id").values_list()


def service(employee_id: str) -> list[tuple[str, str, str]]:
    """The spells that are believed, in order: unit, from, to."""
    spells = ServiceSpell.objects.filter(person__employee_id=employee_id, withdrawn_at=None).order_by(
        "from_on"
    )
    return [
        (each.unit.name if each.unit else "", str(each.from_on), str(each.to_on or "")) for each in spells
    ]
