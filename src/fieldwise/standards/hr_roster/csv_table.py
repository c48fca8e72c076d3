"""A CSV file as cells: UTF-8 or UTF-16, separated by commas, semicolons or tabs."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from fieldwise.standards.hr_roster.shape import LONGEST_CELL, Cell, RosterUnreadable, Table

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_FIRST_BYTES = 4096
_SAVE_AS = (
    "In Excel choose File, Save As, “CSV UTF-8 (Comma delimited)”; elsewhere choose the encoding UTF-8."
)


def csv_table(path: Path, name: str) -> Table:
    """The cells of a CSV file, read as they are asked for; raises RosterUnreadable, also while rows are read."""
    with path.open("rb") as start:
        first = start.read(_FIRST_BYTES)
    encoding = next((found for bom, found in _BOMS.items() if first.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\0" in first:
        raise RosterUnreadable(_binary_sentence(name))
    records = _records(path, encoding, name)
    heading = next(records, None)
    if heading is None:
        raise RosterUnreadable(f"{name} is empty. Its first row must name the columns.")
    rows: Iterable[tuple[int, list[Cell]]] = enumerate(map(list, records), start=2)
    return Table(heading, iter(rows))


def _records(path: Path, encoding: str, name: str) -> Iterator[list[str]]:
    number = 1
    with path.open(encoding=encoding, newline="") as stream:
        try:
            separator = _separator(stream, name)
            for record in csv.reader(_lines(stream, name), delimiter=separator, strict=True):
                yield record
                number += 1
        except UnicodeDecodeError as error:
            raise RosterUnreadable(_encoding_sentence(path, encoding, name)) from error
        except csv.Error as error:
            raise RosterUnreadable(f"{name}, row {number}: {_sentence(str(error))}") from error


def _separator(stream: TextIO, name: str) -> str:
    line = next(_lines(stream, name), "")
    stream.seek(0)
    return max(",;\t", key=line.count)


def _lines(stream: TextIO, name: str) -> Iterator[str]:
    for line in stream:
        if "\0" in line:
            raise RosterUnreadable(_binary_sentence(name))
        yield line


def _binary_sentence(name: str) -> str:
    return f"{name} is not a text file: it holds zero bytes. Save the roster as CSV in UTF-8, or as .xlsx."


def _sentence(error: str) -> str:
    if "unexpected end" in error:
        return "A quotation mark is opened and never closed."
    if "field limit" in error:
        return f"A cell is far longer than {LONGEST_CELL:,} characters. A quotation mark may be left open."
    return "A quotation mark stands inside a cell, or the one that opened the cell is not closed."


def _encoding_sentence(path: Path, encoding: str, name: str) -> str:
    raw = path.read_bytes()
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-16":
            row = raw.count(b"\n", 0, error.start) + 1
            return f"{name}, row {row}: the letters are not in UTF-8. {_SAVE_AS}"
    return f"{name} is cut short or damaged: it says that it is in UTF-16 but is not. {_SAVE_AS}"
