"""Why a row of a roster is refused, apart from what cannot be read.

Where a row leans on another (a supervisor who is new in it, an address that it gives up), it falls with it.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fieldwise.rulebook.people.dated import Dated, on_words, sharper
from fieldwise.rulebook.people.facts import LEVELS, KnownRoster, PersonFacts, RowFacts, RowReason
from fieldwise.rulebook.people.identities import Identities

_Leaning = dict[int | None, list[tuple[int, RowReason]]]


@dataclass(frozen=True)
class Judged:
    """The refused rows with their reasons, by number, and who the rows are."""

    reasons: dict[int, list[RowReason]]
    identities: Identities


def judged(known: KnownRoster, rows: Sequence[RowFacts]) -> Judged:
    """Which rows are refused, and why."""
    identities = Identities(known)
    refused = {row.number: [*row.problems, *identities.claim(row)] for row in rows}
    kinds: dict[tuple[str, ...], tuple[str, int]] = {}
    for row in rows:
        if not refused[row.number]:
            person = known.people.get(identities.of_row[row.number])
            refused[row.number] = [*_date_refusals(row, person), *_kind_refusals(row, kinds)]
    leaning = _leaning(known, [row for row in rows if not refused[row.number]], identities)
    refused = {number: reasons for number, reasons in refused.items() if reasons}
    for number, reason in leaning.pop(None, ()):
        refused.setdefault(number, []).append(reason)
    _fall(refused, leaning)
    return Judged(refused, identities)


def _fall(refused: dict[int, list[RowReason]], leaning: _Leaning) -> None:
    waiting = list(refused)
    while waiting:
        for number, reason in leaning.pop(waiting.pop(), ()):
            if number not in refused:
                refused[number] = []
                waiting.append(number)
            refused[number].append(reason)


def _date_refusals(row: RowFacts, person: PersonFacts | None) -> Iterator[RowReason]:
    known = person.hired if person else None
    hired = sharper(known, row.hired_on) if row.hired_on else known
    since, left = row.in_position_since, row.left_on
    if hired is None:
        yield RowReason(
            "hired_unknown", "hired_on", "The cell is empty. A new person needs the day or month of hiring."
        )
    if hired and left and _after(hired, left):
        sentence = f"The last day, {left}, is before the hiring {on_words(hired)}."
        yield RowReason("left_before_hired", "left_on", sentence)
    if hired and since and _after(hired, since):
        sentence = f"The position began {on_words(since)}, before the hiring {on_words(hired)}."
        yield RowReason("position_before_hired", "in_position_since", sentence)
    if since and left and _after(since, left):
        sentence = f"The last day, {left}, is before the position began {on_words(since)}."
        yield RowReason("left_before_position", "left_on", sentence)


def _after(first: Dated, second: Dated) -> bool:
    """Whether one date is after another however they are meant; a month gets the benefit of the doubt."""
    return first.earliest > second.latest


def _kind_refusals(row: RowFacts, kinds: dict[tuple[str, ...], tuple[str, int]]) -> Iterator[RowReason]:
    if row.unit_kind and not row.unit:
        yield RowReason(
            "kind_without_unit", "unit_kind", f"{row.unit_kind} is the kind of no unit: the unit is empty."
        )
    elif row.unit_kind:
        kind, number = kinds.setdefault(
            tuple(getattr(row, level) for level in LEVELS), (row.unit_kind, row.number)
        )
        if kind != row.unit_kind:
            sentence = f"{row.unit} is {row.unit_kind} here and {kind} in row {number}. A unit has one kind."
            yield RowReason("two_kinds", "unit_kind", sentence)


def _leaning(known: KnownRoster, rows: Sequence[RowFacts], identities: Identities) -> _Leaning:
    """What rows need of others: by the row that they fall with, or by None when they fall at once."""
    leaning: _Leaning = defaultdict(list)
    holders = {person.email.lower(): key for key, person in known.people.items() if person.email}
    emails = {row.number: row.email.lower() for row in rows}
    for row in rows:
        supervisor, email = row.supervisor_employee_id, emails[row.number]
        if supervisor and not identities.known_key(supervisor):
            key = identities.key(supervisor)
            sentence = f"The supervisor {supervisor} is neither in the roster nor in a row that can be taken."
            reason = RowReason("unknown_supervisor", "supervisor_employee_id", sentence)
            leaning[identities.row(key) if key else None].append((row.number, reason))
        holder = holders.get(email) if email else None
        if email in known.foreign_emails:
            sentence = f"{row.email} is already in use. Each person needs an address of their own."
            leaning[None].append((row.number, RowReason("email_in_use", "email", sentence)))
        elif holder and holder != identities.of_row[row.number]:
            other, releasing = known.people[holder], identities.row(holder)
            releases = releasing is not None and emails.get(releasing, email) not in ("", email)
            sentence = f"{row.email} is the address of {other.called}, {other.employee_id}."
            reason = RowReason("email_in_use", "email", sentence)
            leaning[releasing if releases else None].append((row.number, reason))
    return leaning
