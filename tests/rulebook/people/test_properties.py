"""Whatever a file says: twice is once, every row has a verdict, and every history is one line of time."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldwise.rulebook.people.dated import Dated
from fieldwise.rulebook.people.facts import RowFacts
from fieldwise.rulebook.people.roster import roster_changes
from tests.rulebook.people.rosters import COLUMNS, EMPTY, applied

days = st.dates(date(2021, 1, 1), date(2027, 6, 30))
starts = days.map(Dated) | days.map(lambda on: Dated(on.replace(day=1), "month"))
ends = days.map(Dated) | days.map(lambda on: Dated(Dated(on, "month").latest, "month"))
years = st.sampled_from([Dated(date(year, 6, 30), "fiscal_year") for year in (2022, 2024, 2027)])
ids = st.sampled_from("abcdefg")


@st.composite
def files(draw: st.DrawFn) -> list[RowFacts]:
    columns = COLUMNS - draw(
        st.sets(st.sampled_from(["left_on", "unit", "zone", "level", "supervisor_employee_id"]))
    )
    made = []
    for number in range(2, 2 + draw(st.integers(1, 5))):
        said = {
            "employee_id": draw(ids),
            "previous_employee_id": draw(st.just("") | ids),
            "name": draw(st.sampled_from(["", "Dana", "Kim"])),
            "title": draw(st.sampled_from(["CPS", "Supervisor"])),
            "level": draw(st.sampled_from(["", "II"])),
            "borough": draw(st.sampled_from(["", "Bronx"])),
            "zone": draw(st.sampled_from(["", "Zone 1"])),
            "unit": draw(st.sampled_from(["", "A", "B"])),
            "unit_kind": draw(st.sampled_from(["", "", "CARES"])),
            "supervisor_employee_id": draw(st.just("") | ids),
            "leave_status": draw(st.sampled_from(["", "ON LEAVE"])),
            "in_position_since": draw(st.none() | starts),
            "left_on": draw(st.none() | ends | years),
        }
        kept = {name: value for name, value in said.items() if name in columns}
        made.append(RowFacts(number, columns, hired_on=draw(st.none() | starts), **kept))
    return made


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(files(), st.booleans(), st.integers(0, 400)), min_size=1, max_size=4))
def test_the_same_file_twice_changes_nothing_whatever_came_before(
    imports: list[tuple[list[RowFacts], bool, int]],
) -> None:
    known, today = EMPTY, date(2025, 1, 1)
    for rows, whole, later in imports:
        today += timedelta(days=later)
        changes = roster_changes(known, rows, whole, today)
        counts = changes.counts
        assert (
            counts["rows"]
            == sum(counts[name] for name in ("new", "changed", "unchanged", "refused"))
            == len(rows)
        )
        assert all(any(each.sentences) and all(each.sentences) for each in changes.changed)
        known = applied(known, changes)
        again = roster_changes(known, rows, whole, today)
        assert [each.sentences for each in again.changed] == []
        assert [each.sentence for each in again.units] == []
        for person in known.people.values():
            assert all(spell.end is None or spell.start.on <= spell.end.on for spell in person.history)
            assert all(
                first.end is not None and first.end.on < second.start.on
                for first, second in pairwise(person.history)
            )
