"""The public payroll rows are imported into an agency with nobody in it."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Count

from fieldwise.apps.people.models import HiringClass, OrgUnit, Person, ServiceSpell
from fieldwise.rulebook.people.dated import Dated, end_words
from tests.apps.people.rosters import LATER, agency, everything, take

MAP = (Path(__file__).parents[3] / "demo" / "rosters" / "public_payroll.toml").read_text()


@pytest.fixture
def payroll() -> Path:
    path = os.environ.get("FIELDWISE_PUBLIC_PAYROLL")
    if not path:
        pytest.skip("FIELDWISE_PUBLIC_PAYROLL does not name the file of public payroll rows")
    return Path(path)


@pytest.mark.django_db
def test_every_row_is_imported_and_the_classes_are_found(payroll: Path) -> None:
    empty = agency("EMPTY")
    found = take(empty, payroll, map_text=MAP)
    assert (found.counts["rows"], found.counts["new"], found.counts["refused"]) == (2151, 2151, 0)
    assert Person.objects.filter(name="").count() == 2151
    classes = HiringClass.objects.filter(
        title="Child Protective Specialist",
        started_precision="month",
        started_on__in=[date(2022, 8, 1), date(2022, 11, 1), date(2023, 2, 1), date(2023, 5, 1)],
    )
    sizes = classes.annotate(size=Count("person")).order_by("started_on").values_list("size", flat=True)
    assert list(sizes) == [64, 66, 68, 70]
    assert set(OrgUnit.objects.filter(level="borough").values_list("name", flat=True)) == {
        "Bronx", "Brooklyn", "Manhattan", "Queens", "Staten Island"
    }  # fmt: skip


@pytest.mark.django_db
def test_who_has_ceased_is_inactive_and_left_at_an_unknown_day(payroll: Path) -> None:
    empty = agency("EMPTY")
    take(empty, payroll, map_text=MAP)
    assert Person.objects.filter(is_active=False).count() == 644
    spell = ServiceSpell.objects.filter(leave_status="CEASED").first()
    assert spell is not None
    assert (spell.to_on, spell.to_precision) == (date(2023, 6, 30), "fiscal_year")
    assert end_words(Dated(spell.to_on, spell.to_precision)) == "ended in fiscal year 2023, day unknown"
    before = list(everything())
    again = take(empty, payroll, map_text=MAP, whole=True, at=LATER)
    assert (again.counts["unchanged"], again.counts["leavers"]) == (2151, 0)
    assert list(everything()) == before
