"""Who the rows of one file are.

An id, now or earlier, belongs to one person for ever; a new id with the previous one beside it renames that person.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from collections.abc import Iterator

from fieldwise.rulebook.people.facts import KnownRoster, RowFacts, RowReason


class Identities:
    """The ids of one file and of everybody known; each person may stand in one row."""

    def __init__(self, known: KnownRoster) -> None:
        self._known = known
        self._rows: dict[str, int] = {}  # the row that took an id, or the person with a key
        self._said: dict[str, str] = {}  # ids in the rows, with the keys of their people
        self.mentioned: set[str] = set()  # keys of known people in any row, refused ones too
        self.of_row: dict[int, str] = {}  # the key of the person of each row that is not refused for its ids

    def known_key(self, employee_id: str) -> str | None:
        """The key of the known person who has this id, or had it."""
        low = employee_id.lower()
        return low if low in self._known.people else self._known.earlier_ids.get(low)

    def key(self, employee_id: str) -> str | None:
        """The key of whoever has or had this id, in the roster or in this file."""
        return self.known_key(employee_id) or self._said.get(employee_id.lower())

    def row(self, key: str) -> int | None:
        """The row that a person stands in."""
        return self._rows.get(key)

    def claim(self, row: RowFacts) -> Iterator[RowReason]:
        """Takes the ids of a row for its person; yields why they cannot be taken."""
        ids = [each.lower() for each in (row.employee_id, row.previous_employee_id) if each]
        keys = {key for key in map(self.known_key, ids) if key}
        self.mentioned |= keys
        if row.problems or not ids:
            return
        taken = next((self._rows[each] for each in (*ids, *keys) if each in self._rows), None)
        if taken is not None:
            yield RowReason(
                "same_person", "employee_id", f"This is the person of row {taken}. One of them must go."
            )
        elif len(keys) > 1:
            other = self._known.people[self.known_key(row.employee_id) or ""]
            sentence = f"{row.employee_id} belongs to {other.called}. An id is never given to another person."
            yield RowReason("id_in_use", "employee_id", sentence)
        else:
            key = next(iter(keys), row.employee_id.lower())
            self._rows.update(dict.fromkeys((*ids, key), row.number))
            self.of_row[row.number] = key
            self._said.update(dict.fromkeys(ids, key))
