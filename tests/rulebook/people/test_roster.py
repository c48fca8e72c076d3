"""Each row has a verdict and sentences; the file as a whole may raise alarms."""

from dataclasses import replace
from datetime import date

import pytest

from fieldwise.rulebook.people.dated import Dated
from fieldwise.rulebook.people.facts import KnownRoster, RowReason
from fieldwise.rulebook.people.roster import roster_changes
from fieldwise.rulebook.people.terms import RosterTerms
from fieldwise.rulebook.people.verdicts import Verdict
from tests.rulebook.people.rosters import (
    COLUMNS,
    DANA,
    EMPTY,
    KIM,
    TODAY,
    applied,
    codes,
    known,
    row,
    rows,
    staff,
    verdict,
)

PLACE = {"division": "DCP", "borough": "Bronx", "zone": "Bronx Zone 1", "field_office": "Bronx East"}


def test_the_sentences_say_what_changes() -> None:
    before = known(*rows({}, KIM, {"employee_id": "9", "name": "Lee Ortiz", "email": "l@example.org"}))
    changed = rows(
        {"unit": "Bronx East 4-B", "level": "II", "email": "dana@example.org"},
        {**KIM, "name": "Kim Parker", "supervisor_employee_id": "9"},
        {"employee_id": "9", "name": "Lee Ortiz"},
        {"employee_id": "10", "name": "Ana Reyes", "hired_on": Dated(date(2026, 11, 1), "month")},
        {"employee_id": "11", "name": "", "left_on": Dated(date(2023, 6, 30), "fiscal_year")},
    )
    assert [
        (each.verdict, each.sentences) for each in roster_changes(before, changed, False, TODAY).verdicts
    ] == [
        (
            Verdict.CHANGED,
            (
                "Dana Whitlock's work e-mail is dana@example.org.",
                "Dana Whitlock moves from Bronx East 4-A to Bronx East 4-B.",
                "Dana Whitlock's level changes from none to II.",
            ),
        ),
        (Verdict.CHANGED, ("104418 is named Kim Parker (was Kim Park).", "Kim Parker reports to Lee Ortiz.")),
        (Verdict.UNCHANGED, ()),
        (
            Verdict.NEW,
            ("Ana Reyes joins as Child Protective Specialist in Bronx East 4-A in November 2026.",),
        ),
        (
            Verdict.NEW,
            (
                "11 was Child Protective Specialist in Bronx East 4-A from August 29, 2022; "
                "service ended in fiscal year 2023, day unknown.",
            ),
        ),
    ]


def test_the_counts_of_rows_add_up() -> None:
    before = known(*staff(4))
    changed = [
        *staff(2),
        row(4, employee_id="4", unit="Other"),
        row(5, employee_id="new"),
        row(6, employee_id="4"),
    ]
    counts = roster_changes(before, changed, True, TODAY).counts
    assert counts == {
        "rows": 5, "new": 1, "changed": 1, "unchanged": 2, "refused": 1, "alarms": 0,
        "leavers": 1, "rehires": 0, "renamed": 0,
    }  # fmt: skip


def test_changes_leave_the_missing_as_they_are_and_a_whole_file_makes_them_leavers() -> None:
    before = known(*rows({}, KIM))
    assert len(roster_changes(before, [row()], False, TODAY).verdicts) == 1
    missing = roster_changes(before, [row()], True, TODAY).verdicts[1]
    assert (missing.row, missing.verdict, missing.after.active) == (None, Verdict.LEAVER, False)  # type: ignore[union-attr]
    assert missing.sentences == (
        "Kim Park is not in the file and leaves; the last day is November 11, 2026.",
    )


def test_nobody_leaves_whose_row_is_only_refused() -> None:
    refused = row(problems=(RowReason("unreadable", "hired_on", "02/29/2023 is not a date."),))
    changes = roster_changes(known(row()), [refused, row(3, employee_id="new")], True, TODAY)
    assert [each.verdict for each in changes.verdicts] == [Verdict.REFUSED, Verdict.NEW]


