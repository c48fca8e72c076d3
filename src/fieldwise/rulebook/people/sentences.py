"""What changes about a person, as sentences.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from fieldwise.rulebook.people.dated import Dated, end_words, on_words
from fieldwise.rulebook.people.facts import PersonFacts, SpellFacts
from fieldwise.rulebook.people.history import ended
from fieldwise.rulebook.people.places import place_names

Called = Callable[[str], str]  # from a key to what the person is called


def joins(person: PersonFacts) -> Iterator[str]:
    """A new person."""
    last = person.history[-1]
    place = f" in {place_names(last.place)[0]}" if last.place else ""
    if last.end:
        yield f"{person.called} was {last.title}{place} from {last.start}; service {end_words(last.end)}."
    else:
        start = person.history[0].start
        yield f"{person.called} joins as {last.title}{place} {on_words(start)}."


def differences(before: PersonFacts, after: PersonFacts, called: Called, as_of: date) -> list[str]:
    """Everything that differs between what was known of a person and what a file says."""
    found = [*_about(before, after), *_service(before, after, called, as_of)]
    if not found and before.history != after.history:
        found.append(f"Earlier service of {after.called} is corrected.")
    return found


def _about(before: PersonFacts, after: PersonFacts) -> Iterator[str]:
    if before.employee_id != after.employee_id:
        yield f"{after.called}'s employee id changes from {before.employee_id} to {after.employee_id}."
    if before.name != after.name:
        known = f" (was {before.name})" if before.name else ""
        yield f"{before.employee_id} is named {after.name}{known}."
    if before.email != after.email:
        known = f" (was {before.email})" if before.email else ""
        yield f"{after.called}'s work e-mail is {after.email}{known}."
    if before.hired != after.hired:
        known = f" (was {before.hired})" if before.hired else ""
        yield f"{after.called} was hired {on_words(after.hired)}{known}." if after.hired else ""


def _service(before: PersonFacts, after: PersonFacts, called: Called, as_of: date) -> Iterator[str]:
    if not before.history:
        yield from joins(after)
        return
    was, now, name = before.history[-1], after.history[-1], after.called
    if now.end and ended(now.end, as_of) and before.active:
        yield f"{name} leaves; service {end_words(now.end)}."
    elif not before.active and after.active:
        yield _returns(name, was, now)
        return
    elif was.end != now.end:
        yield _last_day(name, was.end, now.end)
    yield from _position(name, was, now, as_of)
    if _moved(was, now) and (before.hired == after.hired or now.start != after.hired):
        yield f"{name} has been in this position since {now.start}, not since {was.start}."
    if was.supervisor != now.supervisor:
        yield _supervisor(name, was.supervisor, now.supervisor, called)
    if was.leave_status != now.leave_status:
        yield f"{name}'s leave status changes from {was.leave_status or 'none'} to {now.leave_status or 'none'}."


def _moved(was: SpellFacts, now: SpellFacts) -> bool:
    """Whether nothing but the first day of a spell differs."""
    return was.start != now.start and replace(was, start=now.start, end=now.end) == now


def _returns(name: str, was: SpellFacts, now: SpellFacts) -> str:
    if now.start == was.start:
        return f"{name} did not leave; the last day, {was.end}, is taken back."
    where = f" to {place_names(now.place)[0]}" if now.place else ""
    return f"{name} returns{where} as {now.title} {on_words(now.start)}."


def _last_day(name: str, was: Dated | None, now: Dated | None) -> str:
    if now is None:
        return f"{name} stays; the last day, {was}, is taken back."
    return f"{name}'s last day is {now}{f', not {was}' if was else ''}."


def _position(name: str, was: SpellFacts, now: SpellFacts, as_of: date) -> Iterator[str]:
    corrected, when = was.start == now.start, "" if now.start.on == as_of else f" {on_words(now.start)}"
    if was.place != now.place:
        old, new = place_names(was.place, now.place)
        if corrected:
            yield f"{name} has been in {new} since {now.start}, not in {old}."
        else:
            yield f"{name} moves from {old} to {new}{when}."
    for word, old, new in (("title", was.title, now.title), ("level", was.level, now.level)):
        if old != new:
            verb = "is corrected" if corrected else "changes"
            yield f"{name}'s {word} {verb} from {old or 'none'} to {new or 'none'}{'' if corrected else when}."


def _supervisor(name: str, was: str | None, now: str | None, called: Called) -> str:
    if now is None:
        return f"{name} has no supervisor any more (was {called(was)})." if was else ""
    return f"{name} reports to {called(now)}{f' instead of {called(was)}' if was else ''}."
