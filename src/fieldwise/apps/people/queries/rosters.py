"""What the roster knows before a file, what the file says, and what it would change."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from fieldwise.apps.people.models import (
    Agency,
    EmployeeIdAlias,
    HiringClass,
    OrgUnit,
    Person,
    RosterImport,
    ServiceSpell,
)
from fieldwise.apps.people.queries.staff import terms
from fieldwise.rulebook.people.dated import Dated
from fieldwise.rulebook.people.facts import KnownRoster, PersonFacts, Place, RowFacts, RowReason, SpellFacts
from fieldwise.rulebook.people.roster import RosterChanges, roster_changes
from fieldwise.rulebook.people.terms import RosterTerms
from fieldwise.standards import hr_roster

ROW_FIELDS = [each.name for each in fields(RowFacts) if each.name not in ("problems", *hr_roster.shape.DATES)]


@dataclass(frozen=True)
class StoredRoster:
    """What is known, and under which ids it is stored."""

    known: KnownRoster
    people: dict[str, UUID]
    spells: dict[str, tuple[UUID, ...]]
    units: dict[Place, UUID]
    classes: dict[tuple[str, date, str], UUID]


@dataclass(frozen=True)
class RosterFile:
    """A file as somebody hands it in: what it is called, whether it lists everybody, its map, the day it speaks of."""

    agency: Agency
    path: Path
    name: str
    whole: bool
    as_of: date
    map_text: str = ""
    map_name: str = ""


@dataclass(frozen=True)
class ComparedRoster:
    """One file against the roster as it was at one version."""

    file: RosterFile
    version: int
    reading: hr_roster.Reading
    stored: StoredRoster
    changes: RosterChanges


def compared_roster(file: RosterFile) -> ComparedRoster:
    """What a file would change; raises RosterUnreadable when it cannot be read."""
    mapping = hr_roster.read_mapping(file.map_text, file.map_name) if file.map_text else hr_roster.Mapping()
    reading = hr_roster.read(file.path, mapping, file.name)
    version = Agency.objects.values_list("roster_version", flat=True).get(id=file.agency.id)
    stored = stored_roster(file.agency.id)
    in_force = terms(file.agency.id, RosterTerms(), "roster", file.as_of)
    rows = [_facts(row) for row in reading.rows]
    changes = roster_changes(stored.known, rows, file.whole, file.as_of, in_force)
    return ComparedRoster(file, version, reading, stored, changes)


def _facts(row: hr_roster.Row) -> RowFacts:
    said: dict[str, Any] = {name: getattr(row, name) for name in ROW_FIELDS}
    for name in hr_roster.shape.DATES:
        if when := getattr(row, name):
            said[name] = Dated(*when)
    if row.problems:
        said["problems"] = tuple(RowReason("unreadable", each.field, each.sentence) for each in row.problems)
    return RowFacts(**said)


def stored_roster(agency_id: UUID) -> StoredRoster:
    """Everything that an agency's roster holds; five queries."""
    units, kinds = _units(agency_id)
    places = {unit_id: place for place, unit_id in units.items()}
    people = list(
        Person.objects.filter(agency_id=agency_id).values_list(
            "id", "employee_id", "name", "email", "hired_on", "hired_precision", "is_active"
        )
    )
    keys = {row[0]: row[1].lower() for row in people}
    spells, spell_ids = _spells(agency_id, keys, places)
    known = {
        key: PersonFacts(
            key, employee_id, name, email, Dated(hired_on, precision) if hired_on else None, active,
            tuple(spells.get(key, ())),
        )
        for key, (_, employee_id, name, email, hired_on, precision, active) in zip(keys.values(), people, strict=True)
    }  # fmt: skip
    aliases = EmployeeIdAlias.objects.filter(agency_id=agency_id).values_list("employee_id", "person_id")
    earlier = {employee_id.lower(): keys[person_id] for employee_id, person_id in aliases}
    foreign = Person.objects.exclude(agency_id=agency_id).exclude(email="").values_list("email", flat=True)
    emails = frozenset(email.lower() for email in foreign.iterator())
    return StoredRoster(
        KnownRoster(known, earlier, kinds, emails),
        {key: person_id for person_id, key in keys.items()},
        {key: tuple(ids) for key, ids in spell_ids.items()},
        units,
        _classes(agency_id),
    )


def _units(agency_id: UUID) -> tuple[dict[Place, UUID], dict[Place, str]]:
    rows = {unit.id: unit for unit in OrgUnit.objects.filter(agency_id=agency_id)}
    places: dict[UUID | None, Place] = {None: ()}

    def place(unit_id: UUID | None) -> Place:
        if unit_id not in places:
            unit = rows[unit_id]  # type: ignore[index]
            places[unit_id] = (*place(unit.parent_id), (unit.level, unit.name))
        return places[unit_id]

    return {place(each): each for each in rows}, {place(each): unit.kind for each, unit in rows.items()}


def _spells(
    agency_id: UUID, keys: dict[UUID, str], places: dict[UUID, Place]
) -> tuple[dict[str, list[SpellFacts]], dict[str, list[UUID]]]:
    spells: dict[str, list[SpellFacts]] = defaultdict(list)
    ids: dict[str, list[UUID]] = defaultdict(list)
    rows = ServiceSpell.objects.filter(agency_id=agency_id, withdrawn_at__isnull=True).order_by(
        "from_on", "id"
    )
    for spell in rows.iterator(chunk_size=2000):
        key = keys[spell.person_id]
        ids[key].append(spell.id)
        spells[key].append(
            SpellFacts(
                spell.title,
                spell.level,
                places[spell.unit_id] if spell.unit_id else (),
                keys[spell.supervisor_id] if spell.supervisor_id else None,
                spell.leave_status,
                Dated(spell.from_on, spell.from_precision),
                Dated(spell.to_on, spell.to_precision) if spell.to_on else None,
            )
        )
    return spells, ids


def _classes(agency_id: UUID) -> dict[tuple[str, date, str], UUID]:
    rows = HiringClass.objects.filter(agency_id=agency_id)
    return {(each.title, each.started_on, each.started_precision): each.id for each in rows}


def roster_imports(agency: Agency, limit: int) -> list[RosterImport]:
    """The roster files read last, newest first."""
    return list(
        RosterImport.objects.filter(agency=agency).defer("findings", "map_text").order_by("-read_at")[:limit]
    )


def roster_import(agency: Agency, import_id: UUID) -> RosterImport | None:
    """One roster file of an agency."""
    return RosterImport.objects.filter(agency=agency, id=import_id).select_related("agency").first()


def newest_map(agency: Agency) -> tuple[str, str]:
    """Name and text of the map read last; "" and "" when there is none."""
    found = RosterImport.objects.filter(agency=agency).exclude(map_text="").order_by("-read_at")
    return found.values_list("map_name", "map_text").first() or ("", "")
