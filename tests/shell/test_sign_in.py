"""Sign-in: by e-mail or employee id, locked out after failures, reset by mail, ended by idleness."""

import base64
import hashlib
import hmac
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.test import Client
from time_machine import TimeMachineFixture

from fieldwise.apps.ledger.models import Letter
from fieldwise.apps.people.models import Person
from fieldwise.shell.sign_in import RosterOnlyAdapter
from tests.apps.people.rosters import DANA, agency, roster_file, take
from tests.cast import AT, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "a long and private sentence"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def learner(cast: Cast) -> Person:
    person = cast["learner"]
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, login: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": login, "password": password})


@pytest.mark.parametrize("login", ["learner@example.org", "LEARNER@example.org", "ACS/900114", "acs/900114"])
def test_either_name_signs_in(learner: Person, client: Client, login: str) -> None:
    assert sign_in(client, login).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_an_address_that_hr_writes_with_capitals_signs_in_too(
    db: None, tmp_path: Path, client: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "fieldwise.shell.delivery.announcing.AnnouncingBackend"
    acs = agency()
    take(acs, roster_file(tmp_path, {**DANA, "email": "D.Whitlock@Example.org"}))
    take(acs, roster_file(tmp_path, {**DANA, "email": "Dana.Whitlock@Example.org"}))
    person = Person.objects.get()
    person.set_password(PASSWORD)
    person.save()
    sign_in(client, "Dana.Whitlock@Example.org")
    assert client.get("/").status_code == 200
    Client().post("/accounts/password/reset/", {"email": "dana.whitlock@example.org"})
    assert Letter.objects.exists()


def test_a_wrong_password_says_so_and_a_leaver_stays_out(learner: Person, client: Client) -> None:
    assert "not correct" in sign_in(client, "ACS/900114", "wrong").content.decode()
    Person.objects.filter(id=learner.id).update(is_active=False)
    sign_in(client, "ACS/900114")
    assert client.get("/").status_code == 302


def test_five_failures_lock_the_account_out_for_a_while(learner: Person, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "ACS/900114", "wrong")
    assert "Too many failed login attempts" in sign_in(client, "ACS/900114").content.decode()
    assert client.get("/").status_code == 302


def test_a_failure_is_logged_with_who_and_whence_and_never_the_password(
    learner: Person, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, "ACS/900114\n" + "x" * 100, "a wrong secret")
    for _ in range(6):
        sign_in(client, "learner@example.org", "a wrong secret")
    said = [record.getMessage() for record in caplog.records if record.name == "fieldwise.sign_in"]
    assert said[0] == f"Sign-in failed, wrong name or password: login ACS/900114?{'x' * 69}, from 127.0.0.1"
    assert said[-1] == "Sign-in failed, locked out: login learner@example.org, from 127.0.0.1"
    assert "a wrong secret" not in caplog.text


def test_who_is_signed_in_sets_and_changes_the_password_and_stays_in(learner: Person, client: Client) -> None:
    learner.set_unusable_password()
    learner.save()
    client.force_login(learner, backend=BACKEND)
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    new = {"password1": "another private sentence", "password2": "another private sentence"}
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert client.get("/").status_code == 200
    assert sign_in(Client(), "ACS/900114", "another private sentence").status_code == 302


def test_a_password_that_is_set_while_the_roster_says_goodbye_does_not_bring_anybody_back(
    learner: Person,
) -> None:
    Person.objects.filter(id=learner.id).update(is_active=False, password="!")
    RosterOnlyAdapter().set_password(learner, "another private sentence")
    learner.refresh_from_db()
    assert (learner.is_active, learner.password) == (False, "!")


def test_passwords_are_argon2id_with_19_mebibytes_two_passes_one_lane(learner: Person) -> None:
    learner.refresh_from_db()
    assert learner.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(PASSWORD, learner.password)


@pytest.mark.parametrize("had_one", [True, False])
def test_a_forgotten_or_first_password_is_set_by_a_letter(
    learner: Person, client: Client, settings: Any, had_one: bool
) -> None:
    if not had_one:  # as the roster leaves it
        learner.set_unusable_password()
        learner.save()
    settings.EMAIL_BACKEND = (
        "fieldwise.shell.delivery.announcing.AnnouncingBackend"  # pytest puts another in its place
    )
    client.post("/accounts/password/reset/", {"email": "learner@example.org"})
    letter = Letter.objects.get(to="learner@example.org")
    link = next(line for line in letter.body.split() if "/password/reset/key/" in line)
    page = client.get(urlsplit(link).path, follow=True)
    form = page.redirect_chain[-1][0]
    client.post(form, {"password1": "another private sentence", "password2": "another private sentence"})
    assert sign_in(Client(), "ACS/900114", "another private sentence").status_code == 302


def test_an_address_that_the_roster_took_away_opens_nothing(learner: Person, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "learner@example.org"})
    Person.objects.filter(id=learner.id).update(email="elsewhere@example.org")
    Letter.objects.all().delete()
    client.post("/accounts/password/reset/", {"email": "learner@example.org"})
    assert not Letter.objects.exists()
    sign_in(client, "learner@example.org")
    assert client.get("/").status_code == 302


def test_an_address_that_nobody_has_gets_no_letter(client: Client, db: None) -> None:
    assert client.post("/accounts/password/reset/", {"email": "nobody@example.org"}).status_code == 302
    assert not Letter.objects.exists()


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_a_silent_session_ends_and_requests_keep_it(cast: Cast, time_machine: TimeMachineFixture) -> None:
    start = datetime(2026, 11, 12, 9, tzinfo=UTC)
    time_machine.move_to(start, tick=False)
    client = Client()
    client.force_login(cast["learner"], backend=BACKEND)
    for minutes in (0, 14, 28, 42):
        time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
        assert client.get("/").status_code == 200
    time_machine.move_to(start + timedelta(minutes=58), tick=False)
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/")
    assert "not used for a while" in client.get(answer.headers["Location"]).content.decode()


def test_a_silent_session_gets_401_from_the_api(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(AT, tick=False)
    client = Client()
    client.force_login(cast["learner"], backend=BACKEND)
    client.get("/")
    time_machine.move_to(AT + timedelta(hours=1), tick=False)
    answer = client.post("/api/v1/plays", "{}", content_type="application/json")
    assert answer.status_code == 401


def test_pages_carry_a_policy_without_inline_code(client: Client, db: None) -> None:
    policy = client.get("/courses/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238, written apart from the library that checks it)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(int.from_bytes(mac[offset : offset + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def test_an_authenticator_app_is_asked_for_and_a_recovery_code_serves_once(learner: Person) -> None:
    client = Client()
    sign_in(client, "ACS/900114")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    codes = client.get("/accounts/2fa/recovery-codes/download/").content.decode().split()

    other = Client()
    assert "/2fa/authenticate/" in sign_in(other, "ACS/900114").headers["Location"]
    assert other.get("/").status_code == 302
    other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert other.get("/").status_code == 200
    again = Client()
    sign_in(again, "ACS/900114")
    again.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert again.get("/").status_code == 302
