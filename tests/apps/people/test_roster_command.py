"""`fieldwise roster import`: counts, sentences, and an exit code that a script can use."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fieldwise.apps.people.models import Person, RosterImport
from fieldwise.shell.commands import main
from tests.apps.people.rosters import DANA, KIM, agency, everything, roster_file, staff

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str, code: str = "ACS") -> Result:
    return CliRunner().invoke(main, ["roster", "import", str(path), "--agency", code, *options])


def test_a_dry_run_prints_counts_and_differences_and_stores_nothing(tmp_path: Path) -> None:
    agency()
    run(roster_file(tmp_path, DANA, KIM), "--apply")
    before, kept = list(everything()), RosterImport.objects.count()
    answer = run(roster_file(tmp_path, {**DANA, "unit": "Bronx East 4-B"}, {**KIM, "hired_on": "02/29/2023"}))
    assert answer.exit_code == 0
    for line in (
        "        2 rows",
        "        1 changed",
        "        1 refused",
        "Row 3, hired_on: Refused. 02/29/2023 is not a date. 2023 has no February 29.",
        "Row 2: Changed. Dana Whitlock moves from Bronx East 4-A to Bronx East 4-B.",
        "Row 2: Unit. Bronx East 4-B is new in the list of units.",
        "Nothing is stored. With --apply, the roster becomes what the file says.",
    ):
        assert line in answer.output.splitlines()
    assert (list(everything()), RosterImport.objects.count()) == (before, kept)


def test_applying_makes_the_roster_what_the_file_says(tmp_path: Path) -> None:
    agency()
    answer = run(roster_file(tmp_path, DANA, KIM), "--whole", "--apply")
    assert (answer.exit_code, answer.output.splitlines()[-1]) == (0, "Applied.")
    assert Person.objects.count() == 2
    gone = run(roster_file(tmp_path, DANA), "--whole", "--apply")
    assert "Not in the file: Leaver. Kim Park is not in the file and leaves;" in gone.output
    assert Person.objects.get(employee_id="104418").is_active is False


def test_many_new_people_are_counted_after_the_first_twenty(tmp_path: Path) -> None:
    agency()
    output = run(roster_file(tmp_path, *staff(50))).output
    assert output.count(": New. ") == 20
    assert "And 30 more new people." in output


def test_a_map_reads_other_peoples_columns(tmp_path: Path) -> None:
    agency("EMPTY")
    path = tmp_path / "payroll.csv"
    path.write_text(
        "row_id,fiscal_year,title,borough,agency_start_month,leave_status,ot_hours\n"
        "P1,2023,CHILD PROTECTIVE SPECIALIST,RICHMOND,2022-11,CEASED,-3\n"
    )
    mapping = Path(__file__).parents[3] / "demo" / "rosters" / "public_payroll.toml"
    answer = run(path, "--map", str(mapping), "--apply", code="empty")
    assert answer.exit_code == 0
    assert "Not read: ot_hours." in answer.output
    assert (
        "Row 2: New. P1 was Child Protective Specialist in Staten Island from November 2022; "
        "service ended in fiscal year 2023, day unknown." in answer.output
    )


def test_what_cannot_be_read_exits_with_two(tmp_path: Path) -> None:
    agency()
    path = tmp_path / "roster.csv"
    path.write_bytes("employee_id,name,title,hired_on\n1,Zoë,CPS,2022-08\n".encode("cp1252"))
    answer = run(path, "--apply")
    assert answer.exit_code == 2
    assert "roster.csv, row 2: the letters are not in UTF-8." in answer.output
    assert run(roster_file(tmp_path, DANA), code="NOWHERE").exit_code == 2
    assert RosterImport.objects.count() == 0


def test_a_bad_map_exits_with_two(tmp_path: Path) -> None:
    agency()
    mapping = tmp_path / "map.toml"
    mapping.write_text("[columns]\nemploye_id = 'id'\n")
    answer = run(roster_file(tmp_path, DANA), "--map", str(mapping))
    assert (answer.exit_code, "map.toml, columns.employe_id" in answer.output) == (2, True)


def test_refused_rows_stop_applying_with_three_until_the_good_ones_are_taken(tmp_path: Path) -> None:
    agency()
    path = roster_file(tmp_path, DANA, {**KIM, "title": ""})
    stopped = run(path, "--apply")
    assert (stopped.exit_code, Person.objects.count()) == (3, 0)
    assert "Some rows are refused." in stopped.output
    assert "--take-good-rows goes on." in stopped.output
    assert run(path, "--apply", "--take-good-rows").exit_code == 0
    assert Person.objects.get().name == "Dana Whitlock"


def test_an_alarm_stops_applying_with_three_until_it_is_overruled(tmp_path: Path) -> None:
    agency()
    run(roster_file(tmp_path, *staff(20)), "--apply")
    half = roster_file(tmp_path, *staff(10))
    stopped = run(half, "--whole", "--apply")
    assert stopped.exit_code == 3
    assert "Alarm: 10 of 20 people in service would leave, 50.0%." in stopped.output
    assert "--despite-alarms goes on." in stopped.output
    assert Person.objects.filter(is_active=True).count() == 20
    assert run(half, "--whole", "--apply", "--despite-alarms").exit_code == 0
    assert Person.objects.filter(is_active=True).count() == 10