def test_who_never_was_in_a_roster_is_no_leaver() -> None:
    admin = replace(known(row()).people["104417"], history=())
    changes = roster_changes(KnownRoster({"104417": admin}, {}, {}), [row(3, employee_id="new")], True, TODAY)
    assert changes.counts["leavers"] == 0


def test_a_changed_id_keeps_the_person() -> None:
    found = verdict(known(row()), row(employee_id="204417", previous_employee_id="104417"))
    assert (found.verdict, found.earlier_id) == (Verdict.RENAMED, "104417")
    assert found.sentences == ("Dana Whitlock's employee id changes from 104417 to 204417.",)


def test_the_earlier_id_goes_on_naming_the_person() -> None:
    before = known(row())
    renamed = row(employee_id="204417", previous_employee_id="104417")
    after = applied(before, roster_changes(before, [renamed], False, TODAY))
    assert verdict(after, renamed).verdict is Verdict.UNCHANGED
    assert verdict(after, row()).verdict is Verdict.UNCHANGED


AUGUST_28, JULY = Dated(date(2022, 8, 28)), Dated(date(2022, 7, 1), "month")
JANUARY, DECEMBER = Dated(date(2026, 1, 5)), Dated(date(2025, 12, 31), "month")


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (
            {"left_on": AUGUST_28},
            "left_on",
            "The last day, August 28, 2022, is before the hiring on August 29, 2022.",
        ),
        (
            {"in_position_since": JULY},
            "in_position_since",
            "The position began in July 2022, before the hiring on August 29, 2022.",
        ),
        (
            {"in_position_since": JANUARY, "left_on": DECEMBER},
            "left_on",
            "The last day, December 2025, is before the position began on January 5, 2026.",
        ),
        (
            {"hired_on": None},
            "hired_on",
            "The cell is empty. A new person needs the day or month of hiring.",
        ),
        (
            {"supervisor_employee_id": "777"},
            "supervisor_employee_id",
            "The supervisor 777 is neither in the roster nor in a row that can be taken.",
        ),
        (
            {"unit": "", "unit_kind": "CARES"},
            "unit_kind",
            "CARES is the kind of no unit: the unit is empty.",
        ),
        (
            {"email": "kim@example.org"},
            "email",
            "kim@example.org is the address of Kim Park, 104418.",
        ),
        (
            {"email": "far@example.org"},
            "email",
            "far@example.org is already in use. Each person needs an address of their own.",
        ),
    ],
)
def test_what_cannot_be_true_is_refused(said: dict[str, object], field: str, sentence: str) -> None:
    before = replace(
        known(row(3, **KIM, email="kim@example.org")), foreign_emails=frozenset(["far@example.org"])
    )
    reasons = verdict(before, row(**said)).reasons
    assert [(each.field, each.sentence) for each in reasons] == [(field, sentence)]


def test_a_last_day_before_the_hiring_that_is_known_is_refused() -> None:
    assert verdict(known(row()), row(hired_on=None, left_on=AUGUST_28)).reasons[0].code == "left_before_hired"


def test_an_id_is_never_given_to_another_person() -> None:
    reason = verdict(known(*rows({}, KIM)), row(previous_employee_id="104418")).reasons[0]
    assert reason.sentence == "104417 belongs to Dana Whitlock. An id is never given to another person."


def test_dates_that_may_agree_are_not_refused() -> None:
    month = Dated(date(2022, 8, 1), "month")
    assert (
        verdict(EMPTY, row(in_position_since=month, left_on=Dated(date(2022, 8, 31), "month"))).reasons == ()
    )


