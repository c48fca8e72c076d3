# ruff: noqa: S608 (the statements are put together from names of columns, never from what somebody sends)
"""The rows behind one report of played seconds, in plain SQL.

Every playing tablet reports each 15 s; nothing else is asked as often, and to build the same queries anew took longer
than the database needs for them. `make bench` prints what a post takes.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from fieldwise.apps.learning.models import Lease, Medium, Play, Segment

SEGMENT = ("play", "lease", "client_id", "from_ms", "to_ms", "rate", "ended_at", "accepted_at")
PLAY = ("spans", "played_ms", "resume_ms", "touched_at", "completed_at")


def _run(sql: str, *values: Any) -> Any:
    cursor = connection.cursor()
    cursor.execute(sql, [_key(value) if isinstance(value, UUID) else value for value in values])
    return cursor


def _key(value: UUID) -> Any:
    return Play._meta.pk.get_db_prep_value(value, connection)


def _prepared(fields: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]


def clock(person_id: UUID) -> int | None:
    """How many reports of a person were taken; None before anything was opened."""
    row = _run("SELECT reports FROM learning_watchclock WHERE person_id = %s", person_id).fetchone()
    return row[0] if row else None


def take_turn(person_id: UUID, seen: int) -> bool:
    """Whether the clock still stood at `seen`; either way it is ours until the transaction ends."""
    moved = "UPDATE learning_watchclock SET reports = reports + 1 WHERE person_id = %s"
    if _run(f"{moved} AND reports = %s", person_id, seen).rowcount:
        return True
    _run(moved, person_id)
    return False


def play(person_id: UUID, play_id: UUID) -> Play | None:
    """One play of the person."""
    sql = "SELECT * FROM learning_play WHERE id = %s AND person_id = %s"
    return next(iter(Play.objects.raw(sql, [_key(play_id), _key(person_id)])), None)


@lru_cache(maxsize=4096)
def length_ms(medium_id: UUID) -> int:
    """The length of a medium, which never changes."""
    return Medium.objects.values_list("length_ms", flat=True).get(id=medium_id)


def leases(person_id: UUID, used_id: int | None) -> list[Lease]:
    """The leases of the person under which anything was taken, and the one used."""
    sql = "SELECT * FROM learning_lease WHERE person_id = %s AND (accepted_ms > 0 OR id = %s)"
    return list(Lease.objects.raw(sql, [_key(person_id), used_id]))


def known(play_id: UUID, client_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The stretches taken before under these ids."""
    marks = ", ".join(["%s"] * len(client_ids))
    sql = f"SELECT client_id, from_ms, to_ms FROM learning_segment WHERE play_id = %s AND client_id IN ({marks})"
    return {name: (start, end) for name, start, end in _run(sql, play_id, *client_ids)}


def keep_segments(segments: Sequence[Segment]) -> None:
    """Store what was taken; what is stored already stays as it is."""
    fields: list[Any] = [Segment._meta.get_field(name) for name in SEGMENT]
    columns, marks = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    rows = [_prepared(fields, [getattr(each, field.attname) for field in fields]) for each in segments]
    sql = f"INSERT INTO learning_segment ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def note_taken(lease: Lease, new_ms: int) -> None:
    """Count new milliseconds under their lease."""
    _run("UPDATE learning_lease SET accepted_ms = accepted_ms + %s WHERE id = %s", new_ms, lease.id)


def keep_play(play: Play) -> None:
    """Store what a play has come to."""
    fields: list[Any] = [Play._meta.get_field(name) for name in PLAY]
    changes = ", ".join(f"{field.column} = %s" for field in fields)
    values = _prepared(fields, [getattr(play, field.attname) for field in fields])
    _run(f"UPDATE learning_play SET {changes} WHERE id = %s", *values, play.id)
