"""A roster file as rows in our columns, with a sentence for each thing that is wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fieldwise.standards.hr_roster.csv_table import csv_table
from fieldwise.standards.hr_roster.mapping import Mapping
from fieldwise.standards.hr_roster.shape import (
    COLUMNS,
    LARGEST_FILE_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    REQUIRED,
    Cell,
    Problem,
    RosterUnreadable,
    Row,
    Table,
)
from fieldwise.standards.hr_roster.values import Translator

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def _xlsx_table(path: Path, name: str) -> Table:
    # openpyxl takes a fifth of a second to import: too long for each start, for a file that comes once a day.
    from fieldwise.standards.hr_roster.xlsx_table import xlsx_table

    return xlsx_table(path, name)


_OPENERS: dict[str, Callable[[Path, str], Table]] = {".csv": csv_table, ".xlsx": _xlsx_table}


@dataclass(frozen=True)
class Reading:
    """What a file says: its rows, those with problems among them, the columns it does not share with us, notes."""

    rows: list[Row]
    unknown_columns: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]


def read(path: Path, mapping: Mapping, name: str = "") -> Reading:
    """The rows of a file; raises RosterUnreadable for what cannot be read as a whole. `name` is what people call it."""
    name = name or path.name
    table = _table(path, name)
    heading = [" ".join(cell.split()) for cell in table.heading]
    if len(heading) > MOST_COLUMNS:
        raise RosterUnreadable(f"{name} has more than {MOST_COLUMNS} columns.")
    translator = Translator(_places(heading, mapping, name), mapping)
    rows = _rows(table, translator, len(heading), name)
    _refuse_duplicates(rows, "employee_id", "One of them must go.")
    _refuse_duplicates(rows, "email", "Each person needs an address of their own.")
    unknown = tuple(cell for index, cell in enumerate(heading) if cell and index not in translator.used)
    return Reading(rows, unknown, table.notes)


def _table(path: Path, name: str) -> Table:
    size, ending = path.stat().st_size, Path(name).suffix.lower()
    if ending not in _OPENERS:
        raise RosterUnreadable(f"{name} does not end in .csv or .xlsx. Save the roster as one of them.")
    if size > LARGEST_FILE_BYTES:
        most = LARGEST_FILE_BYTES >> 20
        raise RosterUnreadable(
            f"{name} has {size / (1 << 20):,.0f} MB. A roster may have {most} MB; split it."
        )
    with path.open("rb") as stream:
        first = stream.read(4)
    if first == _OLD_EXCEL:
        raise RosterUnreadable(
            f"{name} is an old .xls file or has a password. Save it as .xlsx without a password, or as .csv."
        )
    if (first == _ZIP) != (ending == ".xlsx") and first:
        real = "a ZIP or Excel file" if first == _ZIP else "not an Excel workbook"
        raise RosterUnreadable(f"{name} ends in {ending} but is {real}. Export the roster again as {ending}.")
    if not first:
        raise RosterUnreadable(f"{name} is empty. Its first row must name the columns.")
    return _OPENERS[ending](path, name)


def _plain(heading: str) -> str:
    return re.sub(r"[\s_-]+", "_", heading.strip().casefold())


def _places(heading: list[str], mapping: Mapping, name: str) -> dict[str, int]:
    """Where each of our columns, and the map's fiscal year, stands in the file."""
    wanted = {column: column for column in COLUMNS if column not in mapping.constants} | mapping.columns
    if mapping.left:
        wanted["fiscal_year"] = mapping.left.fiscal_year
    plain = [_plain(cell) for cell in heading]
    places = {ours: plain.index(_plain(theirs)) for ours, theirs in wanted.items() if _plain(theirs) in plain}
    required = {*REQUIRED, *mapping.columns, *(["fiscal_year"] if mapping.left else [])} - {
        *mapping.constants
    }
    missing = [theirs for ours, theirs in wanted.items() if ours in required and ours not in places]
    if missing:
        found = ", ".join(cell for cell in heading if cell)[:200] or "nothing"
        are = "columns" if len(missing) > 1 else "column"
        raise RosterUnreadable(
            f"{name} has no {are} {', '.join(missing)}. Its first row says: {found}. "
            "Add what is missing, or use a map that says what this file calls it."
        )
    for place in places.values():
        if plain.count(plain[place]) > 1:
            raise RosterUnreadable(f"{name}, row 1: the column {heading[place]} is there twice. One must go.")
    return places


def _rows(table: Table, translator: Translator, width: int, name: str) -> list[Row]:
    rows: list[Row] = []
    for number, cells in table.rows:
        while len(cells) > width and cells[-1] == "":
            cells.pop()
        if not any(cells):
            continue
        if len(rows) == MOST_ROWS:
            raise RosterUnreadable(f"{name} has more than {MOST_ROWS:,} rows. Split it.")
        rows.append(_row(number, cells, translator, width))
    if not rows:
        raise RosterUnreadable(f"{name} has a heading but no rows.")
    return rows


def _row(number: int, cells: list[Cell], translator: Translator, width: int) -> Row:
    if len(cells) == width:
        return translator.row(number, cells)
    row = translator.row(number, (cells + [""] * width)[:width])
    has = (
        f"{len(cells)} cell{'s' if len(cells) > 1 else ''}"
        if len(cells) < width
        else "a value past the last column"
    )
    row.problems = []  # they would follow from the cells being shifted
    row.refuse(
        "", f"The row has {has}; the heading has {width}. A comma or a quotation mark is missing or too many."
    )
    return row


def _refuse_duplicates(rows: list[Row], column: str, mend: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        value: str = getattr(row, column)
        if value and first.setdefault(value.lower(), row.number) != row.number:
            row.refuse(column, f"{value} is also in row {first[value.lower()]}. {mend}")