def test_a_supervisor_may_be_new_in_the_same_file_and_falls_with_that_row() -> None:
    good = rows(
        {"supervisor_employee_id": "104418"}, {**KIM, "supervisor_employee_id": "5"}, {"employee_id": "5"}
    )
    assert roster_changes(EMPTY, good, False, TODAY).counts["new"] == 3
    bad = [*good[:2], replace(good[2], hired_on=None)]
    assert [each.verdict for each in roster_changes(EMPTY, bad, False, TODAY).verdicts] == [
        Verdict.REFUSED
    ] * 3


def test_a_supervisor_whose_id_changes_in_the_same_file_is_named_by_the_new_one() -> None:
    before = known(*rows({}, KIM))
    renamed = rows(
        {"supervisor_employee_id": "K1"}, {**KIM, "employee_id": "K1", "previous_employee_id": "104418"}
    )
    changes = roster_changes(before, renamed, False, TODAY)
    assert [each.verdict for each in changes.verdicts] == [Verdict.CHANGED, Verdict.RENAMED]
    assert changes.verdicts[0].sentences == ("Dana Whitlock reports to Kim Park.",)


def test_two_people_may_swap_their_addresses_unless_one_row_is_refused() -> None:
    before = known(*rows({"email": "a@example.org"}, {**KIM, "email": "b@example.org"}))
    swapped = rows({"email": "b@example.org"}, {**KIM, "email": "a@example.org"})
    assert roster_changes(before, swapped, False, TODAY).counts["changed"] == 2
    swapped[1] = replace(swapped[1], supervisor_employee_id="777")
    assert roster_changes(before, swapped, False, TODAY).counts["refused"] == 2


def test_a_unit_has_one_kind() -> None:
    changes = roster_changes(
        EMPTY, rows({"unit_kind": "CARES"}, {**KIM, "unit_kind": "Protective"}), False, TODAY
    )
    sentence = "Bronx East 4-A is Protective here and CARES in row 2. A unit has one kind."
    assert changes.verdicts[1].reasons[0].sentence == sentence


def test_new_units_and_new_kinds_are_differences_of_their_own() -> None:
    changes = roster_changes(EMPTY, [row(**PLACE, unit_kind="CARES")], False, TODAY)
    assert [(each.place[-1], each.kind) for each in changes.units] == [
        (("division", "DCP"), ""), (("borough", "Bronx"), ""), (("zone", "Bronx Zone 1"), ""),
        (("field_office", "Bronx East"), ""), (("unit", "Bronx East 4-A"), "CARES"),
    ]  # fmt: skip
    again = roster_changes(applied(EMPTY, changes), [row(**PLACE, unit_kind="Onboarding")], False, TODAY)
    assert [each.sentence for each in again.units] == ["Bronx East 4-A is now a unit of the kind Onboarding."]
    assert again.verdicts[0].verdict is Verdict.UNCHANGED


def test_a_file_that_names_only_the_unit_finds_it_in_the_tree() -> None:
    before = known(*rows(PLACE, {**KIM, **PLACE, "unit": "Bronx East 4-B"}))
    columns = COLUMNS - {"division", "borough", "zone", "field_office"}
    moved = verdict(before, row(columns=columns, unit="Bronx East 4-B"))
    assert moved.after.history[-1].place == before.people["104418"].history[0].place  # type: ignore[union-attr]
    new = verdict(before, row(columns=columns, unit="Bronx East 4-C"))
    assert new.after.history[-1].place[-2:] == (("field_office", "Bronx East"), ("unit", "Bronx East 4-C"))  # type: ignore[union-attr]


def test_a_file_without_units_leaves_the_units() -> None:
    before = known(row(**PLACE))
    coarse = row(
        columns=frozenset(["employee_id", "title", "division", "borough", "hired_on"]),
        division="DCP",
        borough="Bronx",
    )
    assert verdict(before, coarse).verdict is Verdict.UNCHANGED


