"""What becomes of each row of a roster.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from dataclasses import dataclass
from enum import Enum

from fieldwise.rulebook.people.facts import PersonFacts, Place, RowReason


class Verdict(Enum):
    """What becomes of one row; the value is the word on the screen."""

    NEW = "New"
    CHANGED = "Changed"
    UNCHANGED = "Unchanged"
    REFUSED = "Refused"
    LEAVER = "Leaver"
    REHIRE = "Rehire"
    RENAMED = "Renamed id"


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One row, or with `row` None somebody missing from a whole file: what becomes of them, and why."""

    row: int | None
    verdict: Verdict
    before: PersonFacts | None = None
    after: PersonFacts | None = None
    sentences: tuple[str, ...] = ()
    reasons: tuple[RowReason, ...] = ()
    earlier_id: str = ""


@dataclass(frozen=True)
class UnitChange:
    """A unit that is new or gets another kind, and the row that says so first."""

    place: Place
    kind: str
    row: int
    sentence: str
