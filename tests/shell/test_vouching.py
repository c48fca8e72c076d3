"""Entries vouch for rows: whatever is changed, deleted or inserted behind the ledger's back is found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models, transaction

from fieldwise.apps.learning import actions as learning
from fieldwise.apps.learning.actions.certificates import issue_certificate
from fieldwise.apps.learning.models import (
    Certificate,
    Component,
    Course,
    CourseVersion,
    Enrollment,
    Medium,
)
from fieldwise.apps.learning.queries import vouching as of_learning
from fieldwise.apps.ledger.models import StoredFile
from fieldwise.apps.ledger.queries import Row, verification
from fieldwise.apps.people.actions import found_agency, grant_capability, note_standing, set_term
from fieldwise.apps.people.models import (
    Agency,
    Capability,
    OrgUnit,
    Person,
    ServiceSpell,
    Standing,
    TermChange,
)
from fieldwise.apps.people.queries import vouching as of_people
from fieldwise.shell.vouching import vouched
from fieldwise.standards.course_file import CourseFile
from tests.apps.learning.conftest import short_series  # noqa: F401
from tests.apps.learning.test_certificates import complete
from tests.cast import DIVISION

NOWHERE = Path("/nonexistent")
AT = datetime(2026, 11, 12, 19, 24, 5, 123456, tzinfo=UTC)

# What may change without a deed: the roster's own bookkeeping, and when bytes were first kept.
LEFT_OUT = {Agency: {"roster_version", "roster_applied_at"}, StoredFile: {"stored_at"}}
VOUCHED_FOR: dict[type[models.Model], tuple[str, ...]] = {
    Agency: of_people.AGENCY,
    Capability: of_people.CAPABILITY,
    Standing: of_people.STANDING,
    TermChange: of_people.TERM_CHANGE,
    Course: of_learning.COURSE,
    CourseVersion: of_learning.VERSION,
    Component: of_learning.COMPONENT,
    Medium: of_learning.MEDIUM,
    StoredFile: of_learning.FILE,
    Enrollment: of_learning.ENROLLMENT,
    Certificate: of_learning.CERTIFICATE,
}
COLUMNS = [(model, name) for model, names in VOUCHED_FOR.items() for name in names]
WHOLE_ROWS = [Capability, Standing, TermChange, Component, Enrollment, Certificate]


def findings() -> list[str]:
    return verification(NOWHERE, vouched()).findings


@dataclass
class House:
    """An agency in which every vouched-for kind of deed was done."""

    agency: Agency
    person: Person
    course: Course


@pytest.fixture
def house(db: None, short_series: CourseFile) -> House:  # noqa: F811
    agency = found_agency(code="ACS", name="Administration", zone="America/New_York", at=AT)
    person = Person.objects.create(agency=agency, employee_id="1", sign_in_id="acs/1", name="Dana Whitlock")
    division = OrgUnit.objects.create(agency=agency, level="division", name=DIVISION)
    unit = OrgUnit.objects.create(agency=agency, parent=division, level="unit", name="4-B", kind="CARES")
    ServiceSpell.objects.create(
        agency=agency, person=person, unit=unit, level="staff", from_on=date(2025, 9, 15), recorded_at=AT
    )
    grant_capability(person=person, name="administer", from_on=date(2026, 1, 1), by=person.id, at=AT)
    note_standing(person=person, good=False, reason="Review “7”", from_on=date(2026, 1, 1), by=None, at=AT)
    set_term(agency=agency, family="learning.watching", name="grace_seconds", value=12.5,
             from_on=date(2027, 1, 1), source="Memo 7", by=person.id, at=AT)  # fmt: skip
    course = learning.publish_course(agency=agency, course=short_series, by=None, at=AT).version.course
    complete(person, course)
    return House(agency, person, course)


def test_honest_deeds_are_found_as_they_were_written_down(house: House) -> None:
    found = verification(NOWHERE, vouched())
    assert found.findings == []
    assert found.vouched == 8


@pytest.mark.parametrize("model", VOUCHED_FOR, ids=lambda model: model.__name__)
def test_every_column_is_vouched_for_or_named_as_left_out(model: type[models.Model]) -> None:
    columns = {field.attname for field in model._meta.concrete_fields}
    assert set(VOUCHED_FOR[model]) == columns - LEFT_OUT.get(model, set())


def other(value: Any, field: models.Field[Any, Any]) -> Any:
    """Another value that the column takes."""
    if field.name in ("zone", "slug") or isinstance(value, str):
        return f"{value}x"[-(field.max_length or 99) :]
    changes: dict[type, Any] = {
        bool: lambda: not value,
        int: lambda: value + 77,
        datetime: lambda: value + timedelta(microseconds=1),
        date: lambda: value + timedelta(days=1),
        list: lambda: [*value, 1],
        dict: lambda: {**value, "name": "Somebody Else"},
        float: lambda: value + 0.25,
    }
    if type(value) in changes:
        return changes[type(value)]()
    if isinstance(field, models.DateTimeField):
        return AT
    return date(2026, 1, 1) if isinstance(field, models.DateField) else "0" * 32


@pytest.fixture
def unchecked() -> Iterator[None]:
    """Raw SQL of somebody who cares for no constraint."""
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute(
            "SET LOCAL session_replication_role = replica" if postgresql else "PRAGMA defer_foreign_keys = ON"
        )
    yield
    transaction.savepoint_rollback(before)


def behind_its_back(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1, sql


@pytest.mark.parametrize(("model", "name"), COLUMNS, ids=lambda each: getattr(each, "__name__", each))
def test_a_changed_column_is_found(
    house: House, unchecked: None, model: type[models.Model], name: str
) -> None:
    field = next(field for field in model._meta.concrete_fields if field.attname == name)
    row = model.objects.order_by("pk").values().first()
    assert row is not None
    value = field.get_db_prep_save(other(row[name], field), connection)
    pk = model._meta.pk.get_db_prep_save(row["id"], connection)  # type: ignore[union-attr]
    behind_its_back(f"UPDATE {model._meta.db_table} SET {name} = %s WHERE id = %s", value, pk)
    assert findings() != []


@pytest.mark.parametrize("model", WHOLE_ROWS, ids=lambda model: model.__name__)
def test_a_deleted_row_is_found(house: House, unchecked: None, model: type[models.Model]) -> None:
    pk = model._meta.pk.get_db_prep_save(model.objects.values_list("pk", flat=True).first(), connection)  # type: ignore[union-attr]
    behind_its_back(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)
    assert len(findings()) == 1
    assert "is gone, and no entry says why" in findings()[0] or model is Component


@pytest.mark.parametrize("model", WHOLE_ROWS, ids=lambda model: model.__name__)
def test_an_inserted_row_is_found(house: House, unchecked: None, model: type[models.Model]) -> None:
    table, row = model._meta.db_table, model.objects.values().first()
    assert row is not None
    new: dict[str, Any] = {"id": "0" * 32}
    unique: dict[type[models.Model], dict[str, Any]] = {
        Component: {"position": 77, "key": "other"},
        Enrollment: {"cycle": 77},
        Certificate: {"cycle": 77, "number": "FW-0000-0000-0000"},
    }
    new |= unique.get(model, {})
    names = [field.attname for field in model._meta.concrete_fields]
    said = ", ".join("%s" if name in new else name for name in names)
    values = [new[name] for name in names if name in new]
    behind_its_back(f"INSERT INTO {table} ({', '.join(names)}) SELECT {said} FROM {table} LIMIT 1", *values)
    assert len(findings()) == 1
    assert "stands in no entry" in findings()[0] or model is Component


def test_a_finding_names_the_row_and_whose_it_is(house: House) -> None:
    behind_its_back("UPDATE people_capability SET name = 'import_roster'")
    capability = Capability.objects.get()
    assert findings() == [
        f"Capability {capability.id} (import_roster of Dana Whitlock) is not as its newest entry says."
    ]


def test_a_certificate_that_was_replaced_or_revoked_is_as_its_newest_entry_says(
    house: House,
    short_series: CourseFile,  # noqa: F811
) -> None:
    first = Certificate.objects.get()
    newer = short_series.model_copy(update={"title": "Short Series, second edition"})
    learning.publish_course(agency=house.agency, course=newer, by=None, at=AT)
    course = Course.objects.get()
    again = Enrollment(
        person=house.person, course=course, version=course.current, cycle=2, enrolled_at=AT, completed_at=AT
    )
    issue_certificate(person=house.person, enrollment=again, at=AT)
    first.refresh_from_db()
    assert first.superseded_by is not None
    assert findings() == []
    learning.revoke_certificate(number=first.number, reason="Issued in error.", by=None, at=AT)
    assert findings() == []
    behind_its_back("UPDATE learning_certificate SET superseded_by_id = NULL WHERE number = %s", first.number)
    assert len(findings()) == 1


def test_a_deed_between_the_reading_of_entries_and_of_rows_is_no_finding(house: House) -> None:
    """The first two looks are each followed by a deed before the rows are read."""
    honest = next(kind for kind in vouched() if kind.what == "Capability")
    names = iter(("one", "two"))

    def rows_after_a_deed() -> Iterator[Row]:
        if name := next(names, None):
            grant_capability(person=house.person, name=name, from_on=AT.date(), by=None, at=AT)
        return honest.rows()

    found = verification(NOWHERE, [replace(honest, rows=rows_after_a_deed)])
    assert (found.findings, found.vouched) == ([], 3)
