"""Every number that an agency may change from a day on, and which values each can have.

A number's unit is the end of its name, and the unit bounds it: a share lies between 0 and 1; days and years are
whole and at least 1; everything else is not negative.

Source: docs/operate/retention.md, docs/journeys/hr-roster.md, docs/journeys/watch-to-certificate.md
"""

from dataclasses import fields
from typing import Any, get_type_hints

from fieldwise.rulebook.learning.terms import WatchTerms
from fieldwise.rulebook.people.terms import RosterTerms
from fieldwise.rulebook.reasons import Reason
from fieldwise.rulebook.retention import RetentionTerms

FAMILIES: dict[str, Any] = {
    "learning.watching": WatchTerms(),
    "retention": RetentionTerms(),
    "roster": RosterTerms(),
}
MOST = {"days": 36_500, "years": 100, "share": 1}
MOST_OF_ANYTHING = 1_000_000


def term_names() -> list[str]:
    """Every term as family and name with a dot between."""
    return [f"{family}.{each.name}" for family, terms in FAMILIES.items() for each in fields(terms)]


def term_refusal(family: str, name: str, value: object) -> Reason | None:
    """Why a term cannot have this value; None when it can."""
    if f"{family}.{name}" not in term_names():
        return Reason(
            "unknown_term", f"There is no term {family}.{name}. There are: {', '.join(term_names())}."
        )
    whole = get_type_hints(type(FAMILIES[family]))[name] is int
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        return Reason(
            "wrong_type", f"{family}.{name} is {'a whole number' if whole else 'a number'}, not {value}."
        )
    unit = name.rsplit("_", 1)[-1]
    least, most = int(unit in ("days", "years")), MOST.get(unit, MOST_OF_ANYTHING)
    if not least <= value <= most:  # not a number is neither
        return Reason(
            "out_of_bounds", f"{family}.{name} lies between {least:,} and {most:,}; {value} does not."
        )
    return None
