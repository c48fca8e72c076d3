"""Whatever is wrong with a file is said in a sentence with its row and field."""

import time
from datetime import date
from pathlib import Path

import pytest

from fieldwise.standards.hr_roster import LARGEST_FILE_BYTES, RosterUnreadable
from tests.standards.hr_roster.files import (
    DANA,
    HEADING,
    KIM,
    csv_file,
    excel_file,
    problems,
    read_plain,
    text_file,
)

GOOD = ",".join(HEADING) + "\n" + ",".join(DANA) + "\n"


def refusal(path: Path) -> str:
    with pytest.raises(RosterUnreadable) as raised:
        read_plain(path)
    return str(raised.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "roster.csv is empty.", id="empty"),
        pytest.param(GOOD.split("\n")[0], "has a heading but no rows", id="only a heading"),
        pytest.param(GOOD.replace("Dana", "Zoë").encode("cp1252"), "row 2: the letters are not in UTF-8", id="cp1252"),
        pytest.param(GOOD.replace("Dana", "Zoë").encode("cp1252"), "“CSV UTF-8 (Comma delimited)”", id="cp1252, mend"),
        pytest.param(GOOD.encode("utf-16")[:-1], "is cut short or damaged", id="half a letter of UTF-16"),
        pytest.param(GOOD.encode("utf-16-le"), "holds zero bytes", id="UTF-16 without its mark"),
        pytest.param(GOOD.replace("Dana", "Da\0na"), "holds zero bytes", id="a zero byte"),
        pytest.param(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", "is not a text file", id="a program named .csv"),
        pytest.param(b"\x7fELF\x02\x01\x01\0\0\0", "is not a text file", id="a Linux program named .csv"),
        pytest.param(b"PK\x03\x04 and so on", "ends in .csv but is a ZIP or Excel file", id="a workbook named .csv"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "old .xls file or has a password", id="an old workbook"),
        pytest.param(GOOD + '104418,"Kim Park,CPS,Unit,2022\n', "row 3: A quotation mark is opened", id="open quote"),
        pytest.param(GOOD + '1,"Kim" Park,CPS,Unit,2022\n', "row 3: A quotation mark stands inside", id="stray quote"),
        pytest.param(GOOD + '1,"' + "x" * 200_000, "row 3: A cell is far longer", id="an endless cell"),
        pytest.param(GOOD.replace("hired_on", "start"), "has no column hired_on. Its first row says: employee_id,",
                     id="a missing column"),
        pytest.param(GOOD.replace("employee_id", "id").replace("title", "job"), "has no columns employee_id, title.",
                     id="two missing columns"),
        pytest.param(GOOD.replace("unit", "Name"), "row 1: the column name is there twice", id="a column twice"),
        pytest.param("x," * 300 + "\n1\n", "has more than 200 columns", id="too many columns"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_as_a_whole(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    said = refusal(text_file(tmp_path, content))
    assert said.startswith("roster.csv")
    assert sentence in said


@pytest.mark.parametrize("name", ["roster.exe", "roster.xls", "roster.txt", "roster"])
def test_other_endings_are_not_opened(tmp_path: Path, name: str) -> None:
    assert "does not end in .csv or .xlsx" in refusal(text_file(tmp_path, GOOD, name))


@pytest.mark.parametrize("name", ["roster.csv", "roster.xlsx"])
def test_two_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    started = time.monotonic()
    assert refusal(path) == f"{name} has 200 MB. A roster may have 20 MB; split it."
    assert time.monotonic() - started < 0.5


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    filling = ",".join([*DANA[:1], "x" * 900, *DANA[2:]]) + "\n"
    rows = "".join(filling.replace("104417", str(number)) for number in range(200_000, 221_000))
    path = text_file(tmp_path, ",".join(HEADING) + "\n" + rows)
    assert LARGEST_FILE_BYTES * 0.95 < path.stat().st_size < LARGEST_FILE_BYTES
    assert len(read_plain(path).rows) == 21_000


def test_more_rows_than_a_roster_may_have_are_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path, "employee_id,title,hired_on\n" + "1,C,2022-08\n" * 200_001)
    assert "has more than 200,000 rows" in refusal(path)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("02/29/2023", "02/29/2023 is not a date. 2023 has no February 29."),
        ("2023-02-29", "2023-02-29 is not a date. 2023 has no February 29."),
        ("04/31/2023", "04/31/2023 is not a date. April 2023 has no day 31."),
        ("13/01/2023", "13/01/2023 is not a date. There is no month 13."),
        ("2023-00", "2023-00 is not a date. There is no month 0."),
        ("45123", "45123 is not a date. Write it as 2026-11-09 or 11/09/2026 or 2026-11."),
        ("soon", "soon is not a date. Write it as 2026-11-09 or 11/09/2026 or 2026-11."),
        ("٢٠٢٣-٠١-٠١", "٢٠٢٣-٠١-٠١ is not a date. Write it as 2026-11-09 or 11/09/2026 or 2026-11."),
        ("0202-01-05", "0202-01-05 is not plausible. Years from 1900 to 2100 are taken."),
        ("=TODAY()", "The cell holds a formula. Put its value there instead."),
    ],
)
def test_what_is_not_a_date_says_why(tmp_path: Path, written: str, sentence: str) -> None:
    assert problems(csv_file(tmp_path, [*DANA[:4], written])) == [(2, "hired_on", sentence)]


