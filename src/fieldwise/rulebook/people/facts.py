"""What is known of people, and what a row of a roster says of one.

People are named by their key: the employee id in lower case under which they were known before the file.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldwise.rulebook.people.dated import Dated

LEVELS = ("division", "borough", "zone", "field_office", "unit")

Place = tuple[tuple[str, str], ...]  # (level, name) from the top; () is nowhere


@dataclass(frozen=True, slots=True)
class SpellFacts:
    """One stretch in a title and place under a supervisor (a key); `end` is the last day."""

    title: str
    level: str
    place: Place
    supervisor: str | None
    leave_status: str
    start: Dated
    end: Dated | None = None

    @property
    def position(self) -> tuple[str, str, Place]:
        """What "in position since" dates."""
        return self.title, self.level, self.place


History = tuple[SpellFacts, ...]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One person as they are known, with their spells in order of time."""

    key: str
    employee_id: str
    name: str = ""
    email: str = ""
    hired: Dated | None = None
    active: bool = True
    history: History = ()

    @property
    def called(self) -> str:
        """The name, or the employee id of who has none."""
        return self.name or self.employee_id

    @property
    def in_service(self) -> bool:
        return self.active and bool(self.history) and self.history[-1].end is None


@dataclass(frozen=True)
class KnownRoster:
    """Everything known before a file: people by key, keys by earlier id in lower case, kinds by place of every unit,
    and addresses that other agencies' people have."""

    people: Mapping[str, PersonFacts]
    earlier_ids: Mapping[str, str]
    units: Mapping[Place, str]
    foreign_emails: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What one row says, "" and None where nothing; `columns` are those of the file, `problems` what is wrong."""

    number: int
    columns: frozenset[str]
    employee_id: str
    name: str = ""
    email: str = ""
    title: str = ""
    level: str = ""
    division: str = ""
    borough: str = ""
    zone: str = ""
    field_office: str = ""
    unit: str = ""
    unit_kind: str = ""
    supervisor_employee_id: str = ""
    hired_on: Dated | None = None
    in_position_since: Dated | None = None
    left_on: Dated | None = None
    leave_status: str = ""
    previous_employee_id: str = ""
    problems: tuple["RowReason", ...] = ()


@dataclass(frozen=True, slots=True)
class RowReason:
    """Why a row is refused: a code, the field, and a sentence that says how to mend it."""

    code: str
    field: str
    sentence: str
