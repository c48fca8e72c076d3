"""What a roster is made of: its columns and their longest values, its rows, and what can be wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

LARGEST_FILE_BYTES = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_000

# each column, and how many characters its values may have
COLUMNS: dict[str, int] = {
    "employee_id": 40,
    "name": 200,
    "email": 254,
    "title": 120,
    "level": 40,
    "division": 120,
    "borough": 120,
    "zone": 120,
    "field_office": 120,
    "unit": 120,
    "unit_kind": 40,
    "supervisor_employee_id": 40,
    "hired_on": 40,
    "in_position_since": 40,
    "left_on": 40,
    "leave_status": 40,
    "previous_employee_id": 40,
}
DATES = ("hired_on", "in_position_since", "left_on")
REQUIRED = ("employee_id", "title", "hired_on")

Cell = str | date


class Dated(NamedTuple):
    """A day and how exactly it is known: "day", "month" or "fiscal_year".

    Of a month or year, beginnings stand on its first day and ends on its last.
    """

    on: date
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row, in a sentence that says how to mend it."""

    row: int
    field: str
    sentence: str


class RosterUnreadable(Exception):
    """The whole file cannot be read; the message is a sentence that names the file."""


@dataclass(slots=True)
class Row:
    """One person as the file has them; "" and None where it says nothing. `columns` are those that the file has."""

    number: int
    columns: frozenset[str]
    employee_id: str = ""
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
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, column: str, sentence: str) -> None:
        """Note something wrong."""
        self.problems.append(Problem(self.number, column, sentence))


@dataclass(frozen=True)
class Table:
    """A file as cells: the heading, and each further row with its number; what was left out is in the notes."""

    heading: list[str]
    rows: Iterator[tuple[int, list[Cell]]]
    notes: tuple[str, ...] = ()
