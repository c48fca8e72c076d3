"""`fieldwise key`: a new key signs nobody out; letting the old one go ends what it signed."""

import json
from pathlib import Path

from tests.journeys.running import fieldwise

SIGN = """
import json
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest
from fieldwise.apps.learning.actions.watching import LEASE_SALT
from fieldwise.apps.people.models import Person
request = HttpRequest()
request.session = SessionStore()
login(request, Person.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
request.session.save()
print(json.dumps([request.session.session_key, signing.dumps(["lease"], salt=LEASE_SALT)]))
"""
CHECK = """
from django.core import signing
from django.test import Client
from fieldwise.apps.learning.actions.watching import LEASE_SALT
browser = Client(headers={{"host": "localhost", "x-forwarded-proto": "https"}})
browser.cookies["sessionid"] = {session!r}
print(browser.get("/you/").status_code)
try:
    print(signing.loads({lease!r}, salt=LEASE_SALT))
except signing.BadSignature:
    print("refused")
"""


def run(code: str, data: Path) -> list[str]:
    ran = fieldwise("manage", "shell", "--no-imports", "-c", code, data=data)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_a_session_and_a_lease_outlive_a_rotation_and_end_when_the_old_key_is_forgotten(
    installed: Path,
) -> None:
    session, lease = json.loads(run(SIGN, installed)[-1])
    other_session, _ = json.loads(run(SIGN, installed)[-1])
    assert fieldwise("key", "rotate", data=installed).returncode == 0
    assert run(CHECK.format(session=session, lease=lease), installed) == ["200", "['lease']"]
    forgot = fieldwise("key", "forget", data=installed)
    assert "1 before it no longer count" in forgot.stdout
    assert run(CHECK.format(session=other_session, lease=lease), installed) == ["302", "refused"]


def test_keys_stay_the_owners_alone_and_the_newest_comes_first(installed: Path) -> None:
    (first,) = (installed / "secret").read_text().split()
    fieldwise("key", "rotate", data=installed)
    newest, older = (installed / "secret").read_text().split()
    assert older == first
    assert len(newest) > 50
    assert (installed / "secret").stat().st_mode & 0o777 == 0o600
    fieldwise("key", "forget", data=installed)
    assert (installed / "secret").read_text() == f"{newest}\n"
    assert "There is only one key" in fieldwise("key", "forget", data=installed).stderr


def test_a_key_in_the_environment_is_changed_there(installed: Path) -> None:
    before = (installed / "secret").read_text()
    ran = fieldwise("key", "rotate", data=installed, FIELDWISE_SECRET_KEY="a b")
    assert ran.returncode == 1
    assert "FIELDWISE_SECRET_KEY is set in the environment and wins" in ran.stderr
    assert (installed / "secret").read_text() == before


def test_without_a_key_it_says_where_one_would_be(tmp_path: Path) -> None:
    ran = fieldwise("key", "rotate", data=tmp_path / "data")
    assert f"There is no key in {tmp_path / 'data/secret'} yet. `fieldwise init` makes one" in ran.stderr
