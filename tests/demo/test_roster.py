"""The demonstration's roster: its size, its tree, and that it is the same every time."""

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo.agency import AGENCIES
from demo.agency.__main__ import main
from demo.agency.calendar import start_day
from demo.agency.roster import partner_rows, rows
from demo.agency.staff import COLUMNS

AS_OF = date(2026, 11, 12)
REPOSITORY = Path(__file__).parents[2]
Row = dict[str, str]
PLACES = ("unit", "field_office", "zone", "borough", "division")


@pytest.fixture(scope="module")
def roster() -> list[Row]:
    return rows(AS_OF)


@pytest.fixture(scope="module")
def current(roster: list[Row]) -> list[Row]:
    return [row for row in roster if not row["left_on"]]


def specialists_by_unit(current: list[Row]) -> Counter[str]:
    return Counter(row["unit"] for row in current if row["title"] == "Child Protective Specialist")


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.csv"
        subprocess.run(
            [sys.executable, "-m", "demo.agency", file, "--as-of", "2026-11-12"],
            check=True,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        digests.add(hashlib.sha256(file.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_names_and_ids_stay_when_the_day_moves(roster: list[Row]) -> None:
    later = {row["employee_id"]: row["name"] for row in rows(date(2026, 12, 9))}
    shared = [row for row in roster if row["employee_id"] in later]
    assert len(shared) > 0.97 * len(roster)
    assert all(later[row["employee_id"]] == row["name"] for row in shared)


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), AS_OF, date(2027, 1, 4)])
def test_about_two_thousand_are_in_service_on_any_day(as_of: date) -> None:
    assert 1_900 <= sum(not row["left_on"] for row in rows(as_of)) <= 2_100


