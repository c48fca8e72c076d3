"""Demonstration mode is a mark in the folder whose id is also in the database; nothing else makes one."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from fieldwise.apps.ledger.actions import mark_demonstration, write_letter_to_address
from fieldwise.shell.demonstration import is_demonstration, make_demonstration, note_personas
from tests.cast import AT, Cast


@pytest.fixture
def mark() -> Iterator[Path]:
    yield settings.ENV.demonstration_file
    settings.ENV.demonstration_file.unlink(missing_ok=True)


def test_the_mark_in_the_folder_alone_makes_no_demonstration(mark: Path, cast: Cast, client: Client) -> None:
    mark.write_text(f"{uuid4()}\n")
    assert not is_demonstration()
    assert client.get("/demo/sign-in").status_code == 404


def test_the_id_in_the_database_alone_makes_no_demonstration(mark: Path, cast: Cast, client: Client) -> None:
    mark_demonstration(demonstration_id=uuid4())
    assert not is_demonstration()
    assert client.get("/demo/sign-in").status_code == 404


def test_two_marks_that_differ_make_no_demonstration(mark: Path, cast: Cast, client: Client) -> None:
    mark.write_text(f"{uuid4()}\n")
    mark_demonstration(demonstration_id=uuid4())
    assert client.post("/demo/sign-in", {"persona": "admin"}).status_code == 404


def test_no_variable_of_the_environment_makes_a_demonstration(
    mark: Path, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIELDWISE_DEMO", "FIELDWISE_DEMONSTRATION", "DEMO", "FIELDWISE_DEBUG"):
        monkeypatch.setenv(name, "1")
    assert client.get("/demo/sign-in").status_code == 404


def test_the_mail_page_shows_the_letters_of_ones_own_agency(mark: Path, cast: Cast, client: Client) -> None:
    make_demonstration()
    for key in ("learner", "other-agency"):
        client.force_login(cast[key], backend="allauth.account.auth_backends.AuthenticationBackend")
        agency = cast[key].agency
        write_letter_to_address(agency=agency.id, to="desk@example.org", topic="test", period=key,
                                subject=f"Of {agency.code}", body="Words", at=AT)  # fmt: skip
    page = client.get("/demo/mail").content.decode()
    assert "Of PARTNER" in page
    assert "Of ACS" not in page


def test_both_marks_let_one_sign_in_as_a_persona(mark: Path, cast: Cast) -> None:
    make_demonstration()
    persona = {"key": "learner", "name": "Dana Whitlock", "employee_id": "900114", "agency": "ACS"}
    note_personas([{**persona, "role": "CPS", "sentence": "Learns."}])
    client = Client(enforce_csrf_checks=True)
    assert client.get("/demo/sign-in").status_code == 200
    before = client.cookies["csrftoken"].value
    form = {"persona": "learner", "csrfmiddlewaretoken": before}
    assert client.post("/demo/sign-in", form).headers["Location"] == "/"
    assert client.cookies["csrftoken"].value != before
    assert "Saturday" in (page := client.get("/").content.decode()) or "day, " in page
    assert client.get("/demo/mail").status_code == 200
    assert client.post("/demo/sign-in", {"persona": "nobody"}).status_code == 403
