"""Files that HR systems and spreadsheets write are read as they are meant."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldwise.standards.hr_roster import Dated
from tests.standards.hr_roster.files import (
    DANA,
    HEADING,
    KIM,
    csv_file,
    excel_file,
    inline_row,
    openpyxl_file,
    problems,
    read_plain,
    report_server_file,
    text_file,
)

CSV = "\r\n".join(",".join(row) for row in (HEADING, DANA, KIM)) + "\r\n"


def assert_dana_and_kim(path: Path) -> None:
    reading = read_plain(path)
    assert reading.problems == []
    assert [(row.number, row.employee_id, row.name, row.unit, row.hired_on) for row in reading.rows] == [
        (2, "104417", "Dana Whitlock", "Bronx East 4-A", Dated(date(2022, 8, 29))),
        (3, "104418", "Kim Park", "Bronx East 4-B", Dated(date(2022, 11, 21))),
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(CSV.encode(), id="plain UTF-8"),
        pytest.param(CSV.encode("utf-8-sig"), id="Excel's CSV UTF-8, with its byte order mark"),
        pytest.param(CSV.replace(",", "\t").encode("utf-16"), id="Excel's Unicode text: UTF-16 and tabs"),
        pytest.param(b"\xfe\xff" + CSV.encode("utf-16-be"), id="UTF-16 with the high byte first"),
        pytest.param(CSV.replace(",", ";").encode(), id="semicolons, as Excel writes in Europe"),
        pytest.param(CSV.replace("\r\n", "\n").rstrip().encode(), id="Unix lines, the last not ended"),
        pytest.param(CSV.replace("\r\n", "\r").encode(), id="old Mac lines"),
        pytest.param('"' + CSV.replace(",", '","').replace("\r\n", '"\r\n"')[:-1], id="every cell quoted"),
        pytest.param(CSV.replace("employee_id", " Employee ID ").encode(), id="a heading as people write it"),
        pytest.param(CSV.replace("\r\n", ",,\r\n").encode(), id="empty columns at the end"),
        pytest.param((CSV + "\r\n,,,,\r\n").encode(), id="empty rows at the end"),
    ],
)
def test_a_csv_file_is_read_however_it_is_written(tmp_path: Path, content: str | bytes) -> None:
    assert_dana_and_kim(text_file(tmp_path, content))


@pytest.mark.parametrize("write", [excel_file, openpyxl_file])
def test_a_workbook_is_read_with_its_numbers_and_dates(tmp_path: Path, write: Callable[..., Path]) -> None:
    dana: list[Any] = [104417, *DANA[1:4], date(2022, 8, 29)]
    assert_dana_and_kim(write(tmp_path, dana, [104418.0, *KIM[1:4], date(2022, 11, 21)]))


def test_a_workbook_with_a_wrong_dimension_is_read_whole(tmp_path: Path) -> None:
    assert_dana_and_kim(report_server_file(tmp_path, "".join(map(inline_row, (HEADING, DANA, KIM)))))


def test_only_the_first_visible_sheet_is_read_and_a_note_says_so(tmp_path: Path) -> None:
    import openpyxl

    path = openpyxl_file(tmp_path, DANA, KIM)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Notes", 0).sheet_state = "hidden"
    book.create_sheet("Old staff")
    book.save(path)
    assert_dana_and_kim(path)
    assert read_plain(path).notes == ("The file has 2 sheets. Only the first, “Sheet”, is read.",)


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    text = 'employee_id,name,title,hired_on\n1,"Dana\nWhitlock",CPS,2022-08-29\n\n2,Kim,CPS,2022-02-30\n'
    path = text_file(tmp_path, text)
    assert read_plain(path).rows[0].name == "Dana Whitlock"
    assert [row for row, _, _ in problems(path)] == [4]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022-08-29", Dated(date(2022, 8, 29))),
        ("08/29/2022", Dated(date(2022, 8, 29))),
        ("8/9/2022", Dated(date(2022, 8, 9))),
        ("02/29/2024", Dated(date(2024, 2, 29))),
        ("2022-08", Dated(date(2022, 8, 1), "month")),
        ("", None),
    ],
)
def test_dates_are_days_or_months(tmp_path: Path, written: str, read: Dated | None) -> None:
    assert read_plain(csv_file(tmp_path, [*DANA[:4], written])).rows[0].hired_on == read


def test_a_month_of_leaving_ends_with_its_last_day(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [*DANA, "2024-02"], heading=[*HEADING, "left_on"])
    assert read_plain(path).rows[0].left_on == Dated(date(2024, 2, 29), "month")


def test_columns_that_nobody_knows_are_named_and_left_out(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [*DANA, "=1+1", "-360"], heading=[*HEADING, "Shoe size", "Hours"])
    reading = read_plain(path)
    assert reading.unknown_columns == ("Shoe size", "Hours")
    assert reading.problems == []


def test_a_row_knows_which_columns_the_file_has(tmp_path: Path) -> None:
    assert read_plain(csv_file(tmp_path, DANA)).rows[0].columns == frozenset(HEADING)


def test_letters_composed_in_two_ways_are_the_same_name(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, ["1", "Ren\u00e9", "CPS", "U", "2022-08"], ["2", "Rene\u0301", "CPS", "U", "2022-08"]
    )
    first, second = read_plain(path).rows
    assert first.name == second.name
