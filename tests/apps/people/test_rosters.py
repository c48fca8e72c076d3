"""A roster that is applied makes people, units, classes and spells, once; what stands in its way stores nothing."""

from datetime import date
from pathlib import Path

import pytest

from fieldwise.apps.ledger.models import Entry, StoredFile
from fieldwise.apps.people.actions import RosterRefused, apply_roster, keep_roster, set_term
from fieldwise.apps.people.models import (
    EmployeeIdAlias,
    HiringClass,
    OrgUnit,
    Person,
    RosterImport,
    ServiceSpell,
)
from fieldwise.apps.people.queries import RosterFile, compared_roster, person_with_employee_id
from fieldwise.apps.people.queries import service as service_on
from fieldwise.standards.hr_roster import RosterUnreadable
from tests.apps.people.rosters import (
    AT,
    DANA,
    KIM,
    LATER,
    agency,
    everything,
    read,
    roster_file,
    service,
    staff,
    take,
)

pytestmark = pytest.mark.django_db


def test_reading_changes_nobody_and_keeps_the_file_with_its_differences(tmp_path: Path) -> None:
    found = read(agency(), roster_file(tmp_path, DANA, KIM))
    assert Person.objects.count() == OrgUnit.objects.count() == 0
    assert (found.counts["rows"], found.counts["new"]) == (2, 2)
    assert StoredFile.objects.get(id=found.file_id).extension == ".csv"
    assert (
        Entry.objects.get(deed="read_roster").summary
        == "roster.csv: 2 rows, 2 new, 0 changed, 0 unchanged, 0 refused"
    )


def test_an_applied_roster_makes_people_who_may_sign_in_once_they_have_a_password(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, {**DANA, "supervisor_employee_id": "104418", "unit_kind": "CARES"}, KIM))
    dana = Person.objects.get(employee_id="104417")
    assert (dana.name, dana.email, dana.sign_in_id) == (
        "Dana Whitlock",
        "d.whitlock@example.org",
        "acs/104417",
    )
    assert (dana.is_active, dana.has_usable_password()) == (True, False)
    assert dana.hiring_class == HiringClass.objects.get(
        title="Child Protective Specialist", started_on=date(2022, 8, 29)
    )
    served = service_on(dana.id, date(2026, 11, 12))
    assert (served.unit, served.unit_kind, served.supervisor) == ("Bronx East 4-A", "CARES", "Kim Park")
    assert served.division == "Division of Child Protection"
    assert list(OrgUnit.objects.values_list("level", flat=True).order_by("id")) == [
        "division", "borough", "zone", "field_office", "unit"
    ]  # fmt: skip


def test_one_entry_is_written(tmp_path: Path) -> None:
    found = take(agency(), roster_file(tmp_path, DANA))
    entry = Entry.objects.get(deed="apply_roster")
    assert (entry.subject, entry.at) == (str(found.id), AT)


@pytest.mark.parametrize("whole", [False, True])
def test_the_same_file_twice_changes_nothing(tmp_path: Path, whole: bool) -> None:
    acs, path = agency(), roster_file(tmp_path, DANA, {**KIM, "left_on": "2026-10-30"}, *staff(5))
    take(acs, path, whole=whole)
    before, version = list(everything()), acs.roster_version
    again = take(acs, path, whole=whole, at=LATER)
    assert list(everything()) == before
    assert (again.counts["unchanged"], again.counts["changed"], acs.roster_version) == (7, 0, version)


def test_a_move_keeps_what_was_believed_before(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, DANA))
    take(
        acs,
        roster_file(tmp_path, {**DANA, "unit": "Bronx East 4-B", "in_position_since": "2026-11-16"}),
        at=LATER,
    )
    assert service("104417") == [
        ("Bronx East 4-A", "2022-08-29", "2026-11-15"),
        ("Bronx East 4-B", "2026-11-16", ""),
    ]
    old = ServiceSpell.objects.get(withdrawn_at__isnull=False)
    assert (old.to_on, old.recorded_at, old.withdrawn_at) == (None, AT, LATER)


def test_two_people_swap_their_addresses(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, DANA, KIM))
    take(acs, roster_file(tmp_path, {**DANA, "email": KIM["email"]}, {**KIM, "email": DANA["email"]}))
    emails = dict(Person.objects.values_list("employee_id", "email"))
    assert emails == {"104417": "k.park@example.org", "104418": "d.whitlock@example.org"}


def test_a_changed_id_keeps_person_and_history_and_the_old_id_still_finds_them(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, DANA))
    person_id = Person.objects.get().id
    take(acs, roster_file(tmp_path, {**DANA, "employee_id": "X9", "previous_employee_id": "104417"}))
    renamed = Person.objects.get()
    assert (renamed.id, renamed.employee_id, renamed.sign_in_id) == (person_id, "X9", "acs/x9")
    assert EmployeeIdAlias.objects.get().employee_id == "104417"
    assert person_with_employee_id(acs, "104417") == renamed
    assert ServiceSpell.objects.count() == 1


def test_a_leaver_is_inactive_and_a_rehire_is_the_same_person_again(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, DANA, KIM))
    take(acs, roster_file(tmp_path, KIM), whole=True)
    dana = Person.objects.get(employee_id="104417")
    assert (dana.is_active, service("104417")) == (False, [("Bronx East 4-A", "2022-08-29", "2026-11-11")])
    take(acs, roster_file(tmp_path, {**DANA, "hired_on": "2026-11-16"}, KIM), at=LATER)
    dana.refresh_from_db()
    assert dana.is_active
    assert [spell[1] for spell in service("104417")] == ["2022-08-29", "2026-11-16"]


