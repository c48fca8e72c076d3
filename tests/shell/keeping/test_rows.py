"""A row line is the same whichever database the row lies in, and brings the row back exactly."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.kinds import KINDS
from fieldwise.shell.keeping.rows import lines, load, tally
from fieldwise.shell.keeping.tables import Table, kind_of
from tests.shell.keeping.houses import looking_at, new_postgresql

PLACES = ("first", "postgresql", "second")
WHOLE = st.integers(-(2**63), 2**63 - 1)
# PostgreSQL keeps no NUL in a text.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
FLOATS = st.floats(allow_nan=False)
JSON = st.recursive(
    # Of a JSON number from 1e16 on PostgreSQL keeps the digits, and not that it was a float.
    st.none() | st.booleans() | st.integers() | st.floats(-1e15, 1e15) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "whole": WHOLE,
    "yes": st.booleans(),
    "day": st.dates(),
    "moment": MOMENTS,
    "clock": st.times(),
    "text": TEXTS,
    "long_text": TEXTS,
    "key": st.uuids(),
    "number": FLOATS,
    "money": st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
    "lasting": st.timedeltas(timedelta(days=-10000), timedelta(days=10000)),
    "content": st.binary(max_size=20),
    "page": JSON,
    "address": st.ip_addresses().map(str),
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | values for name, values in VALUES.items()}),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def everything(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Table]:
    """A table with a column of every kind, in two SQLite databases and in PostgreSQL."""
    folder = tmp_path_factory.mktemp("rows")
    addresses = (f"sqlite:///{folder}/1", new_postgresql(), f"sqlite:///{folder}/2")
    with isolate_apps("fieldwise.shell"), django_db_blocker.unblock(), ExitStack() as stack:
        model = type("Everything", (models.Model,), _fields())
        for name, address in zip(PLACES, addresses, strict=True):
            stack.enter_context(looking_at(address, name))
            with connections[name].schema_editor() as editor:
                editor.create_model(model)
        columns = tuple(field.attname for field in model._meta.concrete_fields)
        yield Table(model._meta.db_table, model, columns)


def _fields() -> dict[str, Any]:
    meta = type("Meta", (), {"app_label": "shell"})
    return {
        "__module__": __name__,
        "Meta": meta,
        "name": models.CharField(max_length=40, primary_key=True),
        "whole": models.BigIntegerField(null=True),
        "yes": models.BooleanField(null=True),
        "day": models.DateField(null=True),
        "moment": models.DateTimeField(null=True),
        "clock": models.TimeField(null=True),
        "text": models.CharField(max_length=40, null=True),
        "long_text": models.TextField(null=True),
        "key": models.UUIDField(null=True),
        "number": models.FloatField(null=True),
        "money": models.DecimalField(max_digits=12, decimal_places=2, null=True),
        "lasting": models.DurationField(null=True),
        "content": models.BinaryField(null=True),
        "page": models.JSONField(null=True),
        "address": models.GenericIPAddressField(null=True),
        "above": models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False),
    }


def empty(table: Table) -> None:
    for place in PLACES:
        table.model._base_manager.using(place).all().delete()


def carry(table: Table, source: str, target: str) -> list[bytes]:
    """Load the rows of one database into another; returns their lines there."""
    load(table, connections[target], lines(table, source))
    return list(lines(table, target))


@hypothesis_settings(max_examples=30, phases=set(Phase) - {Phase.explain})
@given(ROWS)
def test_every_value_of_every_kind_comes_through_both_databases(
    everything: Table, rows: list[dict[str, Any]]
) -> None:
    empty(everything)
    model: Any = everything.model
    made = [model(name=f"Ä{number}z", above_id=f"a{number}", **row) for number, row in enumerate(rows)]
    model.objects.using("first").bulk_create(made)
    written = list(lines(everything, "first"))
    assert carry(everything, "first", "postgresql") == written
    assert carry(everything, "postgresql", "second") == written
    before = model.objects.using("first").order_by("name").values()
    assert list(model.objects.using("second").order_by("name").values()) == list(before)


def test_a_line_reads_as_one_would_write_it(everything: Table) -> None:
    empty(everything)
    everything.model._base_manager.using("first").create(
        name="a",
        whole=1,
        yes=True,
        day=date(2026, 11, 12),
        moment=datetime(2026, 11, 12, 19, 24, 0, 5, UTC),
        clock=time(8, 30),
        text="“x”",
        key=uuid.UUID(int=1),
        number=-0.0,
        money=Decimal("1.50"),
        lasting=timedelta(seconds=1),
        content=b"abc",
        page={"b": 1e22, "a": [1.50, None]},
        address="10.0.0.1",
    )
    assert next(lines(everything, "first")).decode() == (
        '["a",1,true,"2026-11-12","2026-11-12T19:24:00.000005+00:00","08:30:00","“x”",null,'
        '"00000000-0000-0000-0000-000000000001",0.0,"1.50",1000000,"YWJj",'
        '"{\\"a\\":[1.5,null],\\"b\\":10000000000000000000000}","10.0.0.1",null]\n'
    )


def test_rows_come_in_the_same_order_from_both_databases(everything: Table) -> None:
    empty(everything)
    names = ["a", "B", "ä", "Z", "_", "zebra", "Äther", "10", "9", "a b", "ab", "A-b"]
    for place in ("first", "postgresql"):
        everything.model._base_manager.using(place).bulk_create(everything.model(name=name) for name in names)
    assert tally(everything, "first").result == tally(everything, "postgresql").result
    # The PostgreSQL of the tests sorts as C does anyway; an agency's sorts as its locale does.
    with CaptureQueriesContext(connections["postgresql"]) as captured:
        assert tally(everything, "postgresql").rows == len(names)
    assert 'COLLATE "C"' in captured[0]["sql"]


@pytest.mark.parametrize(
    "number", [1e16, 1e22, 1e23, 5.362856873119257e16, -1.7e308, 5e-324, 0.1, -0.0, 10**30]
)
def test_a_json_number_of_any_size_is_the_same_line_from_both_databases(
    everything: Table, number: float
) -> None:
    empty(everything)
    everything.model._base_manager.using("first").create(name="a", page=[number])
    written = list(lines(everything, "first"))
    assert carry(everything, "first", "postgresql") == written
    assert carry(everything, "postgresql", "second") == written


def test_sql_null_and_json_null_are_told_apart(everything: Table) -> None:
    empty(everything)
    for name, page in (("json", models.Value(None, models.JSONField())), ("sql", None)):
        everything.model._base_manager.using("first").create(name=name, page=page)
    carry(everything, "first", "postgresql")
    carry(everything, "postgresql", "second")
    for place in PLACES:
        nothing = everything.model._base_manager.using(place).filter(page__isnull=True)
        assert [row.name for row in nothing] == ["sql"]


@pytest.mark.parametrize("place", ["postgresql", "second"])
@pytest.mark.parametrize(
    "line", [b"", b"[]\n", b"{}\n", b"1\n", b'["a"]\n', b"[" + b"1," * 14 + b"{}]\n", b"\xff"]
)
def test_what_is_no_row_is_named_by_table_and_line(everything: Table, place: str, line: bytes) -> None:
    empty(everything)
    with pytest.raises(Refused, match=r"Line 1 of the table shell_everything is not a row of it\."):
        load(everything, connections[place], [line])


def test_every_column_of_fieldwise_can_be_carried() -> None:
    carried = {
        f"{model._meta.db_table}.{field.column}": kind_of(field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    assert len(carried) > 200
    assert set(KINDS.values()) >= set(carried.values())
