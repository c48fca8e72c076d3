"""The page on which a roster file is uploaded."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fieldwise.apps.ledger.models import StoredFile
from fieldwise.apps.people.models import Agency, Person, RosterImport
from tests.apps.people.rosters import DANA, KIM, agency, read, roster_file, staff, take
from tests.cast import Cast

URL = "/roster/"
PAYROLL_MAP = Path(__file__).parents[3] / "demo" / "rosters" / "public_payroll.toml"
CP1252 = "employee_id,title,hired_on\nZoë,,".encode("cp1252")
PAYROLL = (
    b"row_id,fiscal_year,title,borough,agency_start_month,leave_status\nP1,2023,CPS,RICHMOND,2022-11,CEASED\n"
)


@pytest.fixture
def acs(cast: Cast) -> Agency:
    return cast.agency


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast["admin"], "allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(content: bytes, name: str = "roster.csv", **more: object) -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content), "mode": "changes", "mapping": "", **more}


def test_a_good_file_leads_to_its_page(admin: Client, tmp_path: Path) -> None:
    content = roster_file(tmp_path, DANA).read_bytes()
    answer = admin.post(URL, upload(content))
    found = RosterImport.objects.get()
    assert answer.headers["Location"] == reverse("roster_import", args=[found.id])
    assert (found.file_name, found.whole, found.counts["new"]) == ("roster.csv", False, 1)


def test_a_map_is_uploaded_once_and_offered_again(admin: Client) -> None:
    mapping = SimpleUploadedFile("payroll.toml", PAYROLL_MAP.read_bytes())
    admin.post(URL, upload(PAYROLL, mapping_file=mapping, mode="whole"))
    assert "As the map read last says: payroll.toml" in admin.get(URL).content.decode()
    admin.post(URL, upload(PAYROLL, mapping="newest"))
    assert list(RosterImport.objects.values_list("map_name", "whole").order_by("id")) == [
        ("payroll.toml", True),
        ("payroll.toml", False),
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"mode": "changes"}, "Choose a file."),
        (upload(b""), "The file is empty."),
        (upload(b"x", "roster.exe"), "roster.exe does not end in .csv or .xlsx."),
        (upload(b"MZ\0\0"), "roster.csv is not a text file"),
        (upload(CP1252), "roster.csv, row 2: the letters are not in UTF-8."),
        (upload(b"PK\x03\x04", "roster.xlsx"), "roster.xlsx is damaged"),
        (upload(b"id\n1\n"), "roster.csv has no columns employee_id, title, hired_on."),
        (upload(b"x", mapping_file=SimpleUploadedFile("m.toml", b"columns=3")), "m.toml, columns: This must be"),
        (upload(b"x", mapping_file=SimpleUploadedFile("m.toml", b"\xff\xfe")), "m.toml is not a text file in UTF-8."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why_and_stores_nothing(
    admin: Client, fields: dict[str, object], sentence: str
) -> None:
    for file in fields.values():
        if isinstance(file, SimpleUploadedFile):
            file.seek(0)
    answer = admin.post(URL, fields)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert RosterImport.objects.count() == StoredFile.objects.count() == 0


def test_two_hundred_megabytes_are_refused_by_their_size(admin: Client) -> None:
    class Large(SimpleUploadedFile):
        size = 200 << 20

    from fieldwise.apps.people.forms import RosterForm

    form = RosterForm({"mode": "changes"}, {"file": Large("r.csv", b"x")}, newest_map=("", ""))
    form.files["file"].size = 200 << 20
    assert form.errors["file"] == ["r.csv has 200 MB. 20 MB are the most; split it."]


def test_files_of_other_agencies_are_not_there(admin: Client, acs: Agency, tmp_path: Path) -> None:
    other = read(agency("OTHER"), roster_file(tmp_path, DANA, name="secret.csv"))
    assert "secret.csv" not in admin.get(URL).content.decode()
    assert admin.get(reverse("roster_import", args=[other.id])).status_code == 404
    assert admin.post(reverse("apply_roster", args=[other.id])).status_code == 404


def test_without_the_capability_the_door_is_closed(cast: Cast, client: Client) -> None:
    client.force_login(cast["learner"], "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(URL).status_code == 403


def test_the_list_asks_few_questions_however_many_files_there_are(
    admin: Client, acs: Agency, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        take(acs, roster_file(tmp_path, *staff(30), {**KIM, "name": f"Kim {number}"}, name=f"{number}.csv"))
    with django_assert_max_num_queries(9):
        page = admin.get(URL).content.decode()
    assert [f"{number}.csv" in page for number in range(5)] == [True] * 5
    assert Person.objects.count() > 30
