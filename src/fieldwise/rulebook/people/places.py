"""Where in the org tree a row puts a person.

A level that has no column in the file stays as it is known: of the person, or of the only known unit of that name.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from collections import defaultdict
from collections.abc import Iterable

from fieldwise.rulebook.people.facts import LEVELS, Place, RowFacts


class Places:
    """The places of one agency, as a file speaks of them."""

    def __init__(self, known: Iterable[Place]) -> None:
        self._named: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in known:
            self._named[place[-1]].append(place)

    def said(self, row: RowFacts, known: Place) -> Place:
        """The place that a row says, for a person known to be at a place."""
        said = {level: getattr(row, level) for level in LEVELS if level in row.columns}
        if not said or (known and _agrees(known, said)):
            return known
        named = [(level, said[level]) for level in LEVELS if said.get(level)]
        if len(said) == len(LEVELS) or not named:
            return tuple(named)
        found = [place for place in self._named.get(named[-1], ()) if _agrees(place, said)]
        return found[0] if len(found) == 1 else _merged(dict(known) | said, named[-1][0])


def _agrees(place: Place, said: dict[str, str]) -> bool:
    levels = dict(place)
    return all(levels.get(level, "") == name for level, name in said.items())


def _merged(names: dict[str, str], deepest: str) -> Place:
    levels = LEVELS[: LEVELS.index(deepest) + 1]
    return tuple((level, names[level]) for level in levels if names.get(level))


def prefixes(place: Place) -> list[Place]:
    """A place and all those above it, from the top."""
    return [place[: depth + 1] for depth in range(len(place))]


def place_names(*places: Place) -> list[str]:
    """The places as people call them; with the name above, where two would be called the same."""
    names = [place[-1][1] if place else "no unit" for place in places]
    if len(set(names)) == len(names):
        return names
    return [" in ".join(name for _, name in reversed(place[-2:])) or "no unit" for place in places]
