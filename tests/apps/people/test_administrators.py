"""The first administrator is entered before any roster, once, and stays the same person when the roster names her."""

from datetime import timedelta
from pathlib import Path

import pytest

from fieldwise.apps.ledger.models import Entry
from fieldwise.apps.ledger.queries import verification
from fieldwise.apps.people.actions import AdministratorRefused, enter_administrator, name_help_desk
from fieldwise.apps.people.models import Agency, Person
from fieldwise.apps.people.queries import capability_names, local_date
from fieldwise.apps.people.queries.vouching import vouched
from tests.apps.people.rosters import AT, DANA, LATER, agency, roster_file, service, take

pytestmark = pytest.mark.django_db
MAY = ["administer", "grant_capabilities", "import_roster"]


def enter(to: Agency, employee_id: str = "104417", email: str = "d.whitlock@example.org") -> Person:
    return enter_administrator(
        agency=to, employee_id=employee_id, name="Dana Whitlock", email=email, by=None, at=AT
    )


def may(person: Person) -> list[str]:
    return sorted(capability_names(person.id, local_date(person.agency, AT)))


def test_she_may_do_what_administrators_do_and_has_no_password_yet() -> None:
    dana = enter(agency())
    assert may(dana) == MAY
    assert dana.sign_in_id == "acs/104417"
    assert not dana.has_usable_password()
    deeds = list(Entry.objects.order_by("id").values_list("deed", flat=True))
    assert deeds == ["found_agency", "enter_administrator", *["grant_capability"] * 3]


def test_a_second_time_changes_nothing() -> None:
    acs = agency()
    first, count = enter(acs), Entry.objects.count()
    assert enter(acs) == first
    assert Entry.objects.count() == count


def test_the_roster_later_names_her_and_she_keeps_what_she_may(tmp_path: Path) -> None:
    acs = agency()
    dana = enter(acs)
    take(acs, roster_file(tmp_path, DANA), whole=True, at=LATER)
    assert Person.objects.get() == dana
    assert service("104417")[0][0] == "Bronx East 4-A"
    assert may(dana) == MAY


def test_a_roster_that_does_not_name_her_leaves_her_in_place(tmp_path: Path) -> None:
    acs = agency()
    dana = enter(acs, "9", "it@example.org")
    take(acs, roster_file(tmp_path, DANA), whole=True, at=LATER)
    dana.refresh_from_db()
    assert dana.is_active


def test_somebody_whom_the_roster_knows_keeps_her_name_and_address(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, {**DANA, "name": "D. Whitlock", "employee_id": "A104417"}))
    dana = enter(acs, "a104417")
    assert Person.objects.count() == 1
    assert (dana.name, may(dana)) == ("D. Whitlock", MAY)


def test_who_has_left_or_uses_anothers_address_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, {**DANA, "status": "inactive", "left_on": "2026-01-02"}))
    Person.objects.update(is_active=False)
    count = Entry.objects.count()
    with pytest.raises(AdministratorRefused, match="The roster says that this person has left"):
        enter(acs)
    with pytest.raises(AdministratorRefused, match="Somebody else has this work e-mail"):
        enter(agency("PARTNER"), "7", "D.Whitlock@example.org")
    assert Person.objects.count() == 1
    assert Entry.objects.count() == count + 1  # PARTNER was founded


def test_a_help_desk_is_named_with_an_entry_that_vouches_for_it() -> None:
    acs = agency()
    name_help_desk(agency=acs, email="help@agency.gov", phone="212", by=None, at=AT + timedelta(days=1))
    acs.refresh_from_db()
    assert (acs.help_desk_email, acs.help_desk_phone) == ("help@agency.gov", "212")
    assert verification(Path("/nonexistent"), vouched()).findings == []
