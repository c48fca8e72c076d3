"""One row at a time changed, deleted, inserted or exchanged behind the ledger's triggers: each must be found.

A table joins the drill by a line in `TABLES`; columns in `FREE` are those of which no entry speaks, with the reason.
"""

import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, models, transaction

from drill import people
from drill.house import DATABASES, inside
from drill.report import line
from fieldwise.shell.env import data_folder

SEED = 20261116
PEOPLE = 12
TABLES = (
    "ledger.Entry",
    "ledger.Seal",
    "ledger.SealMember",
    "learning.Certificate",
    "learning.Enrollment",
    "learning.Course",
    "learning.CourseVersion",
    "learning.Component",
    "learning.Medium",
    "people.Agency",
    "people.Capability",
    "people.Standing",
    "people.TermChange",
)
FREE = {
    "ledger.SealMember": {"id"},  # nothing refers to it
    "people.Agency": {"roster_version", "roster_applied_at"},  # counters of what `apply_roster` wrote down
}
CANNOT = {
    ("learning.Medium", "insert"),  # a video that no component shows says nothing
}


def main(rounds: int) -> bool:
    """On SQLite, then on PostgreSQL."""
    held = [inside("tampering", database, str(rounds), database=database) for database in DATABASES]
    return all(held)


class Missed(Exception):
    """The change could not be made, such as for a constraint; another is tried."""


def drill(database: str, rounds: int) -> bool:
    """Change something, verify, and take it back, so many times."""
    from fieldwise.apps.ledger.triggers import drop_statements

    people.prepare()
    _fill()
    chance, missed = random.Random(SEED), list[str]()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in drop_statements(connection.vendor):
            cursor.execute(statement)
        clean = _findings()
        for number in range(rounds):
            way = _tamper_and_verify(chance)
            if way:
                missed.append(f"{number}: {way}")
        transaction.set_rollback(True)
    for each in (clean + missed)[:20]:
        print(f"       {each}")
    found = rounds - len(missed)
    return line(
        f"{database}, changes behind the ledger's back found",
        f"{found:,} of {rounds:,}",
        not (clean + missed),
    )


def _findings() -> list[str]:
    from django.conf import settings

    from fieldwise.apps.ledger.queries import verification
    from fieldwise.shell.vouching import vouched

    return verification(settings.ENV.seals_file, vouched()).findings


def _tamper_and_verify(chance: random.Random) -> str:
    """What was done and not found; empty when it was found."""
    while True:
        try:
            if chance.random() < 0.1:
                return _tamper_outside(chance)
            with transaction.atomic():
                way = _tamper(chance, chance.choice(TABLES))
                found = _findings()
                transaction.set_rollback(True)
            return "" if found else way
        except (Missed, IntegrityError):
            continue


def _tamper(chance: random.Random, label: str) -> str:
    from django.apps import apps

    model = apps.get_model(label)
    name = chance.choice(list(WAYS))
    if (label, name) in CANNOT:
        raise Missed
    rows = list(model._base_manager.order_by("pk"))
    return f"{label}, {name}: {WAYS[name](chance, model, rows)}"


def _columns(model: type[models.Model]) -> list[Any]:
    free = FREE.get(model._meta.label, set())
    return [field for field in model._meta.concrete_fields if field.name not in free]


def _change(chance: random.Random, model: type[models.Model], rows: list[Any]) -> str:
    row, field = chance.choice(rows), chance.choice(_columns(model))
    old = getattr(row, field.attname)
    new = _other(chance, field, old)
    if new == old:  # there is nothing else to refer to
        new = _other(chance, field.target_field, old)
    model._base_manager.filter(pk=row.pk).update(**{field.attname: new})
    return f"{row.pk} {field.name} from {old!r:.60} to {new!r:.60}"


def _delete(chance: random.Random, model: type[models.Model], rows: list[Any]) -> str:
    row = chance.choice(rows)
    with connection.cursor() as cursor:  # as somebody with a database shell would
        table, key = (
            connection.ops.quote_name(str(name)) for name in (model._meta.db_table, model._meta.pk.column)
        )
        value = model._meta.pk.get_db_prep_value(row.pk, connection)
        cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [value])
    return str(row.pk)


def _insert(chance: random.Random, model: type[models.Model], rows: list[Any]) -> str:
    """A copy with a key of its own, and with other values where each row needs its own."""
    copy = chance.choice(rows)
    for field in model._meta.concrete_fields:
        if field.unique or any(field.name in rule.fields for rule in _rules(model)):
            setattr(copy, field.attname, _other(chance, field, getattr(copy, field.attname)))
    copy._state.adding = True
    copy.save(force_insert=True)
    return str(copy.pk)


def _rules(model: type[models.Model]) -> list[models.UniqueConstraint]:
    return [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]


