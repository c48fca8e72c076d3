"""The personas are rows of the roster, each where the demonstration needs them."""

from datetime import date

import pytest

from demo.agency.personas import BY_KEY, PERSONAS
from demo.agency.roster import partner_rows, rows

AS_OF = date(2026, 11, 12)
DIVISION = "Division of Child Protection"
CAPABILITIES = {
    "training-admin": {"manage_courses"},
    "development-coordinator": {"register_others"},
    "instructor": {"run_sessions"},
    "coordinator": {"run_mentoring"},
    "reader": {"read_applications"},
    "payroll": {"approve_payroll"},
    "panel": {"see_aggregates"},
    "analyst": {"analyze"},
    "help-desk": {"answer_help"},
    "admin": {"administer", "import_roster", "grant_capabilities"},
    "supervisor": {"see_team"},
    "director": {"see_division"},
    "learner": set(),
    "new-cps": set(),
    "mentor": set(),
    "other-agency": set(),
}
Row = dict[str, str]


@pytest.fixture(scope="module")
def by_key() -> dict[str, Row]:
    rosters = {"ACS": rows(AS_OF), "PARTNER": partner_rows(AS_OF)}
    found = {
        (code, row["employee_id"]): row
        for code, roster in rosters.items()
        for row in roster
        if not row["left_on"]
    }
    return {persona.key: found[persona.agency, persona.employee_id] for persona in PERSONAS}


def weeks_of_service(row: Row) -> float:
    return (AS_OF - date.fromisoformat(row["hired_on"])).days / 7


def is_in_the_cares_audience(row: Row) -> bool:
    leads_division = row["level"] in ("manager", "director")
    return row["division"] == DIVISION and (leads_division or row["unit_kind"] == "CARES")


def test_every_persona_has_her_capabilities_and_no_other() -> None:
    assert {persona.key: set(persona.capabilities) for persona in PERSONAS} == CAPABILITIES


def test_every_persona_is_in_service_and_alone_has_her_name(by_key: dict[str, Row]) -> None:
    names = [row["name"] for row in [*rows(AS_OF), *partner_rows(AS_OF)]]
    for persona in PERSONAS:
        row = by_key[persona.key]
        assert (row["name"], row["leave_status"]) == (persona.name, "active")
        assert names.count(persona.name) == 1
        assert not any(letter.isdigit() for letter in row["email"])


def test_every_title_line_says_what_the_roster_says(by_key: dict[str, Row]) -> None:
    for persona in PERSONAS:
        assert persona.title_line.split(", ")[0] == by_key[persona.key]["title"]


def test_the_learner_is_fourteen_months_into_a_cares_unit_in_the_bronx(by_key: dict[str, Row]) -> None:
    learner = by_key["learner"]
    assert (learner["name"], learner["borough"], learner["unit_kind"]) == ("Dana Whitlock", "Bronx", "CARES")
    assert learner["title"] == "Child Protective Specialist"
    assert 60 <= weeks_of_service(learner) <= 62


def test_the_supervisor_leads_the_learner_and_the_director_their_borough(by_key: dict[str, Row]) -> None:
    learner, supervisor, director = (by_key[key] for key in ("learner", "supervisor", "director"))
    assert learner["supervisor_employee_id"] == supervisor["employee_id"]
    assert (supervisor["level"], supervisor["unit"]) == ("supervisor", learner["unit"])
    manager = next(row for row in rows(AS_OF) if row["employee_id"] == supervisor["supervisor_employee_id"])
    assert manager["supervisor_employee_id"] == director["employee_id"]
    assert (director["division"], director["borough"], director["level"]) == (DIVISION, "Bronx", "director")


def test_the_new_specialist_started_eight_weeks_ago_in_a_queens_onboarding_unit(
    by_key: dict[str, Row],
) -> None:
    new_cps = by_key["new-cps"]
    assert (new_cps["borough"], new_cps["unit_kind"]) == ("Queens", "Onboarding")
    assert 8 <= weeks_of_service(new_cps) < 9


def test_the_mentor_has_six_years_as_a_specialist(by_key: dict[str, Row]) -> None:
    mentor = by_key["mentor"]
    assert (mentor["title"], mentor["unit_kind"]) == ("Child Protective Specialist", "Protective")
    assert date(2020, 8, 12) <= date.fromisoformat(mentor["hired_on"]) <= date(2020, 11, 12)


def test_learner_supervisor_and_director_belong_to_the_cares_audience(by_key: dict[str, Row]) -> None:
    audience = {key for key, row in by_key.items() if is_in_the_cares_audience(row)}
    assert audience == {"learner", "supervisor", "director"}


def test_every_persona_says_in_one_sentence_what_she_is_here_for() -> None:
    assert len(BY_KEY) == 16
    for persona in PERSONAS:
        assert persona.here_for.endswith(".")
        assert persona.here_for.count(".") == 1
