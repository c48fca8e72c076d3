"""The page that shows what a file would change, and applies it."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fieldwise.apps.people.models import Agency, Person, RosterImport
from tests.apps.people.rosters import AT, DANA, KIM, PLAIN, read, roster_file, staff, take
from tests.cast import Cast


@pytest.fixture
def acs(cast: Cast) -> Agency:
    return cast.agency


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast["admin"], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(admin: Client, found: RosterImport) -> str:
    return admin.get(reverse("roster_import", args=[found.id])).content.decode()


def apply(admin: Client, found: RosterImport, **fields: str) -> str:
    url = reverse("apply_roster", args=[found.id])
    return admin.post(url, {"deed": "apply", **fields}, follow=True).content.decode()


def test_the_page_says_what_would_change_before_anything_does(
    admin: Client, acs: Agency, tmp_path: Path
) -> None:
    take(acs, roster_file(tmp_path, DANA, KIM))
    found = read(
        acs, roster_file(tmp_path, {**DANA, "unit": "Bronx East 4-C"}, KIM, {**PLAIN, "employee_id": "1"})
    )
    shown = page(admin, found)
    assert "3 differences in 3 rows" in shown
    assert "Nothing is stored yet. Your file, roster.csv, is kept as you sent it." in shown
    assert "Dana Whitlock moves from Bronx East 4-A to Bronx East 4-C." in shown
    assert "Bronx East 4-C is new in the list of units." in shown
    assert "Apply 3 differences" in shown
    applied = apply(admin, found)
    assert "roster.csv is applied." in applied
    assert Person.objects.filter(agency=acs, employee_id="1").exists()
    assert "Apply 3 differences" not in applied


def test_refused_rows_are_listed_and_the_good_ones_can_be_taken(
    admin: Client, acs: Agency, tmp_path: Path
) -> None:
    found = read(acs, roster_file(tmp_path, DANA, {**KIM, "hired_on": "02/29/2027"}, DANA))
    shown = page(admin, found)
    assert "2 of 3 rows need you" in shown
    assert "02/29/2027 is not a date. 2027 has no February 29." in shown
    assert "104417 is also in row 2. One of them must go." in shown
    assert "Take the 1 good row now" in shown
    assert "Some rows are refused." in apply(admin, found)
    assert "roster.csv is applied." in apply(admin, found, deed="take_good_rows")
    assert not Person.objects.filter(employee_id=KIM["employee_id"]).exists()


def test_an_alarm_is_overruled_only_with_a_tick(admin: Client, acs: Agency, tmp_path: Path) -> None:
    take(acs, roster_file(tmp_path, *staff(60)))
    found = read(acs, roster_file(tmp_path, *staff(30)), whole=True)
    shown = page(admin, found)
    assert "people in service would leave" in shown
    assert "Not in the file" in shown
    assert "I looked at this, and the file is right." in shown
    assert "An alarm stops this file." in apply(admin, found)
    assert "roster.csv is applied." in apply(admin, found, confirm="1")


def test_a_file_that_the_roster_has_outrun_can_only_be_read_again(
    admin: Client, acs: Agency, tmp_path: Path
) -> None:
    found = read(acs, roster_file(tmp_path, DANA))
    take(acs, roster_file(tmp_path, KIM, name="other.csv"))
    shown = page(admin, found)
    assert "The roster changed after this file was read." in shown
    assert "Apply" not in shown.split("<main", 1)[1].split("Differences")[0].replace("Applied", "")


def test_nothing_to_do_offers_no_deed(admin: Client, acs: Agency, tmp_path: Path) -> None:
    take(acs, roster_file(tmp_path, DANA))
    shown = page(admin, read(acs, roster_file(tmp_path, DANA)))
    assert "Nothing differs" in shown
    assert "Upload the corrected file" not in shown


def test_a_large_file_lists_its_first_hundred_differences_in_few_queries(
    admin: Client, acs: Agency, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    found = read(
        acs,
        roster_file(
            tmp_path, *staff(400), *({**PLAIN, "employee_id": f"x{n}", "hired_on": "?"} for n in range(150))
        ),
    )
    with django_assert_max_num_queries(9):
        shown = page(admin, found)
    assert "The first 100 of 404 differences" in shown
    assert "50 more reasons are not listed." in shown
    assert shown.count("line-row-ends") == 100


def test_names_are_written_as_text(admin: Client, acs: Agency, tmp_path: Path) -> None:
    found = read(acs, roster_file(tmp_path, {**DANA, "name": "<script>alert(1)</script>"}), at=AT)
    assert "<script>alert" not in page(admin, found)


def test_applying_needs_a_post(admin: Client, acs: Agency, tmp_path: Path) -> None:
    found = read(acs, roster_file(tmp_path, DANA))
    assert admin.get(reverse("apply_roster", args=[found.id])).status_code == 405
