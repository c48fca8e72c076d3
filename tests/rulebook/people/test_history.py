"""A row rewrites a history as the contract for "in position since" says, and no further."""

from datetime import date

from fieldwise.rulebook.people.dated import Dated
from fieldwise.rulebook.people.facts import RowFacts
from fieldwise.rulebook.people.roster import roster_changes
from fieldwise.rulebook.people.verdicts import Verdict
from tests.rulebook.people.rosters import (
    COLUMNS,
    HIRED,
    KIM,
    TODAY,
    applied,
    known,
    row,
    rows,
    spells,
    verdict,
)

CPS, SUPERVISOR = "Child Protective Specialist", "Child Protective Specialist Supervisor"
SINCE = Dated(date(2026, 10, 5))


def after(first: RowFacts, second: RowFacts) -> list[tuple[str, str, str, str]]:
    return spells(verdict(known(first), second))


def test_a_new_person_serves_since_the_day_of_hiring_or_in_the_position() -> None:
    assert known(row()).people["104417"].history[0].start == HIRED
    since = known(row(in_position_since=SINCE)).people["104417"]
    assert (since.history[0].start, since.hired) == (SINCE, HIRED)


def test_a_move_without_a_date_happens_on_the_day_of_the_file() -> None:
    assert after(row(), row(unit="Bronx East 4-B")) == [
        (CPS, "Bronx East 4-A", "August 29, 2022", "November 11, 2026"),
        (CPS, "Bronx East 4-B", "November 12, 2026", ""),
    ]


def test_a_move_with_a_later_date_ends_the_position_before_it() -> None:
    assert after(row(), row(unit="Bronx East 4-B", in_position_since=SINCE)) == [
        (CPS, "Bronx East 4-A", "August 29, 2022", "October 4, 2026"),
        (CPS, "Bronx East 4-B", "October 5, 2026", ""),
    ]


def test_another_position_since_the_same_date_was_always_this_one() -> None:
    found = verdict(known(row(in_position_since=SINCE)), row(in_position_since=SINCE, title=SUPERVISOR))
    assert spells(found) == [(SUPERVISOR, "Bronx East 4-A", "October 5, 2026", "")]
    assert found.sentences == (f"Dana Whitlock's title is corrected from {CPS} to {SUPERVISOR}.",)


def test_the_same_position_since_another_date_moves_the_date_and_what_was_before_it() -> None:
    promoted = row(title=SUPERVISOR, in_position_since=SINCE)
    before = applied(known(row()), roster_changes(known(row()), [promoted], False, TODAY))
    later = row(title=SUPERVISOR, in_position_since=Dated(date(2026, 10, 19)))
    assert spells(verdict(before, later)) == [
        (CPS, "Bronx East 4-A", "August 29, 2022", "October 18, 2026"),
        (SUPERVISOR, "Bronx East 4-A", "October 19, 2026", ""),
    ]


def test_a_supervisor_or_status_changes_from_the_day_of_the_file_and_leaves_the_position_alone() -> None:
    before = known(*rows({}, KIM))
    found = verdict(
        before, row(supervisor_employee_id="104418", leave_status="ON LEAVE", in_position_since=HIRED)
    )
    assert [(s.supervisor, s.leave_status, str(s.start)) for s in found.after.history] == [  # type: ignore[union-attr]
        (None, "", "August 29, 2022"),
        ("104418", "ON LEAVE", "November 12, 2026"),
    ]


def test_two_changes_on_one_day_are_one() -> None:
    before = known(row())
    again = applied(before, roster_changes(before, [row(unit="Bronx East 4-B")], False, TODAY))
    assert [spell[1] for spell in spells(verdict(again, row(unit="Bronx East 4-C")))] == [
        "Bronx East 4-A",
        "Bronx East 4-C",
    ]


def test_a_day_that_fits_a_month_makes_it_exact_and_a_month_never_blurs_a_day() -> None:
    month = Dated(date(2022, 8, 1), "month")
    assert verdict(known(row(hired_on=month)), row()).after.history[0].start == HIRED  # type: ignore[union-attr]
    assert verdict(known(row()), row(hired_on=month)).verdict is Verdict.UNCHANGED


def test_a_leaver_has_a_last_day() -> None:
    found = verdict(known(row()), row(left_on=Dated(date(2026, 10, 30))))
    assert found.verdict is Verdict.LEAVER
    assert spells(found) == [(CPS, "Bronx East 4-A", "August 29, 2022", "October 30, 2026")]
    assert found.sentences == ("Dana Whitlock leaves; service ended on October 30, 2026.",)


def test_somebody_works_on_the_last_day_and_on_those_before_it() -> None:
    today = verdict(known(row()), row(left_on=Dated(TODAY)))
    assert (today.verdict, today.after.active) == (Verdict.CHANGED, True)  # type: ignore[union-attr]
    assert today.sentences == ("Dana Whitlock's last day is November 12, 2026.",)


