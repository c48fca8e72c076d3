"""Workbooks made to exhaust a machine are not opened."""

import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldwise.standards.hr_roster import RosterUnreadable, xlsx_table
from tests.standards.hr_roster.files import (
    DANA,
    HEADING,
    excel_file,
    inline_row,
    read_plain,
    report_server_file,
)

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STRINGS_ELSEWHERE = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/xl/worksheets/x.xml" ContentType="{TYPES}.sharedStrings+xml"/></Types>'
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{LAUGHS}]><w>&l9;</w>'


def huge_sheet(folder: Path) -> Path:
    return report_server_file(folder, inline_row(HEADING) + " " * (300 << 20))


def huge_strings(folder: Path) -> Path:
    return report_server_file(
        folder, inline_row(HEADING), {"xl/sharedStrings.xml": "<sst>" + "<si/>" * (11 << 20)}
    )


def huge_styles(folder: Path) -> Path:
    return report_server_file(folder, "", {"xl/styles.xml": "<styleSheet>" + "<xf/>" * (2 << 20)})


def many_parts(folder: Path) -> Path:
    return report_server_file(folder, "", {f"xl/part{number}": "" for number in range(10_000)})


def billion_laughs(folder: Path) -> Path:
    return report_server_file(folder, "", {"xl/worksheets/sheet1.xml": BILLION})


def a_size_that_lies(folder: Path) -> Path:
    path = report_server_file(folder, inline_row(HEADING) + " " * (30 << 20))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    while (at := content.find(true)) >= 0:
        content[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("bomb", "sentence"),
    [
        (huge_sheet, "would unpack to far more than a roster holds, so it was not opened"),
        (huge_strings, "would unpack to far more than a roster holds, so it was not opened"),
        (huge_styles, "would unpack to far more than a roster holds, so it was not opened"),
        (many_parts, "holds far more parts than an Excel workbook, so it was not opened"),
        (billion_laughs, "is damaged, or is not an Excel workbook"),
        (a_size_that_lies, "is damaged, or is not an Excel workbook"),
    ],
)
def test_a_bomb_is_refused_in_little_memory(
    tmp_path: Path, bomb: Callable[[Path], Path], sentence: str
) -> None:
    path = bomb(tmp_path)
    tracemalloc.start()
    with pytest.raises(RosterUnreadable, match=sentence):
        read_plain(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30 << 20


def test_strings_under_another_name_are_strings_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = {"xl/worksheets/x.xml": "<sst>" + "<si/>" * 1000, "[Content_Types].xml": STRINGS_ELSEWHERE}
    path = report_server_file(tmp_path, "", parts)
    monkeypatch.setattr(xlsx_table, "MOST_STRINGS_BYTES", 4000)
    with pytest.raises(RosterUnreadable, match="would unpack to far more"):
        read_plain(path)


def test_a_row_a_million_below_the_rest_is_refused_without_a_long_wait(tmp_path: Path) -> None:
    far = '<row r="99999999"><c r="A99999999" t="inlineStr"><is><t>1</t></is></c></row>'
    path = report_server_file(tmp_path, inline_row(HEADING) + inline_row(DANA) + far)
    with pytest.raises(RosterUnreadable, match="has more than 200,000 rows"):
        read_plain(path)


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_workbook_that_was_cut_short_is_damaged(tmp_path: Path, keep: float) -> None:
    path = excel_file(tmp_path, DANA)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    with pytest.raises(RosterUnreadable, match="is damaged"):
        read_plain(path)


def test_another_zip_file_is_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(RosterUnreadable, match="is a ZIP file but not an Excel workbook"):
        read_plain(path)


def test_a_program_named_xlsx_is_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"MZ\x90\0" + b"\0" * 1000)
    with pytest.raises(RosterUnreadable, match="but is not an Excel workbook"):
        read_plain(path)


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(RosterUnreadable, match="is empty"):
        read_plain(report_server_file(tmp_path, ""))
