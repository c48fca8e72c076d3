"""Roster files as other programs write them."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from fieldwise.standards.hr_roster import Mapping, Reading, read

HEADING = ["employee_id", "name", "title", "unit", "hired_on"]
DANA = ["104417", "Dana Whitlock", "Child Protective Specialist", "Bronx East 4-A", "2022-08-29"]
KIM = ["104418", "Kim Park", "Child Protective Specialist", "Bronx East 4-B", "11/21/2022"]


def text_file(folder: Path, text: str | bytes, name: str = "roster.csv") -> Path:
    """A file with exactly this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def csv_file(folder: Path, *rows: Sequence[str], heading: Sequence[str] = HEADING) -> Path:
    """A CSV file without quotes."""
    return text_file(folder, "".join(",".join(row) + "\r\n" for row in (heading, *rows)))


def excel_file(folder: Path, *rows: Sequence[Any], heading: Sequence[str] = HEADING) -> Path:
    """A workbook as xlsxwriter makes it, which writes as Excel does; dates are date cells."""
    path = folder / "roster.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, day = book.add_worksheet("Staff"), book.add_format({"num_format": "mm/dd/yyyy"})
    for number, row in enumerate((heading, *rows)):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(number, column, value)
    book.close()
    return path


def openpyxl_file(folder: Path, *rows: Sequence[Any], heading: Sequence[str] = HEADING) -> Path:
    """A workbook as openpyxl makes it."""
    path, book = folder / "roster.xlsx", openpyxl.Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    book.save(path)
    return path


def report_server_file(folder: Path, sheet_data: str, parts: dict[str, str] | None = None) -> Path:
    """A workbook as report servers make it: strings inside the cells, and a dimension that is not true."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    default = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relations}"><sheets>'
        '<sheet name="Staff" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f"<styleSheet {main}><cellXfs><xf/></cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><dimension ref="A1"/><sheetData>{sheet_data}</sheetData>'
        "</worksheet>",
    }
    path = folder / "roster.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**default, **(parts or {})}.items():
            archive.writestr(name, text)
    return path


def inline_row(values: Sequence[str]) -> str:
    """One row of a worksheet with its strings inside."""
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values) + "</row>"


def read_plain(path: Path) -> Reading:
    """The file, read without a map."""
    return read(path, Mapping())


def problems(path: Path, mapping: Mapping | None = None) -> list[tuple[int, str, str]]:
    """What is wrong with its rows: row, field, sentence."""
    found = read(path, mapping or Mapping()).problems
    return [(each.row, each.field, each.sentence) for each in found]