def _exchange(chance: random.Random, model: type[models.Model], rows: list[Any]) -> str:
    field = chance.choice([field for field in _columns(model) if not field.primary_key])
    if len(rows) < 2:
        raise Missed
    one, other = chance.sample(rows, 2)
    mine, theirs = getattr(one, field.attname), getattr(other, field.attname)
    if mine == theirs or field.unique:
        raise Missed
    model._base_manager.filter(pk=one.pk).update(**{field.attname: theirs})
    model._base_manager.filter(pk=other.pk).update(**{field.attname: mine})
    return f"{field.name} of {one.pk} and {other.pk}"


WAYS: dict[str, Callable[[random.Random, type[models.Model], list[Any]], str]] = {
    "change": _change,
    "delete": _delete,
    "insert": _insert,
    "exchange": _exchange,
}


def _other(chance: random.Random, field: Any, old: Any) -> Any:
    """Another value that the column can hold."""
    if field.null and old is not None and chance.random() < 0.2:
        return None
    if isinstance(field, models.ForeignKey):
        targets = (
            field.related_model._base_manager.exclude(pk=old).order_by("pk").values_list("pk", flat=True)
        )
        return chance.choice(list(targets) or [old])
    if isinstance(field, models.UUIDField):
        return (
            uuid4()
            if old is None or chance.random() < 0.5
            else UUID(int=old.int ^ 1 << chance.randrange(128))
        )
    if isinstance(field, models.DateTimeField):
        return (old or datetime.now(UTC)) + timedelta(microseconds=chance.choice((1, 1_000_000, 10**12)))
    if isinstance(field, models.DateField):
        return (old or date(2026, 1, 1)) + timedelta(days=1)
    if isinstance(field, models.BooleanField):
        return not old
    if isinstance(field, models.IntegerField):
        return (old or 0) + chance.choice((1, 7, 1_000))
    if isinstance(field, models.JSONField):
        return _other_json(chance, old)
    return _other_text(chance, str(old or ""), field.max_length or 100)


def _other_text(chance: random.Random, old: str, most: int) -> str:
    letter = chance.choice("0123456789abcdef")
    if len(old) < most and chance.random() < 0.3:
        return old + letter
    place = chance.randrange(len(old)) if old else 0
    return old[:place] + ("x" if old[place : place + 1] == letter else letter) + old[place + 1 :]


def _other_json(chance: random.Random, old: Any) -> Any:
    if isinstance(old, dict) and old:
        name = chance.choice(sorted(old))
        return {**old, name: _other_json(chance, old[name])}
    if isinstance(old, list) and old:
        return [*old[:-1], _other_json(chance, old[-1])]
    return {"was": old}


def _tamper_outside(chance: random.Random) -> str:
    """A line of the file outside the database; the newest may be gone, for the worker writes it again."""
    file = data_folder() / "seals.jsonl"
    whole = file.read_text()
    way = chance.choice(("change", "delete", "repeat", "exchange"))
    file.write_text("".join(_other_lines(chance, way, whole.splitlines(keepends=True))))
    try:
        changed = file.read_text()
        return f"seals.jsonl, {way}" if not _findings() and changed != whole else ""
    finally:
        file.write_text(whole)


def _other_lines(chance: random.Random, way: str, lines: list[str]) -> list[str]:
    place = chance.randrange(len(lines) - 1)
    if way == "change":
        letters = [at for at, letter in enumerate(lines[place]) if letter.isalnum()]
        at = chance.choice(letters)
        letter = "0" if lines[place][at] != "0" else "1"
        return [*lines[:place], lines[place][:at] + letter + lines[place][at + 1 :], *lines[place + 1 :]]
    if way == "delete":
        return lines[:place] + lines[place + 1 :]
    if way == "repeat":
        return lines[: place + 1] + lines[place:]
    return [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]


def _fill() -> None:
    """People who enroll, play and are certified, standing and terms: a seal after each few deeds."""
    from fieldwise.apps.people.actions import grant_capability, note_standing, set_term

    at = datetime.now(UTC)
    agency = people.make_agency(at)
    staff = people.make_people(agency, PEOPLE, at)
    course = people.make_course(agency, at)
    common: dict[str, Any] = {"by": None, "at": at}
    for number, person in enumerate(staff):
        grant_capability(person=person, name="import_roster", from_on=at.date(), **common)
        note_standing(person=person, good=number % 2 == 0, reason="A note", from_on=at.date(), **common)
        if number % 4:
            people.complete(person, course, at)
        people.seal()
    for value in (20, 30):
        where: dict[str, Any] = {"family": "learning.watching", "name": "grace_seconds", "source": "A letter"}
        set_term(agency=agency, value=value, from_on=at.date(), **where, **common)
    people.seal()


if __name__ == "__main__":
    sys.exit(not drill(sys.argv[1], int(sys.argv[2])))