def test_one_leaver_in_twenty_is_an_alarm_but_not_of_few_people() -> None:
    before = known(*staff(100))
    five = roster_changes(before, staff(95), True, TODAY)
    assert codes(five) == ["many_leavers"]
    assert five.alarms[0].sentence == (
        "5 of 100 people in service would leave, 5.0%. In one file, 5% is unusual. Check that the file is complete."
    )
    assert dict(five.alarms[0].numbers) == {"leavers": 5, "in_service": 100, "share": 0.05}
    assert codes(roster_changes(before, staff(96), True, TODAY)) == []
    assert codes(roster_changes(known(*staff(8)), staff(4), True, TODAY)) == []
    assert codes(roster_changes(before, staff(95), True, TODAY, RosterTerms(0.06, 5))) == []


def test_leavers_that_rows_name_count_too() -> None:
    gone = staff(100)[:90] + [replace(each, left_on=Dated(date(2026, 10, 1))) for each in staff(100)[90:]]
    assert codes(roster_changes(known(*staff(100)), gone, False, TODAY)) == ["many_leavers"]


def test_a_circle_of_supervisors_is_an_alarm_that_names_them() -> None:
    before = known(*rows({}, {**KIM, "supervisor_employee_id": "104417"}))
    circle = rows({"supervisor_employee_id": "104418"}, {**KIM, "supervisor_employee_id": "104417"})
    changes = roster_changes(before, circle, False, TODAY)
    assert changes.alarms[0].sentence == (
        "Dana Whitlock would report to Kim Park, who reports to Dana Whitlock. "
        "One of them must have another supervisor."
    )
    assert codes(roster_changes(applied(before, changes), circle, False, TODAY)) == []


def test_nobody_supervises_themselves() -> None:
    changes = roster_changes(EMPTY, [row(supervisor_employee_id="104417")], False, TODAY)
    assert (
        changes.alarms[0].sentence
        == "Dana Whitlock would report to Dana Whitlock. Nobody supervises themselves."
    )


def test_a_long_circle_names_its_first_people() -> None:
    circle = [replace(each, supervisor_employee_id=str((each.number - 1) % 9 + 2)) for each in staff(9)]
    sentence = roster_changes(EMPTY, circle, False, TODAY).alarms[0].sentence
    assert "and so on through 3 more people, who reports to Person" in sentence


def test_a_unit_that_nobody_is_in_any_more_is_an_alarm_of_a_whole_file() -> None:
    before = known(*rows(PLACE, {**KIM, **PLACE, "unit": "Bronx East 4-B"}))
    moved = rows({**PLACE, "unit": "Bronx East 4-B"}, {**KIM, **PLACE, "unit": "Bronx East 4-B"})
    assert codes(roster_changes(before, moved, False, TODAY)) == []
    alarm = roster_changes(before, moved, True, TODAY).alarms[0]
    assert (alarm.code, alarm.sentence) == (
        "vanished_unit",
        "The unit Bronx East 4-A (Bronx East, Bronx Zone 1, Bronx) had 1 person and has nobody in this file.",
    )


def test_many_empty_units_are_named_by_the_first_six() -> None:
    before = known(*(row(n, employee_id=str(n), unit=f"Unit {n}") for n in range(2, 12)))
    moved = [row(n, employee_id=str(n), unit="One unit") for n in range(2, 12)]
    changes = roster_changes(before, moved, True, TODAY)
    assert codes(changes) == ["vanished_unit"] * 6 + ["vanished_units"]
    assert changes.alarms[-1].sentence == "4 more units had people and would be empty."


def test_a_row_without_an_id_in_a_whole_file_is_an_alarm() -> None:
    nameless = row(employee_id="", problems=(RowReason("unreadable", "employee_id", "The cell is empty."),))
    changes = roster_changes(known(row()), [nameless], True, TODAY)
    assert codes(changes) == ["unreadable_ids", "vanished_unit"]


def test_the_terms_are_those_of_the_contract() -> None:
    assert RosterTerms() == RosterTerms(alarming_leaver_share=0.05, alarming_leavers_at_least=5)
    assert DANA["employee_id"] == "104417"
