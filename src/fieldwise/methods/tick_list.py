"""A list that may be longer than memory, and whose keys are ticked off one by one."""

import sqlite3
from collections.abc import Iterator
from typing import Self


class TickList:
    """Keys with a value each, in a temporary file that goes when the list is closed."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("CREATE TABLE list (key TEXT PRIMARY KEY, value TEXT, ticked) WITHOUT ROWID")
        self._file.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, key: str, value: str) -> None:
        """Write a key down; a later value takes the place of an earlier one."""
        self._file.execute("INSERT OR REPLACE INTO list VALUES (?, ?, 0)", (key, value))

    def remove(self, key: str) -> None:
        """Strike a key out, as if it had never been written down."""
        self._file.execute("DELETE FROM list WHERE key = ?", (key,))

    def tick(self, key: str) -> str | None:
        """The value of a key, which is now ticked off; None when it is not on the list."""
        found = self._file.execute("UPDATE list SET ticked = 1 WHERE key = ? RETURNING value", (key,))
        row = found.fetchone()
        return row[0] if row else None

    def unticked(self) -> Iterator[tuple[str, str]]:
        """The keys that nobody ticked off, in order, with their values."""
        yield from self._file.execute("SELECT key, value FROM list WHERE NOT ticked ORDER BY key")
