"""From the cells of one row to one person, by the map."""

import re
import string
import unicodedata
from collections.abc import Sequence
from typing import Any

from fieldwise.standards.hr_roster.dates import month_end, read_date, read_fiscal_year
from fieldwise.standards.hr_roster.mapping import Mapping
from fieldwise.standards.hr_roster.shape import COLUMNS, DATES, LONGEST_CELL, Cell, Dated, Row

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_FORMULA_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
_IDS = ("employee_id", "supervisor_employee_id", "previous_employee_id")


class Translator:
    """Reads rows of one file; `places` says where each column stands, "fiscal_year" among them when the map has it."""

    def __init__(self, places: dict[str, int], mapping: Mapping) -> None:
        self.used = frozenset(places.values())
        self._places = places
        self._mapping = mapping
        leaving = {"left_on"} if mapping.left else set()
        self._columns = frozenset({*places, *mapping.constants, *leaving} & {*COLUMNS})
        self._values = {
            column: {" ".join(theirs.split()).casefold(): ours for theirs, ours in values.items()}
            for column, values in mapping.values.items()
        }
        self._left = {status.casefold() for status in mapping.left.leave_status} if mapping.left else set()

    def row(self, number: int, cells: Sequence[Cell]) -> Row:
        """The person in these cells, with what is wrong about them."""
        row = Row(number, self._columns)
        for column, value in self._mapping.constants.items():
            setattr(row, column, value)
        for column, place in self._places.items():
            if cells[place] != "" and column != "fiscal_year":
                self._read(row, column, cells[place])
        if self._mapping.left:
            self._read_leaving(row, cells)
        for column in ("employee_id", "title"):
            if not getattr(row, column) and not any(problem.field == column for problem in row.problems):
                row.refuse(
                    column, f"The cell is empty. Each row needs {'an id' if 'id' in column else 'a title'}."
                )
        return row

    def _read(self, row: Row, column: str, cell: Cell) -> None:
        if isinstance(cell, str):
            cell = " ".join(unicodedata.normalize("NFC", cell).split())
            if problem := _text_problem(cell):
                row.refuse(column, problem)
                return
            cell = self._ours(column, cell)
        if column not in DATES:
            self._read_text(row, column, cell)
        elif cell != "":
            found = read_date(cell, self._mapping.date_formats)
            self._put(row, column, found)

    def _ours(self, column: str, text: str) -> str:
        if column in self._values and text.casefold() in self._values[column]:
            return self._values[column][text.casefold()]
        return string.capwords(text) if column in self._mapping.title_case else text

    def _read_text(self, row: Row, column: str, value: Cell) -> None:
        if not isinstance(value, str):
            row.refuse(
                column,
                f"The cell holds a date, {value}, not text. A spreadsheet may have changed what was typed.",
            )
        elif len(value) > COLUMNS[column]:
            row.refuse(column, f"The cell has {len(value):,} characters. {COLUMNS[column]} are the most.")
        elif column in _IDS and value and not _ID.fullmatch(value):
            row.refuse(
                column, f"{value} is not an id. Ids have letters, digits, dots, dashes and underscores."
            )
        elif column == "email" and value and not _EMAIL.fullmatch(value):
            row.refuse(column, f"{value} is not an e-mail address.")
        else:
            setattr(row, column, value)

    def _put(self, row: Row, column: str, found: Dated | str) -> None:
        if isinstance(found, str):
            row.refuse(column, found)
        elif column == "left_on" and found.precision == "month":
            row.left_on = Dated(month_end(found.on), "month")
        else:
            setattr(row, column, found)

    def _read_leaving(self, row: Row, cells: Sequence[Cell]) -> None:
        place = self._places.get("leave_status")
        status = " ".join(str(cells[place]).split()) if place is not None else ""
        if row.left_on or status.casefold() not in self._left:
            return
        year: Any = str(cells[self._places["fiscal_year"]]).strip()
        if year:
            self._put(row, "left_on", read_fiscal_year(year))
        else:
            row.refuse(
                "left_on",
                f"{status} says that the person left, but neither a day nor a fiscal year says when.",
            )


def _text_problem(text: str) -> str | None:
    if text.startswith("="):
        return "The cell holds a formula. Put its value there instead."
    if text.upper() in _FORMULA_ERRORS:
        return f"{text} is what a spreadsheet shows for a formula that fails. Put the value there."
    if len(text) > LONGEST_CELL:
        return f"The cell has {len(text):,} characters. {LONGEST_CELL:,} are the most."
    if _CONTROL.search(text):
        return "The cell holds an invisible control character. Type the text again."
    return None
