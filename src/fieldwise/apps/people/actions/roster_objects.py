"""The rows that a roster makes and changes, made before the write lock is taken."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from fieldwise.apps.people.actions.statements import Statements
from fieldwise.apps.people.models import (
    Agency,
    EmployeeIdAlias,
    HiringClass,
    OrgUnit,
    Person,
    ServiceSpell,
    UnitLevel,
)
from fieldwise.apps.people.queries import StoredRoster
from fieldwise.rulebook.people.dated import Dated
from fieldwise.rulebook.people.facts import PersonFacts, Place, SpellFacts
from fieldwise.rulebook.people.roster import RosterChanges
from fieldwise.rulebook.people.verdicts import RowVerdict


class RosterObjects:
    """Turns changes into statements; what is new has its key at once, so that other rows can name it."""

    def __init__(self, agency: Agency, stored: StoredRoster, at: datetime, as_of: date) -> None:
        self._agency, self._at, self._as_of = agency, at, as_of
        self._people, self._units, self._classes = (
            dict(stored.people),
            dict(stored.units),
            dict(stored.classes),
        )
        self._spells, self._kinds = stored.spells, stored.known.units
        self._new_classes: list[HiringClass] = []

    def statements(self, changes: RosterChanges) -> Statements:
        """Everything to run, in an order in which no constraint is broken on the way."""
        changed = changes.changed
        new = {each.after.key: each for each in changed if each.before is None and each.after}
        known = [each for each in changed if each.before]
        units = self._new_units(changes)
        people = [self._person(each.after) for each in new.values() if each.after]
        self._people.update({key: person.id for key, person in zip(new, people, strict=True)})
        spells, withdrawn = self._all_spells(changed)
        updates = self._updates(known)
        made = Statements()
        made.insert(OrgUnit, units)
        made.insert(HiringClass, self._new_classes)
        made.update(OrgUnit, ["kind"], self._kind_updates(changes))
        made.update(Person, ["email"], [("", key) for _, key in updates["email",]])  # two may swap theirs
        made.insert(Person, people)
        for names, rows in updates.items():
            made.update(Person, names, rows)
        made.update(ServiceSpell, ["withdrawn_at"], [(self._at, spell_id) for spell_id in withdrawn])
        made.insert(EmployeeIdAlias, self._aliases(changed))
        made.insert(ServiceSpell, spells)
        return made

    def _new_units(self, changes: RosterChanges) -> list[OrgUnit]:
        made = []
        for change in changes.units:
            if change.place not in self._units:
                level, name = change.place[-1]
                parent = self._units.get(change.place[:-1])
                unit = OrgUnit(
                    agency=self._agency, parent_id=parent, level=UnitLevel(level), name=name, kind=change.kind
                )
                self._units[change.place] = unit.id
                made.append(unit)
        return made

    def _kind_updates(self, changes: RosterChanges) -> list[tuple[str, UUID]]:
        return [(each.kind, self._units[each.place]) for each in changes.units if each.place in self._kinds]

    def _person(self, after: PersonFacts) -> Person:
        hired = after.hired
        return Person(
            agency=self._agency,
            employee_id=after.employee_id,
            sign_in_id=self._sign_in_id(after),
            password=make_password(None),
            name=after.name,
            email=after.email.lower(),  # sign-in looks for it in this case
            hired_on=hired.on if hired else None,
            hired_precision=hired.precision if hired else "day",
            hiring_class_id=self._class(after),
            is_active=after.active,
        )

    def _sign_in_id(self, after: PersonFacts) -> str:
        return f"{self._agency.code}/{after.employee_id}".lower()

    def _class(self, after: PersonFacts) -> UUID | None:
        """The people who were hired on one day, or in one month, into one title."""
        hired = after.hired
        if hired is None:
            return None
        spell = next((s for s in after.history if s.end is None or s.end.on >= hired.on), after.history[-1])
        place = (spell.title, hired.on, hired.precision)
        if place not in self._classes:
            made = HiringClass(
                agency=self._agency, title=spell.title, started_on=hired.on, started_precision=hired.precision
            )
            self._classes[place] = made.id
            self._new_classes.append(made)
        return self._classes[place]

    def _updates(self, known: Iterable[RowVerdict]) -> Mapping[tuple[str, ...], list[tuple[Any, ...]]]:
        """New values by the fields that changed, so that nothing is written over that changed meanwhile elsewhere."""
        found: dict[tuple[str, ...], list[tuple[Any, ...]]] = {
            ("employee_id", "sign_in_id"): [],
            ("name",): [],
            ("email",): [],
            ("hired_on", "hired_precision", "hiring_class"): [],
            ("is_active",): [],
            ("is_active", "password"): [],
        }
        for each in known:
            before, after = each.before, each.after
            assert before is not None
            assert after is not None
            key = self._people[after.key]
            if before.employee_id != after.employee_id:
                found["employee_id", "sign_in_id"].append((after.employee_id, self._sign_in_id(after), key))
            if before.name != after.name:
                found["name",].append((after.name, key))
            if before.email != after.email:
                found["email",].append((after.email.lower(), key))
            if before.hired != after.hired and after.hired:
                row = (after.hired.on, after.hired.precision, self._class(after), key)
                found["hired_on", "hired_precision", "hiring_class"].append(row)
            if after.active and not before.active:
                found["is_active",].append((True, key))
            if before.active and not after.active:
                # A password that nobody has ends every session and link, also for the day of a return.
                found["is_active", "password"].append((False, make_password(None), key))
        return found

    def _aliases(self, changed: Iterable[RowVerdict]) -> list[EmployeeIdAlias]:
        return [
            EmployeeIdAlias(
                agency=self._agency,
                person_id=self._people[each.after.key],
                employee_id=each.earlier_id,
                until_on=self._as_of,
                recorded_at=self._at,
            )
            for each in changed
            if each.earlier_id and each.after
        ]

    def _all_spells(self, changed: Iterable[RowVerdict]) -> tuple[list[ServiceSpell], list[UUID]]:
        made: list[ServiceSpell] = []
        withdrawn: list[UUID] = []
        for each in changed:
            assert each.after
            before, after = each.before.history if each.before else (), each.after.history
            if before != after:
                stored = zip(before, self._spells.get(each.after.key, ()), strict=True)
                withdrawn += [spell_id for spell, spell_id in stored if spell not in after]
                made += [self._spell(each.after.key, spell) for spell in after if spell not in before]
        return made, withdrawn

    def _spell(self, key: str, spell: SpellFacts) -> ServiceSpell:
        end = spell.end or Dated(spell.start.on)
        return ServiceSpell(
            agency=self._agency,
            person_id=self._people[key],
            title=spell.title,
            level=spell.level,
            unit_id=self._unit(spell.place),
            supervisor_id=self._people[spell.supervisor] if spell.supervisor else None,
            from_on=spell.start.on,
            from_precision=spell.start.precision,
            to_on=spell.end.on if spell.end else None,
            to_precision=end.precision,
            leave_status=spell.leave_status,
            recorded_at=self._at,
        )

    def _unit(self, place: Place) -> UUID | None:
        return self._units[place] if place else None
