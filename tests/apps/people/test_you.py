"""The page about oneself, and the name that the roster did not give."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fieldwise.apps.ledger.models import Entry
from fieldwise.apps.people.models import Person
from tests.apps.people.rosters import DANA, agency, roster_file, take
from tests.cast import Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def nameless(client: Client, tmp_path: Path, db: None) -> Person:
    said = {**DANA, "name": "", "leave_status": "ON LEAVE", "in_position_since": "2024-03"}
    take(agency(), roster_file(tmp_path, said))
    person = Person.objects.get()
    client.force_login(person, BACKEND)
    return person


def test_the_page_shows_what_the_roster_says(nameless: Person, client: Client) -> None:
    shown = client.get("/you/").content.decode()
    assert "Your name is not given" in shown
    assert "104417" in shown
    assert "d.whitlock@example.org" in shown
    assert "From the HR roster of November 12, 2026." in shown
    assert "March 2024 to today" in shown
    assert "Child Protective Specialist, Bronx East 4-A (on leave)" in shown


def test_a_closed_spell_with_an_unknown_day_says_so(client: Client, tmp_path: Path, db: None) -> None:
    take(agency(), roster_file(tmp_path, {**DANA, "left_on": "2026-10"}))
    person = Person.objects.get()
    Person.objects.update(is_active=True)
    client.force_login(person, BACKEND)
    assert "August 29, 2022; ended in October 2026, day unknown" in client.get("/you/").content.decode()


def test_a_name_is_entered_once(nameless: Person, client: Client) -> None:
    shown = client.post("/you/name", {"name": "  Dana   Whitlock "}, follow=True).content.decode()
    nameless.refresh_from_db()
    assert nameless.name == "Dana Whitlock"
    assert "Your name is Dana Whitlock." in shown
    assert Entry.objects.get(deed="enter_name").by == nameless.id
    client.post("/you/name", {"name": "Somebody Else"})
    nameless.refresh_from_db()
    assert nameless.name == "Dana Whitlock"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Enter your name."),
        ("7", "A name has at least two letters."),
        ("Dana\u202eWhitlock", "The name holds an invisible character."),
        ("D" * 201, "at most 200 characters"),
    ],
)
def test_what_is_no_name_is_refused(nameless: Person, client: Client, name: str, sentence: str) -> None:
    assert sentence in client.post("/you/name", {"name": name}).content.decode()
    nameless.refresh_from_db()
    assert nameless.name == ""


def test_the_page_asks_few_questions(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast["learner"], BACKEND)
    with django_assert_max_num_queries(12):
        shown = client.get("/you/").content.decode()
    assert f"{date(2025, 9, 15):%B} 15, 2025 to today" in shown
    assert 'action="/you/name"' not in shown
