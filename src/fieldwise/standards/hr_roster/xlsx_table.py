"""An XLSX file as cells: the first visible sheet. What the ZIP declares is checked before anything is unpacked."""

import struct
import warnings
import zlib
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

import openpyxl
from openpyxl.xml.functions import fromstring

from fieldwise.standards.hr_roster.shape import MOST_COLUMNS, MOST_ROWS, Cell, RosterUnreadable, Table

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_STRINGS_BYTES = 50 * 1024 * 1024
MOST_OTHER_BYTES = 5 * 1024 * 1024
HIGHEST_RATIO = 100
LARGEST_DIRECTORY_BYTES = 256 * 1024
LAST_SHEET_ROW = 1_048_576
MANIFEST = "[content_types].xml"
_SMALL_BYTES = 1024 * 1024
_DIRECTORY_END = struct.Struct("<4s8xL")
_DIRECTORY_END_BYTES = 22

warnings.filterwarnings("ignore", module="openpyxl")  # it speaks of styles, which a roster does not need
if not openpyxl.DEFUSEDXML:
    raise ImportError("openpyxl must find defusedxml; without it, it expands XML bombs")


def xlsx_table(path: Path, name: str) -> Table:
    """The cells of a workbook, read as they are asked for; raises RosterUnreadable, also while rows are read."""
    _check_zip(path, name)
    try:
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        heading = _heading(sheets[0], name) if sheets else []
    except RosterUnreadable:
        raise
    except Exception as error:  # openpyxl raises whatever it meets in a broken file
        raise RosterUnreadable(_damaged(name)) from error
    if not heading:
        raise RosterUnreadable(f"{name} is empty. The first row of its first sheet must name the columns.")
    only = f"The file has {len(sheets)} sheets. Only the first, “{sheets[0].title}”, is read."
    return Table(heading, _rows(book, sheets[0], len(heading), name), (only,) if len(sheets) > 1 else ())


def _damaged(name: str) -> str:
    return f"{name} is damaged, or is not an Excel workbook. Open it in Excel and save it again as .xlsx."


def _check_zip(path: Path, name: str) -> None:
    try:
        _check_directory(path, name)
        with ZipFile(path) as archive:
            entries = {entry.filename.lower(): entry for entry in archive.infolist()}
            if MANIFEST not in entries:
                raise RosterUnreadable(
                    f"{name} is a ZIP file but not an Excel workbook. Save the roster as .xlsx or .csv."
                )
            strings = _strings(archive, entries[MANIFEST]) if _fits(entries.values(), ()) else ()
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, ParseError, NotImplementedError) as error:
        raise RosterUnreadable(_damaged(name)) from error
    if not _fits(entries.values(), strings):
        raise RosterUnreadable(
            f"{name} would unpack to far more than a roster holds, so it was not opened. Save the roster as .csv."
        )


def _fits(entries: Collection[ZipInfo], strings: Collection[str]) -> bool:
    """Whether the declared sizes are a roster's; `zipfile` never unpacks more of an entry than it declares."""
    packed = max(_SMALL_BYTES, HIGHEST_RATIO * sum(entry.compress_size for entry in entries))
    sizes = {"sheet": 0, "strings": 0, "other": 0, "unread": 0}
    for entry in entries:
        sizes[_kind(entry.filename.lower(), strings)] += entry.file_size
    return (
        sum(sizes.values()) <= min(packed, MOST_UNPACKED_BYTES)
        and sizes["strings"] <= MOST_STRINGS_BYTES
        and sizes["other"] <= MOST_OTHER_BYTES
    )


def _kind(part: str, strings: Collection[str]) -> str:
    if part in strings or "sharedstrings" in part:
        return "strings"
    if "/worksheets/" in part:
        return "sheet"
    return "other" if part.endswith((".xml", ".rels")) and "/pivotcache/" not in part else "unread"


def _strings(archive: ZipFile, manifest: ZipInfo) -> set[str]:
    """The parts that the workbook declares as its strings, whatever their names; openpyxl holds them in memory."""
    return {
        part.get("PartName", "").lower().lstrip("/")
        for part in fromstring(archive.read(manifest))
        if "sharedstrings" in part.get("ContentType", "").lower()
    }


def _check_directory(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - (1 << 16) - _DIRECTORY_END_BYTES))
        tail = stream.read()
    start = tail.rfind(b"PK\5\6")
    if start < 0 or len(tail) - start < _DIRECTORY_END_BYTES:
        raise BadZipFile
    _, size = _DIRECTORY_END.unpack_from(tail, start)
    if size > LARGEST_DIRECTORY_BYTES:
        raise RosterUnreadable(f"{name} holds far more parts than an Excel workbook, so it was not opened.")


def _heading(sheet: Any, name: str) -> list[str]:
    sheet.reset_dimensions()  # some programs write a wrong one, and rows would be lost
    first = next(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1, values_only=True), ())
    heading = ["" if value is None else str(value) for value in first]
    while heading and not heading[-1].strip():
        heading.pop()
    return heading


def _rows(book: Any, sheet: Any, width: int, name: str) -> Iterator[tuple[int, list[Cell]]]:
    try:
        rows = sheet.iter_rows(min_row=2, max_col=width + 1, values_only=True)
        for number, values in enumerate(rows, start=2):
            if any(value is not None for value in values):
                yield number, [value if value.__class__ is str else _cell(value) for value in values]
            elif number > LAST_SHEET_ROW:
                raise RosterUnreadable(f"{name} has more than {MOST_ROWS:,} rows.")
    except RosterUnreadable:
        raise
    except Exception as error:
        raise RosterUnreadable(_damaged(name)) from error
    finally:
        book.close()


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (str, date)):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "ref"):  # an array or table formula, which openpyxl gives as an object
        return "=" + str(value.ref)
    return str(value)
