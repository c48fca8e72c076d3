"""Small rosters for the tests: a day, a unit, people, rows, and what is known after a file was applied."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from fieldwise.rulebook.people.dated import Dated
from fieldwise.rulebook.people.facts import KnownRoster, Place, RowFacts
from fieldwise.rulebook.people.roster import RosterChanges, roster_changes
from fieldwise.rulebook.people.verdicts import RowVerdict

TODAY = date(2026, 11, 12)
HIRED = Dated(date(2022, 8, 29))
EMPTY = KnownRoster({}, {}, {})
COLUMNS = frozenset(each.name for each in fields(RowFacts)) - {"number", "columns", "problems"}
DANA = {"employee_id": "104417", "name": "Dana Whitlock"}
KIM = {"employee_id": "104418", "name": "Kim Park"}


def row(number: int = 2, **said: Any) -> RowFacts:
    """One row of a file with all the columns: Dana Whitlock in Bronx East 4-A, where nothing else is said."""
    plain = {**DANA, "title": "Child Protective Specialist", "unit": "Bronx East 4-A", "hired_on": HIRED}
    return RowFacts(number, said.pop("columns", COLUMNS), **{**plain, **said})


def rows(*each: dict[str, Any]) -> list[RowFacts]:
    """Rows with the numbers that they have in a file."""
    return [row(number, **said) for number, said in enumerate(each, start=2)]


def staff(count: int, **said: Any) -> list[RowFacts]:
    """So many people in one unit."""
    return [
        row(number, employee_id=str(number), name=f"Person {number}", **said)
        for number in range(2, count + 2)
    ]


def applied(known: KnownRoster, changes: RosterChanges) -> KnownRoster:
    """What is known once the changes were made."""
    people, earlier = dict(known.people), dict(known.earlier_ids)
    units: dict[Place, str] = {**known.units, **{each.place: each.kind for each in changes.units}}
    keys = {}
    for each in changes.changed:
        assert each.after is not None
        people.pop(each.after.key, None)
        keys[each.after.key] = each.after.employee_id.lower()
    for each in changes.changed:
        assert each.after is not None
        people[keys[each.after.key]] = _named(each.after, keys)
        if each.earlier_id:
            earlier[each.earlier_id.lower()] = keys[each.after.key]
    people = {key: _named(person, keys) for key, person in people.items()}
    earlier = {old: keys.get(key, key) for old, key in earlier.items()}
    return KnownRoster(people, earlier, units, known.foreign_emails)


def _named(person: Any, keys: dict[str, str]) -> Any:
    history = tuple(
        replace(spell, supervisor=keys.get(spell.supervisor, spell.supervisor) if spell.supervisor else None)
        for spell in person.history
    )
    return replace(person, key=keys.get(person.key, person.key), history=history)


def known(*each: RowFacts, as_of: date = date(2025, 1, 2)) -> KnownRoster:
    """What is known after these rows were applied to an empty roster."""
    return applied(EMPTY, roster_changes(EMPTY, each, False, as_of))


def verdict(before: KnownRoster, said: RowFacts, as_of: date = TODAY) -> RowVerdict:
    """What becomes of one row."""
    return roster_changes(before, [said], False, as_of).verdicts[0]


def spells(found: RowVerdict) -> list[tuple[str, str, str, str]]:
    """The history after a row: title, unit, from, to."""
    assert found.after is not None
    return [
        (each.title, each.place[-1][1] if each.place else "", str(each.start), str(each.end or ""))
        for each in found.after.history
    ]


def codes(changes: RosterChanges) -> Sequence[str]:
    """The codes of the alarms."""
    return [alarm.code for alarm in changes.alarms]