@pytest.mark.parametrize(
    ("column", "written", "sentence"),
    [
        ("employee_id", "", "The cell is empty. Each row needs an id."),
        ("title", "  ", "The cell is empty. Each row needs a title."),
        ("name", "=HYPERLINK(1)", "The cell holds a formula. Put its value there instead."),
        ("unit", "#REF!", "#REF! is what a spreadsheet shows for a formula that fails. Put the value there."),
        ("name", "x" * 1001, "The cell has 1,001 characters. 1,000 are the most."),
        ("name", "x" * 201, "The cell has 201 characters. 200 are the most."),
        ("name", "Dana\x07", "The cell holds an invisible control character. Type the text again."),
        ("name", "Dana\u202egnp", "The cell holds an invisible control character. Type the text again."),
        ("employee_id", "1/2", "1/2 is not an id. Ids have letters, digits, dots, dashes and underscores."),
    ],
)
def test_a_cell_that_cannot_be_taken_says_why(
    tmp_path: Path, column: str, written: str, sentence: str
) -> None:
    row = list(DANA)
    row[HEADING.index(column)] = written
    assert problems(csv_file(tmp_path, row)) == [(2, column, sentence)]


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [*DANA, "d.whitlock at example.org"], heading=[*HEADING, "email"])
    assert problems(path) == [(2, "email", "d.whitlock at example.org is not an e-mail address.")]


def test_the_second_of_two_rows_with_one_id_is_refused_and_names_the_first(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["a1", *DANA[1:]], KIM, ["A1", *DANA[1:]])
    assert problems(path) == [(4, "employee_id", "A1 is also in row 2. One of them must go.")]


def test_two_people_with_one_address_are_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [*DANA, "d@example.org"], [*KIM, "D@example.org"], heading=[*HEADING, "email"])
    sentence = "D@example.org is also in row 2. Each person needs an address of their own."
    assert problems(path) == [(3, "email", sentence)]


@pytest.mark.parametrize(
    ("row", "has"),
    [("104417,Dana,CPS", "3 cells"), ("104417,Whitlock, Dana,CPS,Unit,2022", "a value past the last column")],
)
def test_a_ragged_row_is_refused(tmp_path: Path, row: str, has: str) -> None:
    sentence = f"The row has {has}; the heading has 5. A comma or a quotation mark is missing or too many."
    assert problems(text_file(tmp_path, f"{','.join(HEADING)}\n{row}\n")) == [(2, "", sentence)]


def test_a_formula_in_a_workbook_is_refused_even_with_its_value(tmp_path: Path) -> None:
    path = excel_file(tmp_path, [*DANA[:1], "=A1&A2", *DANA[2:]])
    assert problems(path) == [(2, "name", "The cell holds a formula. Put its value there instead.")]


def test_text_that_a_spreadsheet_made_a_date_is_refused(tmp_path: Path) -> None:
    path = excel_file(tmp_path, [*DANA[:3], date(2026, 4, 1), date(2022, 8, 29)])
    sentence = "The cell holds a date, 2026-04-01, not text. A spreadsheet may have changed what was typed."
    assert problems(path) == [(2, "unit", sentence)]