def test_a_fiscal_year_of_leaving_says_that_the_day_is_unknown() -> None:
    left = Dated(date(2023, 6, 30), "fiscal_year")
    found = verdict(known(row()), row(left_on=left, leave_status="CEASED"))
    assert found.sentences[0] == "Dana Whitlock leaves; service ended in fiscal year 2023, day unknown."
    exact = verdict(known(row(left_on=Dated(date(2023, 5, 12)))), row(left_on=left))
    assert exact.verdict is Verdict.UNCHANGED


def test_a_last_day_that_is_not_said_any_more_is_taken_back() -> None:
    before = known(row(left_on=Dated(date(2026, 12, 31))), as_of=TODAY)
    assert verdict(before, row()).sentences == (
        "Dana Whitlock stays; the last day, December 31, 2026, is taken back.",
    )
    silent = row(columns=COLUMNS - {"left_on"})
    assert verdict(before, silent).verdict is Verdict.UNCHANGED


def test_a_rehire_keeps_the_person_and_begins_a_new_spell() -> None:
    before = known(row(left_on=Dated(date(2024, 6, 30))))
    found = verdict(before, row(hired_on=Dated(date(2026, 11, 2)), unit="Bronx East 4-B"))
    assert found.verdict is Verdict.REHIRE
    assert spells(found) == [
        (CPS, "Bronx East 4-A", "August 29, 2022", "June 30, 2024"),
        (CPS, "Bronx East 4-B", "November 2, 2026", ""),
    ]
    assert f"Dana Whitlock returns to Bronx East 4-B as {CPS} on November 2, 2026." in found.sentences


def test_who_was_a_leaver_by_mistake_and_stands_in_the_position_all_along_never_left() -> None:
    before = known(row(in_position_since=HIRED, left_on=Dated(date(2024, 6, 30))))
    found = verdict(before, row(in_position_since=HIRED))
    assert (found.verdict, spells(found)) == (
        Verdict.REHIRE,
        [(CPS, "Bronx East 4-A", "August 29, 2022", "")],
    )
    assert found.sentences == ("Dana Whitlock did not leave; the last day, June 30, 2024, is taken back.",)


def test_a_corrected_day_of_hiring_moves_the_first_day_of_service() -> None:
    found = verdict(known(row()), row(hired_on=Dated(date(2022, 9, 6))))
    assert spells(found)[0][2] == "September 6, 2022"
    assert found.sentences == ("Dana Whitlock was hired on September 6, 2022 (was August 29, 2022).",)


def test_an_empty_cell_takes_no_name_address_or_day_of_hiring_away() -> None:
    before = known(row(email="d.whitlock@example.org"))
    assert verdict(before, row(name="", email="", hired_on=None)).verdict is Verdict.UNCHANGED


def test_who_left_before_the_last_change_left_in_the_position_that_the_row_says() -> None:
    moved = applied(known(row()), roster_changes(known(row()), [row(unit="Bronx East 4-B")], False, TODAY))
    left = row(unit="Bronx East 4-B", left_on=Dated(date(2024, 3, 1)))
    assert spells(verdict(moved, left)) == [(CPS, "Bronx East 4-B", "August 29, 2022", "March 1, 2024")]


def test_a_position_that_began_with_a_new_supervisor_is_not_news() -> None:
    before = known(*rows({}, KIM))
    supervised = row(supervisor_employee_id="104418")
    before = applied(before, roster_changes(before, [supervised], False, TODAY))
    again = row(supervisor_employee_id="104418", in_position_since=Dated(TODAY))
    assert verdict(before, again).verdict is Verdict.UNCHANGED


def test_a_return_into_the_same_position_keeps_the_service_before_it() -> None:
    before = known(row(left_on=Dated(date(2024, 6, 30))))
    back = row(hired_on=Dated(date(2026, 11, 2)), in_position_since=Dated(date(2026, 11, 2)))
    before = applied(before, roster_changes(before, [back], False, TODAY))
    later = row(hired_on=back.hired_on, in_position_since=Dated(date(2026, 11, 9)))
    assert [spell[2:] for spell in spells(verdict(before, later))] == [
        ("August 29, 2022", "June 30, 2024"),
        ("November 9, 2026", ""),
    ]


def test_two_supervisors_on_one_day_are_one_change() -> None:
    before = known(*rows({}, KIM, {"employee_id": "9"}))
    before = applied(before, roster_changes(before, [row(supervisor_employee_id="104418")], False, TODAY))
    found = verdict(before, row(supervisor_employee_id="9"))
    assert found.after is not None
    assert [spell.supervisor for spell in found.after.history] == [None, "9"]
