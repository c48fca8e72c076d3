from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwise.rulebook.learning.audience import (
    Alternative,
    Audience,
    AudienceFacts,
    PrerequisiteFacts,
    audience_reasons,
    eligible,
    prerequisite_reasons,
)

DCP = "Division of Child Protection"
CARES = Audience(
    division=DCP, any_of=(Alternative(unit_kind="CARES"), Alternative(levels=("manager", "director")))
)
LEARNER = AudienceFacts(
    division=DCP,
    unit_name="Bronx East 4-B",
    unit_kind="CARES",
    title="Child Protective Specialist",
    level="worker",
    since_on=date(2026, 9, 14),
)
NEW_CPS = replace(LEARNER, unit_name="Queens Onboarding 2", unit_kind="onboarding")


def told(facts: AudienceFacts, audience: Audience) -> list[tuple[bool, str]]:
    return [(reason.ok, reason.sentence) for reason in audience_reasons(facts, audience)]


def test_a_learner_in_a_cares_unit_belongs() -> None:
    assert told(LEARNER, CARES) == [
        (True, "You work in the Division of Child Protection, since September 14, 2026."),
        (True, "Your unit, Bronx East 4-B, is a CARES unit."),
    ]


def test_a_new_specialist_reads_what_stands_against_each_way_in() -> None:
    assert told(NEW_CPS, CARES) == [
        (True, "You work in the Division of Child Protection, since September 14, 2026."),
        (False, "Your unit, Queens Onboarding 2, is not a CARES unit."),
        (False, "You are not a manager or director."),
    ]


def test_leadership_belongs_whatever_the_unit() -> None:
    director = replace(NEW_CPS, level="Director", unit_name=None, unit_kind=None)
    assert told(director, CARES)[1:] == [(True, "You are a director.")]


def test_another_division_does_not_belong() -> None:
    reasons = told(replace(LEARNER, division="Family Court Legal Services"), CARES)
    assert reasons[0] == (
        False,
        "You work in Family Court Legal Services, not in the Division of Child Protection.",
    )


def test_what_the_roster_does_not_say_is_told_and_never_counts() -> None:
    assert told(AudienceFacts(), CARES) == [
        (False, "Your division is not in the HR roster."),
        (False, "Your unit is not in the HR roster."),
        (False, "Your level is not in the HR roster."),
    ]
    titled = Audience(any_of=(Alternative(titles=("Child Protective Specialist",)),))
    assert told(AudienceFacts(), titled) == [(False, "Your title is not in the HR roster.")]


def test_a_unit_without_a_kind_is_not_of_the_kind() -> None:
    for nothing in ("", None):
        assert told(replace(LEARNER, unit_kind=nothing), CARES)[1] == (
            False,
            "Your unit, Bronx East 4-B, is not a CARES unit.",
        )


def test_an_alternative_that_names_much_needs_all_of_it() -> None:
    both = Audience(any_of=(Alternative(unit_kind="CARES", titles=("Supervisor", "Manager", "Director")),))
    assert told(LEARNER, both) == [
        (False, "Your title, Child Protective Specialist, is not Supervisor, Manager or Director.")
    ]
    assert told(replace(LEARNER, title="Supervisor"), both) == [
        (True, "Your unit, Bronx East 4-B, is a CARES unit."),
        (True, "Your title is Supervisor."),
    ]


def test_names_are_compared_as_people_write_them() -> None:
    loose = replace(LEARNER, division=" division  of CHILD protection", unit_kind="Cares unit")
    assert eligible(audience_reasons(loose, CARES))
    assert told(LEARNER, Audience(any_of=(Alternative(unit_kind="CARES unit"),))) == [
        (True, "Your unit, Bronx East 4-B, is a CARES unit.")
    ]
    executive = Audience(any_of=(Alternative(levels=("executive_leadership",)),))
    assert told(LEARNER, executive) == [(False, "You are not an executive leadership.")]
    for level in ("Executive leadership", "executive_leadership"):
        assert eligible(audience_reasons(replace(LEARNER, level=level), executive))