def test_a_promotion_does_not_move_anybody_to_another_hiring_class(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, DANA))
    first = Person.objects.get().hiring_class
    take(acs, roster_file(tmp_path, {**DANA, "title": "Child Protective Specialist Supervisor"}))
    assert Person.objects.get().hiring_class == first
    assert HiringClass.objects.count() == 1


def test_a_name_that_was_entered_stays_when_the_roster_gives_none(tmp_path: Path) -> None:
    acs, nameless = agency(), {**DANA, "name": ""}
    take(acs, roster_file(tmp_path, nameless))
    Person.objects.update(name="Dana Whitlock")
    take(acs, roster_file(tmp_path, {**nameless, "unit": "Bronx East 4-B"}))
    assert Person.objects.get().name == "Dana Whitlock"


def test_a_refused_row_stops_the_file_and_the_good_rows_can_be_taken(tmp_path: Path) -> None:
    acs, path = agency(), roster_file(tmp_path, DANA, {**KIM, "hired_on": "02/29/2023"})
    found = read(acs, path)
    assert found.findings["refused"] == [
        {"row": 3, "field": "hired_on", "text": "02/29/2023 is not a date. 2023 has no February 29."}
    ]
    with pytest.raises(RosterRefused) as refused:
        take(acs, path)
    assert [reason.code for reason in refused.value.reasons] == ["rows_refused"]
    assert list(everything()) == []
    take(acs, path, take_good_rows=True)
    assert Person.objects.get().employee_id == "104417"


def test_an_alarm_stops_the_file_until_somebody_says_that_it_is_right(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, *staff(20)))
    half = roster_file(tmp_path, *staff(10))
    before = list(everything())
    with pytest.raises(RosterRefused) as refused:
        take(acs, half, whole=True)
    assert [reason.code for reason in refused.value.reasons] == ["alarmed"]
    assert list(everything()) == before
    take(acs, half, whole=True, despite_alarms=True)
    assert Person.objects.filter(is_active=False).count() == 10


def test_the_agency_may_set_another_share_of_leavers(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, *staff(20)))
    term = {
        "family": "roster",
        "name": "alarming_leaver_share",
        "value": 0.9,
        "source": "Memo of November 1, 2026",
    }
    set_term(agency=acs, from_on=date(2026, 11, 1), by=None, at=AT, **term)
    take(acs, roster_file(tmp_path, *staff(10)), whole=True)
    assert Person.objects.filter(is_active=False).count() == 10


def test_what_was_seen_is_what_is_applied(tmp_path: Path) -> None:
    acs = agency()
    seen = read(acs, roster_file(tmp_path, DANA, name="first.csv"))
    take(acs, roster_file(tmp_path, KIM, name="second.csv"))
    with pytest.raises(RosterRefused) as refused:
        apply_roster(roster_import=seen, by=None, at=LATER)
    assert [reason.code for reason in refused.value.reasons] == ["roster_changed"]
    assert Person.objects.get().employee_id == "104418"


def test_a_file_that_became_alarming_is_out_of_date_first(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, *staff(10)))
    seen = read(acs, roster_file(tmp_path, *staff(10)), whole=True)
    take(acs, roster_file(tmp_path, *staff(20)))
    with pytest.raises(RosterRefused) as refused:
        apply_roster(roster_import=seen, by=None, at=LATER)
    assert [reason.code for reason in refused.value.reasons] == ["roster_changed"]


def test_of_two_that_were_compared_with_one_roster_the_second_is_told(tmp_path: Path) -> None:
    acs = agency()
    take(acs, roster_file(tmp_path, *staff(1)))
    files = [roster_file(tmp_path, person, name=f"{person['name']}.csv") for person in (DANA, KIM)]
    compared = [compared_roster(RosterFile(acs, file, file.name, False, AT.date())) for file in files]
    kept = [keep_roster(compared=each, by=None, at=AT) for each in compared]
    apply_roster(roster_import=kept[0], compared=compared[0], by=None, at=AT)
    with pytest.raises(RosterRefused) as refused:
        apply_roster(roster_import=kept[1], compared=compared[1], by=None, at=AT)
    assert [reason.code for reason in refused.value.reasons] == ["roster_changed"]
    assert set(Person.objects.values_list("name", flat=True)) == {"Person 1", "Dana Whitlock"}
    assert RosterImport.objects.get(id=kept[1].id).applied_at is None


def test_a_file_is_applied_once(tmp_path: Path) -> None:
    acs = agency()
    found = take(acs, roster_file(tmp_path, DANA))
    for kept in (found, RosterImport.objects.get(id=found.id)):
        with pytest.raises(RosterRefused) as refused:
            apply_roster(roster_import=kept, by=None, at=LATER)
        assert [reason.code for reason in refused.value.reasons] == ["applied_already"]


def test_no_query_crosses_agencies_but_an_address_is_used_once(tmp_path: Path) -> None:
    acs, partner = agency(), agency("PARTNER")
    take(acs, roster_file(tmp_path, DANA))
    clash = read(partner, roster_file(tmp_path, DANA), whole=True)
    assert clash.findings["refused"][0]["text"] == (
        "d.whitlock@example.org is already in use. Each person needs an address of their own."
    )
    take(partner, roster_file(tmp_path, {**DANA, "email": ""}), whole=True)
    assert {person.sign_in_id for person in Person.objects.filter(is_active=True)} == {
        "acs/104417",
        "partner/104417",
    }


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"MZ\0\0", "a.csv"), ("employee_id\nZoë".encode("cp1252"), "b.csv"), (b"PK\x03\x04", "c.xlsx")],
)
def test_what_cannot_be_read_leaves_nothing(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    acs = agency()
    before = Entry.objects.count()
    with pytest.raises(RosterUnreadable, match=name):
        read(acs, path)
    assert (RosterImport.objects.count(), StoredFile.objects.count(), Entry.objects.count()) == (0, 0, before)
