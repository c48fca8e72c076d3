"""What a roster changes: a verdict for each row, the differences in sentences, and the alarms.

With `whole`, the file lists everybody, and people in service who are missing are proposed as leavers; otherwise they
stay as they are. People whom no roster ever named are never leavers, and nobody leaves whose row is only refused.
An empty cell takes nothing away from a name, an address, a title or a day of hiring that is known.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldwise.rulebook.people.alarms import Alarm, leaver_alarms, loop_alarms, vanished_alarms
from fieldwise.rulebook.people.comparison import Comparison
from fieldwise.rulebook.people.facts import KnownRoster, PersonFacts, RowFacts
from fieldwise.rulebook.people.refusals import judged
from fieldwise.rulebook.people.terms import RosterTerms
from fieldwise.rulebook.people.verdicts import RowVerdict, UnitChange, Verdict


@dataclass(frozen=True)
class RosterChanges:
    """Everything that a file would change."""

    verdicts: tuple[RowVerdict, ...]
    units: tuple[UnitChange, ...]
    alarms: tuple[Alarm, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows = new + changed + unchanged + refused; leavers, rehires and renamed ids are counted again apart."""
        found = Counter(each.verdict for each in self.verdicts)
        of_rows = Counter(each.verdict for each in self.verdicts if each.row is not None)
        plain = (Verdict.NEW, Verdict.UNCHANGED, Verdict.REFUSED)
        return {
            "rows": of_rows.total(),
            "new": found[Verdict.NEW],
            "changed": sum(count for verdict, count in of_rows.items() if verdict not in plain),
            "unchanged": found[Verdict.UNCHANGED],
            "refused": found[Verdict.REFUSED],
            "alarms": len(self.alarms),
            "leavers": found[Verdict.LEAVER],
            "rehires": found[Verdict.REHIRE],
            "renamed": found[Verdict.RENAMED],
        }

    @property
    def changed(self) -> tuple[RowVerdict, ...]:
        """The verdicts that change something about a person."""
        return tuple(each for each in self.verdicts if each.after is not None)

    @property
    def changes_anything(self) -> bool:
        return bool(self.units) or any(each.after is not None for each in self.verdicts)


def roster_changes(
    known: KnownRoster, rows: Sequence[RowFacts], whole: bool, as_of: date, terms: RosterTerms | None = None
) -> RosterChanges:
    """What the rows change about what is known, on the day that they are read."""
    judgement = judged(known, rows)
    comparison = Comparison(known, judgement.identities, as_of)
    verdicts = [
        RowVerdict(row.number, Verdict.REFUSED, reasons=tuple(judgement.reasons[row.number]))
        if row.number in judgement.reasons
        else comparison.verdict(row)
        for row in rows
    ]
    if whole:
        verdicts += comparison.missing()
    after = {**known.people, **{each.after.key: each.after for each in verdicts if each.after}}
    alarms = _alarms(known.people, after, verdicts, terms or RosterTerms())
    if whole:
        alarms += [*_unnamed_alarms(rows), *vanished_alarms(known.people, after)]
    return RosterChanges(tuple(verdicts), comparison.unit_changes(), tuple(alarms))


def _alarms(
    before: Mapping[str, PersonFacts],
    after: Mapping[str, PersonFacts],
    verdicts: Sequence[RowVerdict],
    terms: RosterTerms,
) -> list[Alarm]:
    leavers = sum(each.verdict is Verdict.LEAVER for each in verdicts)
    in_service = sum(person.in_service for person in before.values())
    return [*leaver_alarms(leavers, in_service, terms), *loop_alarms(before, after)]


def _unnamed_alarms(rows: Sequence[RowFacts]) -> Iterator[Alarm]:
    numbers = [row.number for row in rows if not row.employee_id]
    if numbers:
        which = f"row {numbers[0]}" + (f" and {len(numbers) - 1:,} more" if len(numbers) > 1 else "")
        sentence = f"The id in {which} cannot be read, so whoever stands there may be taken for a leaver."
        yield Alarm("unreadable_ids", sentence, {"rows": len(numbers)})