def test_the_file_has_the_columns_and_rows_of_the_roster(roster: list[Row], tmp_path: Path) -> None:
    main([str(tmp_path / "roster.csv"), "--as-of", AS_OF.isoformat()])
    with (tmp_path / "roster.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert list(reader) == roster
    assert tuple(reader.fieldnames or ()) == COLUMNS


def test_a_day_that_does_not_exist_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--figures", "--as-of", "2026-02-30"])
    assert "2026-02-30 is not a date. Write it as 2026-11-12." in capsys.readouterr().err


def test_ids_and_emails_belong_to_one_person_across_the_agencies(roster: list[Row]) -> None:
    everybody = [*roster, *partner_rows(AS_OF)]
    assert max(Counter(row["employee_id"] for row in everybody).values()) == 1
    assert max(Counter(row["email"] for row in everybody).values()) == 1
    assert all(re.fullmatch(r"[1-9]\d{5}", row["employee_id"]) for row in everybody)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\d*@example\.org", row["email"]) for row in everybody)


def test_each_place_lies_in_one_place_above_it_and_has_one_kind(roster: list[Row]) -> None:
    for below, *above in (PLACES[index:] for index in range(len(PLACES) - 1)):
        seen = {(row[below], *(row[place] for place in above)) for row in roster if row[below]}
        assert len(seen) == len({name for name, *_ in seen}), below
    kinds = {(row["unit"], row["unit_kind"]) for row in roster}
    assert len(kinds) == len({unit for unit, _ in kinds})


def test_the_division_has_five_boroughs_thirteen_zones_and_twenty_offices(current: list[Row]) -> None:
    division = [row for row in current if row["division"] == "Division of Child Protection"]
    counts = {
        place: len({row[place] for row in division} - {""}) for place in ("borough", "zone", "field_office")
    }
    assert counts == {"borough": 5, "zone": 13, "field_office": 20}


def test_a_unit_has_one_supervisor_and_four_to_six_specialists_under_her(current: list[Row]) -> None:
    leads = {row["unit"]: row["employee_id"] for row in current if row["level"] == "supervisor"}
    specialists = specialists_by_unit(current)
    assert len(leads) == sum(row["level"] == "supervisor" for row in current)
    assert leads.keys() == specialists.keys()
    assert set(specialists.values()) == {4, 5, 6}
    for row in current:
        if row["title"] == "Child Protective Specialist":
            assert row["supervisor_employee_id"] == leads[row["unit"]]


def test_a_quarter_of_the_field_units_are_cares_units(current: list[Row]) -> None:
    kinds = Counter(kind for _, kind in {(row["unit"], row["unit_kind"]) for row in current} if kind)
    assert kinds.keys() == {"Protective", "CARES", "Onboarding"}
    assert kinds["CARES"] / (kinds["CARES"] + kinds["Protective"]) == pytest.approx(0.25, abs=0.03)


def test_new_hires_of_the_last_three_months_are_in_onboarding_units(current: list[Row]) -> None:
    for row in current:
        if row["title"] == "Child Protective Specialist":
            is_new = (AS_OF - date.fromisoformat(row["hired_on"])).days < 91
            assert is_new == (row["unit_kind"] == "Onboarding")


def test_every_line_of_supervision_climbs_to_a_deputy_commissioner(roster: list[Row]) -> None:
    by_id = {row["employee_id"]: row for row in roster}
    ranks = ("staff", "supervisor", "manager", "director")
    for row in roster:
        seen = [row]
        while above := seen[-1]["supervisor_employee_id"]:
            assert by_id[above] not in seen
            seen.append(by_id[above])
        assert seen[-1]["title"] == "Deputy Commissioner"
        levels = [ranks.index(each["level"]) for each in seen]
        assert levels == sorted(levels)
        if row["title"] == "Child Protective Specialist":
            assert [each["level"] for each in seen] == [*ranks, "director"]


def test_nobody_is_supervised_by_somebody_who_left(roster: list[Row], current: list[Row]) -> None:
    serving = {row["employee_id"] for row in current}
    assert {row["supervisor_employee_id"] for row in roster} - {""} <= serving


def test_dates_follow_one_another_and_leavers_left_in_the_last_two_years(roster: list[Row]) -> None:
    for row in roster:
        dates = [
            date.fromisoformat(row[name])
            for name in ("hired_on", "in_position_since", "left_on")
            if row[name]
        ]
        assert dates == sorted(dates)
        assert dates[-1] < AS_OF
        assert not row["left_on"] or dates[-1] >= date(2024, 11, 12)
        assert (row["leave_status"] == "ceased") == bool(row["left_on"])


def test_specialists_start_on_mondays_or_the_tuesdays_after_holidays(roster: list[Row]) -> None:
    starts = {
        date.fromisoformat(row["hired_on"]) for row in roster if row["title"].startswith("Child Protective")
    }
    tuesdays = sum(on.weekday() == 1 for on in starts)
    assert {on.weekday() for on in starts} == {0, 1}
    assert 0 < tuesdays < 0.2 * len(starts)


@pytest.mark.parametrize(
    ("monday", "starts_on"),
    [
        (date(2026, 8, 31), date(2026, 8, 31)),
        (date(2026, 9, 7), date(2026, 9, 8)),  # Labor Day
        (date(2026, 5, 25), date(2026, 5, 26)),  # Memorial Day
        (date(2021, 5, 31), date(2021, 6, 1)),  # Memorial Day, at the end of the month
        (date(2026, 10, 12), date(2026, 10, 13)),  # Columbus Day
        (date(2023, 1, 2), date(2023, 1, 3)),  # New Year's Day, observed
    ],
)
def test_nobody_starts_on_a_holiday(monday: date, starts_on: date) -> None:
    assert start_day(monday + timedelta(weeks=3, days=4), 3) == starts_on


def test_partner_has_twelve_people_of_its_own() -> None:
    partner = partner_rows(AS_OF)
    ids = {row["employee_id"] for row in partner}
    assert len(ids) == 12
    assert {row["supervisor_employee_id"] for row in partner} - {""} <= ids


def test_agencies_are_samples_with_contacts_that_reach_nobody() -> None:
    assert [agency.code for agency in AGENCIES] == ["ACS", "PARTNER", "EMPTY"]
    for agency in AGENCIES:
        assert agency.sample
        assert agency.help_desk_email.endswith("@example.org")
        assert re.fullmatch(r"212-555-01\d\d", agency.help_desk_phone)
