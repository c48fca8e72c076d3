"""Whom a course is for, and why a person may or may not take it.

The division must be the one named, and at least one of the alternatives must hold. What the roster does
not say is never counted for a person, and the sentence says that it is missing.

Source: Course page of the CARES series, "Who Should Attend?" and "Course Prerequisites"; each course's file
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldwise.rulebook.calendar import in_words
from fieldwise.rulebook.reasons import Reason


@dataclass(frozen=True)
class AudienceFacts:
    """What the HR roster says of a person today; None or empty where it says nothing.

    `since_on` is when the present service began; `since_precision` is "day", "month" or "fiscal_year".
    """

    division: str | None = None
    unit_name: str | None = None
    unit_kind: str | None = None
    title: str | None = None
    level: str | None = None
    since_on: date | None = None
    since_precision: str = "day"


@dataclass(frozen=True)
class Alternative:
    """One way to belong to an audience: everything that it names must hold."""

    unit_kind: str | None = None
    levels: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Audience:
    """Whom a course is for; an audience that names nothing is everybody."""

    division: str | None = None
    any_of: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class PrerequisiteFacts:
    """A course that must be completed before, by its slug, and its title."""

    slug: str
    title: str


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().replace("_", " ").split()).removesuffix(" unit")


def _named(text: str | None, names: Iterable[str]) -> bool:
    return _plain(text) in {_plain(name) for name in names}


def _with_article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiouAEIO' else 'a'} {noun}"


def _one_of(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _the(division: str) -> str:
    is_phrase = division.split()[0] in {"Division", "Office", "Department", "Bureau", "Administration"}
    return f"the {division}" if is_phrase else division


def _division_reason(facts: AudienceFacts, division: str) -> Reason:
    if not facts.division:
        return Reason("division", "Your division is not in the HR roster.")
    if _plain(facts.division) != _plain(division):
        return Reason("division", f"You work in {_the(facts.division)}, not in {_the(division)}.")
    since = f", since {in_words(facts.since_on, facts.since_precision)}" if facts.since_on else ""
    return Reason("division", f"You work in {_the(division)}{since}.", ok=True)


def _unit_kind_reason(facts: AudienceFacts, kind: str) -> Reason:
    if not facts.unit_name:
        return Reason("unit_kind", "Your unit is not in the HR roster.")
    ok = _named(facts.unit_kind, [kind])
    noun = _with_article(f"{kind.removesuffix(' unit')} unit")
    return Reason("unit_kind", f"Your unit, {facts.unit_name}, is{'' if ok else ' not'} {noun}.", ok)


def _level_reason(facts: AudienceFacts, levels: Sequence[str]) -> Reason:
    if not facts.level:
        return Reason("level", "Your level is not in the HR roster.")
    words = [level.replace("_", " ") for level in levels]
    held = next((level for level in words if _named(facts.level, [level])), None)
    if held:
        return Reason("level", f"You are {_with_article(held)}.", ok=True)
    return Reason("level", f"You are not {_with_article(_one_of(words))}.")


def _title_reason(facts: AudienceFacts, titles: Sequence[str]) -> Reason:
    if not facts.title:
        return Reason("title", "Your title is not in the HR roster.")
    if _named(facts.title, titles):
        return Reason("title", f"Your title is {facts.title}.", ok=True)
    return Reason("title", f"Your title, {facts.title}, is not {_one_of(titles)}.")


def _alternative_reasons(facts: AudienceFacts, alternative: Alternative) -> tuple[Reason, ...]:
    reasons = []
    if alternative.unit_kind:
        reasons.append(_unit_kind_reason(facts, alternative.unit_kind))
    if alternative.levels:
        reasons.append(_level_reason(facts, alternative.levels))
    if alternative.titles:
        reasons.append(_title_reason(facts, alternative.titles))
    return tuple(reasons)


def _any_of_reasons(facts: AudienceFacts, any_of: Sequence[Alternative]) -> tuple[Reason, ...]:
    """The reasons of the first alternative that holds; when none does, what stands against each of them."""
    candidates = [_alternative_reasons(facts, alternative) for alternative in any_of]
    holding = next((reasons for reasons in candidates if eligible(reasons)), None)
    if holding is not None:
        return holding
    against = (reason for reasons in candidates for reason in reasons if not reason.ok)
    return tuple(dict.fromkeys(against))


def audience_reasons(facts: AudienceFacts, audience: Audience) -> tuple[Reason, ...]:
    """Why a person belongs to an audience or not: at least one reason, all good when the person does."""
    by_division = (_division_reason(facts, audience.division),) if audience.division else ()
    reasons = (*by_division, *_any_of_reasons(facts, audience.any_of))
    return reasons or (Reason("open_to_all", "The course is open to all staff.", ok=True),)


def _prerequisite_reason(course: PrerequisiteFacts, completed_on: date | None) -> Reason:
    if completed_on is None:
        return Reason("prerequisite", f"You have not completed “{course.title}” yet.")
    return Reason("prerequisite", f"You completed “{course.title}” on {in_words(completed_on)}.", ok=True)


def prerequisite_reasons(
    prerequisites: Iterable[PrerequisiteFacts], completed_on: Mapping[str, date]
) -> tuple[Reason, ...]:
    """Whether each course that comes before was completed; `completed_on` is the date by slug."""
    reasons = tuple(_prerequisite_reason(course, completed_on.get(course.slug)) for course in prerequisites)
    return reasons or (Reason("no_prerequisites", "The course has no prerequisites.", ok=True),)


def registration_reasons(registration: str) -> tuple[Reason, ...]:
    """Why a person may not register herself, when the course is registered by others; nothing when she may."""
    if registration == "self":
        return ()
    return (Reason("registration", "Your Staff Development Coordinator registers you for this course."),)


def eligible(reasons: Iterable[Reason]) -> bool:
    """Whether every one of the reasons is good."""
    return all(reason.ok for reason in reasons)
