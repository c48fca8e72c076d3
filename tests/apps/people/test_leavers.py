"""Whoever the roster says has left is out at once, everywhere, and what she held stays void when she comes back."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from fieldwise.apps.ledger.models import Letter
from fieldwise.apps.people.actions import end_access_of_leavers
from fieldwise.apps.people.models import Agency, Person, ServiceSpell
from tests.apps.people.rosters import AT, DANA, KIM, LATER, agency, roster_file, staff, take

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "a long and private sentence"
LEFT = {**DANA, "left_on": "2026-11-13"}


class Held:
    """Everything by which one person gets in: a session, a reset link, a one-time link, a lease, a password."""

    def __init__(self, person: Person) -> None:
        cache.clear()
        person.set_password(PASSWORD)
        person.save()
        self.session = Client()
        self.session.force_login(person, backend=BACKEND)
        assert self.session.get("/").status_code == 200
        person.refresh_from_db()
        Client().post("/accounts/password/reset/", {"email": person.email})
        Client().post("/sign-in/link", {"login": person.email})
        bodies = " ".join(Letter.objects.filter(to=person.email).values_list("body", flat=True))
        self.reset = re.findall(r"/accounts/password/reset/key/\S+", bodies)[0]
        self.token = re.findall(r"token=(\S+)", bodies)[0]

    def lets_in(self) -> list[str]:
        """Which of it still works."""
        found = []
        if self.session.get("/").status_code == 200:
            found.append("session")
        lease = {"lease": "x", "segments": []}
        play = "/api/v1/plays/019a0000-0000-7000-8000-000000000000/segments"
        if self.session.post(play, lease, content_type="application/json").status_code != 401:
            found.append("lease")
        if "no longer works" not in Client().get(self.reset, follow=True).content.decode():
            found.append("reset link")
        if Client().get("/sign-in/link/open", {"token": self.token}).status_code == 200:
            found.append("one-time link")
        by_password = Client()
        by_password.post("/accounts/login/", {"login": "ACS/104417", "password": PASSWORD})
        if by_password.get("/").status_code == 200:
            found.append("password")
        return found


@pytest.fixture
def acs(db: None, tmp_path: Path, settings: Any) -> Agency:
    settings.EMAIL_BACKEND = "fieldwise.shell.delivery.announcing.AnnouncingBackend"
    acs = agency()
    take(acs, roster_file(tmp_path, DANA, KIM))
    return acs


def dana() -> Person:
    return Person.objects.get(employee_id="104417")


EVERYTHING = ["session", "lease", "reset link", "one-time link", "password"]


def test_the_roster_ends_everything_that_a_leaver_holds(acs: Agency, tmp_path: Path) -> None:
    held = Held(dana())
    assert held.lets_in() == EVERYTHING
    take(acs, roster_file(tmp_path, LEFT), at=LATER)
    assert not dana().is_active
    assert held.lets_in() == []


def test_what_a_leaver_held_stays_void_after_a_return(acs: Agency, tmp_path: Path) -> None:
    held = Held(dana())
    take(acs, roster_file(tmp_path, LEFT), at=LATER)
    back = {**DANA, "hired_on": "2026-11-19"}
    take(acs, roster_file(tmp_path, back), at=LATER + timedelta(days=1))
    assert dana().is_active
    assert held.lets_in() == []
    Client().post("/sign-in/link", {"login": "ACS/104417"})
    link = Letter.objects.filter(topic="sign-in-link").latest("written_at").body.split("token=")[1].split()[0]
    returned = Client()
    assert returned.post("/sign-in/link/open", {"token": link}).status_code == 302
    assert returned.get("/").status_code == 200


def test_the_day_after_the_last_ends_everything_too(acs: Agency) -> None:
    held, kim = Held(dana()), Person.objects.get(employee_id="104418")
    ServiceSpell.objects.filter(person=dana()).update(to_on=AT.date())
    assert end_access_of_leavers(agency=acs, at=AT) == 0
    assert held.lets_in() == EVERYTHING
    assert end_access_of_leavers(agency=acs, at=AT + timedelta(days=1)) == 1
    assert held.lets_in() == []
    assert Person.objects.get(id=kim.id).password == kim.password


def test_each_leaver_gets_a_password_of_her_own_that_nobody_has(acs: Agency, tmp_path: Path) -> None:
    take(acs, roster_file(tmp_path, *staff(5)), at=AT)
    before = set(Person.objects.values_list("password", flat=True))
    take(acs, roster_file(tmp_path, *staff(5, left_on="2026-11-13")), at=LATER, despite_alarms=True)
    left = Person.objects.filter(is_active=False)
    passwords = set(left.values_list("password", flat=True))
    assert (left.count(), len(passwords), passwords & before) == (5, 5, set())
    assert not any(person.has_usable_password() for person in left)
