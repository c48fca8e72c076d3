"""A map says what another file calls our columns, and what its values mean."""

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwise.standards.hr_roster import Dated, Mapping, RosterUnreadable, read, read_mapping
from tests.standards.hr_roster.files import problems, text_file

PAYROLL_MAP = Path(__file__).parents[3] / "demo" / "rosters" / "public_payroll.toml"
HEADING = "row_id,fiscal_year,title,borough,agency_start_month,leave_status,regular_hours\n"


def payroll() -> Mapping:
    return read_mapping(PAYROLL_MAP.read_text(), PAYROLL_MAP.name)


def test_the_map_of_the_public_payroll_rows(tmp_path: Path) -> None:
    path = text_file(tmp_path, HEADING + "P1,2023,CHILD PROTECTIVE SPECIALIST,RICHMOND,2022-11,ACTIVE,-360\n")
    row = read(path, payroll()).rows[0]
    assert (row.employee_id, row.name, row.title) == ("P1", "", "Child Protective Specialist")
    assert (row.division, row.borough) == ("Division of Child Protection", "Staten Island")
    assert (row.hired_on, row.left_on, row.leave_status) == (
        Dated(date(2022, 11, 1), "month"),
        None,
        "ACTIVE",
    )


def test_who_has_ceased_left_in_the_fiscal_year_of_the_row(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, HEADING + "P1,2023,CPS,BRONX,2022-11,CEASED,0\nP2,2023,CPS,BRONX,2022-11,ON LEAVE,0\n"
    )
    ceased, on_leave = read(path, payroll()).rows
    assert ceased.left_on == Dated(date(2023, 6, 30), "fiscal_year")
    assert (on_leave.left_on, on_leave.leave_status) == (None, "ON LEAVE")


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        ("", "CEASED says that the person left, but neither a day nor a fiscal year says when."),
        ("20x3", "20x3 is not a fiscal year. Write the year in which it ends, such as 2026."),
    ],
)
def test_who_has_ceased_at_an_unknown_time_is_refused(tmp_path: Path, year: str, sentence: str) -> None:
    path = text_file(tmp_path, HEADING + f"P1,{year},CPS,BRONX,2022-11,CEASED,0\n")
    assert problems(path, payroll()) == [(2, "left_on", sentence)]


def test_formats_of_dates_are_named_and_replace_ours(tmp_path: Path) -> None:
    mapping = read_mapping('date_formats = ["DD-MON-YYYY", "YYYYMMDD"]', "map.toml")
    path = text_file(tmp_path, "employee_id,title,hired_on\n1,C,29-AUG-2022\n2,C,20220829\n3,C,2022-08-29\n")
    reading = read(path, mapping)
    assert [row.hired_on for row in reading.rows[:2]] == [Dated(date(2022, 8, 29))] * 2
    assert reading.problems[0].sentence == "2022-08-29 is not a date. Write it as 09-Nov-2026 or 20261109."


def test_a_column_that_the_map_names_must_be_there(tmp_path: Path) -> None:
    path = text_file(tmp_path, "employee_id,title,hired_on\n1,C,2022-08\n")
    mapping = read_mapping('[columns]\nname = "FULL NAME"', "map.toml")
    with pytest.raises(RosterUnreadable, match="has no column FULL NAME"):
        read(path, mapping)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("columns = [", "map.toml is not TOML: "),
        (
            '[columns]\nemploye_id = "id"',
            "map.toml, columns.employe_id: “employe_id” is not one of our columns.",
        ),
        ("[columns]\nname = 3", "map.toml, columns.name: This must be text in quotation marks."),
        ('colums = "x"', "map.toml, colums: A map has no such key."),
        ('date_formats = ["DD.MM"]', "map.toml, date_formats.0: “DD.MM” is not a format of dates."),
        ('[constants]\nemployee_id = "1"', "map.toml: employee_id cannot be the same for everybody."),
        ('[columns]\nzone = "z"\n[constants]\nzone = "1"', "map.toml: zone has a column and a constant."),
        (f'[constants]\nzone = "{"x" * 200}"', "map.toml: The constant of zone is too long."),
        ('[left]\nleave_status = ["C"]', "map.toml, left.fiscal_year: This key is missing."),
        ("#" * 70_000, "map.toml is too long for a map."),
    ],
)
def test_a_map_that_cannot_be_used_says_where(text: str, sentence: str) -> None:
    with pytest.raises(RosterUnreadable) as raised:
        read_mapping(text, "map.toml")
    assert str(raised.value).startswith(sentence)


def test_every_public_payroll_row_is_read() -> None:
    path = os.environ.get("FIELDWISE_PUBLIC_PAYROLL")
    if not path:
        pytest.skip("FIELDWISE_PUBLIC_PAYROLL does not name the file of public payroll rows")
    reading = read(Path(path), payroll())
    assert (len(reading.rows), reading.problems) == (2151, [])
    assert reading.unknown_columns == ("base_salary_k", "regular_hours", "ot_hours")
    starts = Counter(
        f"{row.hired_on.on:%Y-%m}"
        for row in reading.rows
        if row.title == "Child Protective Specialist" and row.hired_on
    )
    assert [starts[month] for month in ("2022-08", "2022-11", "2023-02", "2023-05")] == [64, 66, 68, 70]


@given(st.lists(st.lists(st.text(max_size=30), min_size=5, max_size=5), min_size=1, max_size=5))
def test_whatever_the_cells_hold_is_a_row_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("cells") / "roster.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([["employee_id", "name", "title", "unit", "hired_on"], *rows])
    refused, reading = "", None
    try:
        reading = read(path, Mapping())
    except RosterUnreadable as refusal:
        refused = str(refusal)
    assert "roster.csv" in refused or all(row.employee_id or row.problems for row in reading.rows)