def test_an_empty_fact_never_equals_an_empty_name() -> None:
    assert not eligible(
        audience_reasons(AudienceFacts(level=""), Audience(any_of=(Alternative(levels=("",)),)))
    )


@pytest.mark.parametrize(
    ("precision", "since"),
    [("day", "September 14, 2026"), ("month", "September 2026"), ("fiscal_year", "fiscal year 2027")],
)
def test_a_date_is_told_no_more_exactly_than_it_is_known(precision: str, since: str) -> None:
    first = told(replace(LEARNER, since_precision=precision), CARES)[0]
    assert first == (True, f"You work in the Division of Child Protection, since {since}.")
    assert told(replace(LEARNER, since_on=None), CARES)[0] == (
        True,
        "You work in the Division of Child Protection.",
    )


def test_every_reason_has_a_code_for_programs() -> None:
    everything = Audience(division=DCP, any_of=(Alternative("CARES", ("manager",), ("Manager",)),))
    codes = ["division", "unit_kind", "level", "title"]
    manager = replace(LEARNER, level="manager", title="Manager")
    worker = replace(LEARNER, division="Office of Training", unit_kind="field")
    for facts in (manager, worker, AudienceFacts()):
        assert [reason.code for reason in audience_reasons(facts, everything)] == codes
    assert [reason.code for reason in audience_reasons(manager, Audience())] == ["open_to_all"]
    assert [reason.code for reason in prerequisite_reasons([], {})] == ["no_prerequisites"]


def test_a_division_that_is_a_phrase_takes_an_article() -> None:
    for name in ("Office of Training", "Department X", "Bureau of Y", "Administration for Z"):
        assert told(replace(LEARNER, division=name), CARES)[0][1].startswith(f"You work in the {name}, not")


def test_a_course_for_everybody_says_so() -> None:
    assert told(AudienceFacts(), Audience()) == [(True, "The course is open to all staff.")]


def test_a_course_without_prerequisites_says_so() -> None:
    (reason,) = prerequisite_reasons([], {})
    assert (reason.ok, reason.sentence) == (True, "The course has no prerequisites.")


def test_each_prerequisite_is_told_with_its_date_or_as_open() -> None:
    courses = [PrerequisiteFacts("foundations", "Foundations"), PrerequisiteFacts("safety", "Safety Culture")]
    reasons = prerequisite_reasons(courses, {"foundations": date(2026, 3, 1)})
    assert [(reason.ok, reason.sentence) for reason in reasons] == [
        (True, "You completed “Foundations” on March 1, 2026."),
        (False, "You have not completed “Safety Culture” yet."),
    ]
    assert {reason.code for reason in reasons} == {"prerequisite"}
    assert not eligible(reasons)


names = st.sampled_from(["", "CARES", "manager", "Specialist"])
alternatives = st.builds(
    Alternative,
    unit_kind=st.sampled_from([None, "CARES"]),
    levels=st.sampled_from([(), ("manager",)]),
    titles=st.sampled_from([(), ("Specialist",)]),
)
facts = st.builds(AudienceFacts, division=names, unit_name=names, unit_kind=names, title=names, level=names)


@given(facts, st.sampled_from([None, "CARES"]), st.lists(alternatives, max_size=3))
def test_a_person_belongs_when_the_division_and_one_whole_alternative_hold(
    person: AudienceFacts, division: str | None, any_of: list[Alternative]
) -> None:
    def holds(way: Alternative) -> bool:
        in_kind = not way.unit_kind or (bool(person.unit_name) and person.unit_kind == way.unit_kind)
        in_levels = not way.levels or person.level in way.levels
        return in_kind and in_levels and (not way.titles or person.title in way.titles)

    expected = (not division or person.division == division) and (not any_of or any(map(holds, any_of)))
    reasons = audience_reasons(person, Audience(division, tuple(any_of)))
    assert eligible(reasons) is expected
    assert reasons or (not division and any_of)
