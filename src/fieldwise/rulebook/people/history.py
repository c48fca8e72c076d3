"""How one row rewrites the history of a person.

"In position since" dates title, level and place together. A later date with another position ends the stretch before
it; the same date with another position says that the position was wrong; another date with the same position says that
the date was wrong. Supervisor and leave status have no date of their own: they change from the day of the file.
Without "in position since", another position begins on the day of the file, and the first stretch on the day of hiring.
The same row twice rewrites nothing.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from fieldwise.rulebook.people.dated import Dated, sharper
from fieldwise.rulebook.people.facts import History, SpellFacts

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of a person's service, with what it leaves out filled in; the start of `now` is not used."""

    now: SpellFacts
    since: Dated | None
    hired: Dated | None
    left: Dated | None
    denies_leaving: bool


def ended(end: Dated | None, as_of: date) -> bool:
    """Whether the last day is over; a month or fiscal year of leaving counts as over."""
    return end is not None and (end.precision != "day" or end.on < as_of)


def rewritten(history: History, said: Said, as_of: date, *, active: bool = True) -> History:
    """The spells after a row is believed; `active` is False of somebody who had left."""
    if not history:
        first = said.since or said.hired or Dated(as_of)
        history = (replace(said.now, start=first, end=None),)
    elif not said.left and history[-1].end and (not active or ended(history[-1].end, as_of)):
        history = _returned(history, said, as_of)
    else:
        history = _attended(_positioned(history, said, as_of), said, as_of)
    return _ended(history, said)


def rehired(history: History, was: Dated | None, hired: Dated | None) -> History:
    """The spells after the day of hiring was corrected: a first one that began with it begins with the new one."""
    first = history[0]
    if not hired or first.start != was or (first.end and hired.on > first.end.on):
        return history
    return (replace(first, start=hired), *history[1:])


def left_unsaid(history: History, as_of: date) -> History:
    """The spells of somebody who is missing from a whole roster: the last one ended the day before."""
    last = history[-1]
    return (*history[:-1], replace(last, end=Dated(max(as_of - DAY, last.start.on))))


def _day_before(start: Dated) -> Dated:
    return Dated(start.on - DAY, start.precision)


def _run_start(history: History) -> int:
    """The index of the first of the last spells that follow each other in one position."""
    index = len(history) - 1
    while index and history[index - 1].position == history[-1].position:
        if history[index - 1].end != _day_before(history[index].start):
            break
        index -= 1
    return index


def _until(history: History, start: Dated) -> History:
    """The spells that begin before a day, none lasting into it."""
    return tuple(
        replace(spell, end=_day_before(start)) if spell.end is None or spell.end.on >= start.on else spell
        for spell in history
        if spell.start.on < start.on
    )


def _positioned(history: History, said: Said, as_of: date) -> History:
    """The spells with the position that the row says, from the day that it says."""
    last, index = history[-1], _run_start(history)
    begin, same = history[index].start, last.position == said.now.position
    starts = [spell.start for spell in history[index:]]
    if same and (not said.since or any(sharper(start, said.since) == start for start in starts)):
        return history
    if said.since:
        start = sharper(begin, said.since)
    elif said.left:
        start = begin
    else:
        start = last.start if last.start.on >= as_of else Dated(as_of)
    if start == begin or (same and not (last.end and start.on > last.end.on)):
        return _moved(history, index, said.now, start)
    return (*_until(history, start), replace(said.now, start=start, end=None))


def _moved(history: History, index: int, now: SpellFacts, start: Dated) -> History:
    """The last spells of one position in the position that the row says, from the start that it says."""
    before, run = history[:index], history[index:]
    if start != run[0].start:
        touches = bool(before) and before[-1].end == _day_before(run[0].start)
        before = _until(before, start)
        if touches and before:
            before = (*before[:-1], replace(before[-1], end=_day_before(start)))
        run = tuple(spell for spell in run if spell.end is None or spell.end.on >= start.on)
        run = (replace(run[0], start=start), *run[1:])
    title, level, place = now.position
    return (*before, *(replace(spell, title=title, level=level, place=place) for spell in run))


def _attended(history: History, said: Said, as_of: date) -> History:
    """The last spell with the supervisor and leave status that the row says, from the day of the file."""
    last = history[-1]
    new = replace(last, supervisor=said.now.supervisor, leave_status=said.now.leave_status)
    if new == last:
        return history
    if said.left or last.start.on >= as_of:
        return (*history[:-1], new)
    today = Dated(as_of)
    return (*history[:-1], replace(last, end=_day_before(today)), replace(new, start=today))


def _returned(history: History, said: Said, as_of: date) -> History:
    """Service goes on after an end: as if it had not ended where the row says so, else in a new spell."""
    last = history[-1]
    assert last.end is not None
    if last.end.on >= as_of or (said.since and said.since.on <= last.end.on):
        reopened = (*history[:-1], replace(last, end=None))
        return _attended(_positioned(reopened, said, as_of), said, as_of)
    starts = [start for start in (said.since, said.hired) if start and start.on > last.end.on]
    return (*history, replace(said.now, start=starts[0] if starts else Dated(as_of), end=None))


def _ended(history: History, said: Said) -> History:
    """The spells with the end that the row says, or without the one that it denies."""
    last = history[-1]
    if said.left is None:
        return (*history[:-1], replace(last, end=None)) if last.end and said.denies_leaving else history
    end = sharper(last.end, said.left)
    kept = [spell for spell in history if spell.start.on <= end.on]
    if not kept:
        kept = [replace(last, start=said.since or said.hired or end)]
    return (*kept[:-1], replace(last, start=kept[-1].start, end=end))
