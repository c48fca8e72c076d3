"""When a roster looks wrong as a whole, so that a person must look before it is applied.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldwise.rulebook.people.facts import PersonFacts, Place
from fieldwise.rulebook.people.terms import RosterTerms

MOST_NAMED = 6


@dataclass(frozen=True)
class Alarm:
    """One thing to look at before a roster is applied, with its numbers."""

    code: str
    sentence: str
    numbers: Mapping[str, float] = field(default_factory=dict)


def leaver_alarms(leavers: int, in_service: int, terms: RosterTerms) -> Iterator[Alarm]:
    """An unusual share of leavers: often a file that was cut short."""
    share = leavers / in_service if in_service else 0
    if leavers >= terms.alarming_leavers_at_least and share >= terms.alarming_leaver_share:
        sentence = (
            f"{leavers:,} of {in_service:,} people in service would leave, {share:.1%}. "
            f"In one file, {terms.alarming_leaver_share:.0%} is unusual. Check that the file is complete."
        )
        yield Alarm(
            "many_leavers", sentence, {"leavers": leavers, "in_service": in_service, "share": round(share, 4)}
        )


def loop_alarms(before: Mapping[str, PersonFacts], after: Mapping[str, PersonFacts]) -> Iterator[Alarm]:
    """People who would supervise each other in a circle that this file closes."""
    supervisors = {key: person.history[-1].supervisor for key, person in after.items() if person.in_service}
    for loop in _loops(supervisors):
        if any(key not in before or _supervisor(before[key]) != supervisors[key] for key in loop):
            yield Alarm(
                "supervisor_loop", _loop_sentence([after[key].called for key in loop]), {"people": len(loop)}
            )


def _supervisor(person: PersonFacts) -> str | None:
    return person.history[-1].supervisor if person.in_service else None


def _loops(supervisors: Mapping[str, str | None]) -> Iterator[list[str]]:
    seen: set[str] = set()
    for start in supervisors:
        path: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in seen:
            seen.add(key)
            path[key] = None
            key = supervisors.get(key)
        if key in path:
            ordered = list(path)
            yield ordered[ordered.index(key) :]


def _loop_sentence(names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} would report to {names[0]}. Nobody supervises themselves."
    hidden = f", and so on through {len(names) - MOST_NAMED:,} more people" if len(names) > MOST_NAMED else ""
    chain = ", who reports to ".join(names[1:MOST_NAMED])
    return (
        f"{names[0]} would report to {chain}{hidden}, who reports to {names[0]}. "
        "One of them must have another supervisor."
    )


def vanished_alarms(before: Mapping[str, PersonFacts], after: Mapping[str, PersonFacts]) -> Iterator[Alarm]:
    """Units that had people and have none: often a unit that was renamed, or forgotten."""
    had, has = _heads(before), _heads(after)
    gone = sorted(had.keys() - has.keys())
    for place in gone[:MOST_NAMED]:
        above = f" ({', '.join(name for _, name in reversed(place[1:-1]))})" if place[1:-1] else ""
        people = f"{had[place]} people" if had[place] > 1 else "1 person"
        sentence = f"The unit {place[-1][1]}{above} had {people} and has nobody in this file."
        yield Alarm("vanished_unit", sentence, {"people": had[place]})
    if more := gone[MOST_NAMED:]:
        units = f"{len(more):,} more units" if len(more) > 1 else "1 more unit"
        sentence = f"{units} had people and would be empty."
        yield Alarm(
            "vanished_units", sentence, {"units": len(more), "people": sum(had[place] for place in more)}
        )


def _heads(people: Mapping[str, PersonFacts]) -> Counter[Place]:
    places = (person.history[-1].place for person in people.values() if person.in_service)
    return Counter(place for place in places if place and place[-1][0] == "unit")
