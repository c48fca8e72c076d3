"""The places of the Division of Child Protection. Names are invented; the shape is that of a big city's agency."""

from dataclasses import dataclass
from typing import NamedTuple

DIVISION = "Division of Child Protection"
PROTECTIVE, CARES, ONBOARDING = "Protective", "CARES", "Onboarding"
LETTERS = "ABCD"


class Place(NamedTuple):
    """Where in the tree somebody works; "" below their own level."""

    division: str
    borough: str = ""
    zone: str = ""
    field_office: str = ""
    unit: str = ""
    unit_kind: str = ""


@dataclass(frozen=True)
class Team:
    """A unit, and the group in its field office that one manager leads, such as "Bronx East 4"."""

    place: Place
    group: str


# borough > zone > field office: groups of units, one manager to each group
OFFICES: dict[str, dict[str, dict[str, int]]] = {
    "Bronx": {
        "Bronx Zone 1": {"Bronx East": 5, "Bronx North": 4},
        "Bronx Zone 2": {"Bronx West": 4, "Bronx Park": 4},
        "Bronx Zone 3": {"Bronx South": 4},
    },
    "Brooklyn": {
        "Brooklyn Zone 1": {"Brooklyn North": 5, "Brooklyn East": 4},
        "Brooklyn Zone 2": {"Brooklyn South": 4, "Brooklyn Parkway": 4},
        "Brooklyn Zone 3": {"Brooklyn West": 4},
        "Brooklyn Zone 4": {"Brooklyn Harbor": 4},
    },
    "Manhattan": {
        "Manhattan Zone 1": {"Manhattan Uptown": 4, "Manhattan Midtown": 3},
        "Manhattan Zone 2": {"Manhattan Downtown": 4},
    },
    "Queens": {
        "Queens Zone 1": {"Queens North": 4, "Queens West": 3},
        "Queens Zone 2": {"Queens South": 4, "Queens East": 4},
        "Queens Zone 3": {"Queens Bay": 4},
    },
    "Staten Island": {"Staten Island Zone 1": {"Staten Island Shore": 4}},
}
ONBOARDING_UNITS = {"Bronx": 3, "Brooklyn": 3, "Manhattan": 2, "Queens": 3, "Staten Island": 1}


def offices() -> list[tuple[Place, int]]:
    """Each field office, with its number of groups."""
    return [
        (Place(DIVISION, borough, zone, office), groups)
        for borough, zones in OFFICES.items()
        for zone, names in zones.items()
        for office, groups in names.items()
    ]


def field_teams() -> list[Team]:
    """Four units to a group, such as "Bronx East 4-B"; one of the four is a CARES unit."""
    return [
        Team(office._replace(unit=f"{name}-{letter}", unit_kind=kind), name)
        for index, (office, groups) in enumerate(offices())
        for group in range(1, groups + 1)
        for name in [f"{office.field_office} {group}"]
        for letter in LETTERS
        for kind in [CARES if letter == LETTERS[(index + group + 1) % 4] else PROTECTIVE]
    ]


def onboarding_teams() -> list[Team]:
    """Units of new hires, such as "Queens Onboarding 2", in the first field office of each borough."""
    first: dict[str, Place] = {}
    for office, _ in offices():
        first.setdefault(office.borough, office)
    return [
        Team(
            first[borough]._replace(unit=f"{borough} Onboarding {number}", unit_kind=ONBOARDING),
            f"{first[borough].field_office} 1",
        )
        for borough, count in ONBOARDING_UNITS.items()
        for number in range(1, count + 1)
    ]
