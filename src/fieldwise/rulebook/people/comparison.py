"""One row against what is known of its person.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from dataclasses import replace
from datetime import date

from fieldwise.rulebook.people.dated import Dated, sharper
from fieldwise.rulebook.people.facts import KnownRoster, PersonFacts, Place, RowFacts, SpellFacts
from fieldwise.rulebook.people.history import Said, ended, left_unsaid, rehired, rewritten
from fieldwise.rulebook.people.identities import Identities
from fieldwise.rulebook.people.places import Places, place_names, prefixes
from fieldwise.rulebook.people.sentences import differences, joins
from fieldwise.rulebook.people.verdicts import RowVerdict, UnitChange, Verdict


class Comparison:
    """Compares the rows of one file that can be taken; notes the units that they speak of."""

    def __init__(self, known: KnownRoster, identities: Identities, as_of: date) -> None:
        self._known = known
        self._identities = identities
        self._as_of = as_of
        self._places = Places(known.units)
        self._units: dict[Place, UnitChange] = {}

    def verdict(self, row: RowFacts) -> RowVerdict:
        """What becomes of one row."""
        key = self._identities.of_row[row.number]
        before = self._known.people.get(key)
        after = self._after(row, key, before or PersonFacts(key, row.employee_id, active=False))
        self._note_units(after.history[-1].place, row)
        previous = row.previous_employee_id
        if before is None:
            earlier = previous if previous.lower() != key else ""
            return RowVerdict(row.number, Verdict.NEW, None, after, tuple(joins(after)), earlier_id=earlier)
        if before == after:
            return RowVerdict(row.number, Verdict.UNCHANGED, before)
        sentences = tuple(differences(before, after, self.called, self._as_of))
        renamed = before.employee_id if before.employee_id != after.employee_id else ""
        return RowVerdict(row.number, _verdict(before, after), before, after, sentences, earlier_id=renamed)

    def missing(self) -> list[RowVerdict]:
        """The people in service whom no row names."""
        return [
            self._leaver(person)
            for key, person in self._known.people.items()
            if person.in_service and key not in self._identities.mentioned
        ]

    def unit_changes(self) -> tuple[UnitChange, ...]:
        """The units that the rows bring or change, those above first."""
        return tuple(self._units.values())

    def called(self, key: str) -> str:
        """What somebody is called, now or in this file."""
        person = self._known.people.get(key)
        return person.called if person else key

    def _leaver(self, person: PersonFacts) -> RowVerdict:
        after = replace(person, active=False, history=left_unsaid(person.history, self._as_of))
        sentence = f"{person.called} is not in the file and leaves; the last day is {after.history[-1].end}."
        return RowVerdict(None, Verdict.LEAVER, person, after, (sentence,))

    def _after(self, row: RowFacts, key: str, before: PersonFacts) -> PersonFacts:
        hired = sharper(before.hired, row.hired_on) if row.hired_on else before.hired
        said = self._said(row, before, hired)
        history = before.history
        if history and not said.since:
            history = rehired(history, before.hired, hired)
        history = rewritten(history, said, self._as_of, active=before.active)
        is_known_id = self._identities.known_key(row.employee_id) == key
        same_email = row.email.lower() == before.email.lower()
        return PersonFacts(
            key,
            before.employee_id if is_known_id else row.employee_id,
            row.name or before.name,
            before.email if same_email or not row.email else row.email,
            hired,
            not ended(history[-1].end, self._as_of),
            history,
        )

    def _said(self, row: RowFacts, before: PersonFacts, hired: Dated | None) -> Said:
        last = before.history[-1] if before.history else SpellFacts("", "", (), None, "", Dated(self._as_of))
        supervisor = last.supervisor
        if "supervisor_employee_id" in row.columns:
            supervisor = (
                self._identities.key(row.supervisor_employee_id) if row.supervisor_employee_id else None
            )
        now = replace(
            last,
            title=row.title,
            level=row.level if "level" in row.columns else last.level,
            place=self._places.said(row, last.place),
            supervisor=supervisor,
            leave_status=row.leave_status if "leave_status" in row.columns else last.leave_status,
        )
        return Said(now, row.in_position_since, hired, row.left_on, "left_on" in row.columns)

    def _note_units(self, place: Place, row: RowFacts) -> None:
        for each in prefixes(place):
            kind = row.unit_kind if each[-1] == ("unit", row.unit) else ""
            known = self._known.units.get(each)
            if (each in self._units and not kind) or (known is not None and kind in ("", known)):
                continue
            name = place_names(each)[0]
            sentence = (
                f"{name} is new in the list of units."
                if known is None
                else f"{name} is now a unit of the kind {kind}."
            )
            first = self._units[each].row if each in self._units else row.number
            self._units[each] = UnitChange(each, kind, first, sentence)


def _verdict(before: PersonFacts, after: PersonFacts) -> Verdict:
    if before.active != after.active:
        return Verdict.REHIRE if after.active else Verdict.LEAVER
    return Verdict.RENAMED if before.employee_id != after.employee_id else Verdict.CHANGED
