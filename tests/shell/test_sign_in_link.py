"""A link by mail signs in once: its person, while she is in service, and only when its button is pressed."""

import re
import threading
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from time_machine import TimeMachineFixture

from fieldwise.apps.ledger.models import Entry, Letter
from fieldwise.apps.people.models import Person
from tests.cast import AT, Cast, make_cast

ASK, OPEN = "/sign-in/link", "/sign-in/link/open"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def learner(cast: Cast) -> Person:
    """As the roster leaves a new person: nobody has the password, and she was never here."""
    person = cast["learner"]
    person.set_unusable_password()
    person.save()
    return person


def ask(login: str = "learner@example.org") -> Any:
    return Client().post(ASK, {"login": login})


def token() -> str:
    """The token of the newest letter, from a link that ends in a letter or digit."""
    link = re.findall(r"http://localhost/sign-in/link/open\S+", Letter.objects.latest("written_at").body)[0]
    assert link[-1].isalnum()
    return parse_qs(urlsplit(link).query)["token"][0]


def use(client: Client, token: str) -> Any:
    return client.post(OPEN, {"token": token})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.mark.parametrize("login", ["Learner@Example.org", "acs/900114", "ACS/900114"])
def test_a_letter_signs_in_whoever_it_names(learner: Person, client: Client, login: str) -> None:
    assert ask(login).headers["Location"] == "/sign-in/link/sent"
    letter = Letter.objects.get()
    assert (letter.to, letter.agency_id, letter.topic) == (learner.email, learner.agency_id, "sign-in-link")
    assert "It serves once, within 15 minutes." in letter.body
    answer = use(client, token())
    assert answer.headers["Location"] == "/you/"
    assert "Add a passkey or set a password here" in client.get("/you/").content.decode()
    assert client.get("/").wsgi_request.user == learner
    entry = Entry.objects.get(deed="use_sign_in_link")
    assert (entry.by, entry.subject) == (learner.id, str(learner.id))


def test_who_has_a_password_goes_to_today(learner: Person, client: Client) -> None:
    learner.set_password("a long and private sentence")
    learner.save()
    ask()
    assert use(client, token()).headers["Location"] == "/"


def test_the_answer_is_the_same_when_nobody_has_the_name(cast: Cast) -> None:
    Person.objects.filter(id=cast["new-cps"].id).update(is_active=False)
    Person.objects.filter(id=cast["director"].id).update(email="")
    seen = set()
    for login in ("learner@example.org", "nobody@example.org", "ACS/1", "new-cps@example.org", "x" * 254):
        answer = ask(login)
        seen.add((answer.status_code, answer.headers["Location"], answer.content))
    ask(cast["director"].sign_in_id)
    assert len(seen) == 1
    assert [letter.to for letter in Letter.objects.all()] == ["learner@example.org"]


@pytest.mark.parametrize("login", ["", "  ", "x" * 255, "a\x00b"])
def test_what_cannot_be_a_name_is_asked_again(client: Client, login: str, db: None) -> None:
    page = client.post(ASK, {"login": login})
    assert (page.status_code, "Nothing is sent yet. Why?" in page.content.decode()) == (200, True)


def test_opening_the_link_does_nothing_and_says_whose_it_is(learner: Person, client: Client) -> None:
    ask()
    scanner = client.get(OPEN, {"token": token()})
    assert "Sign in as " + str(learner) in scanner.content.decode()
    assert not is_in(client)
    assert Person.objects.get(id=learner.id).last_login is None
    assert use(client, token()).status_code == 302
    assert is_in(client)


def test_a_link_serves_once_also_for_who_was_never_here(learner: Person) -> None:
    ask()
    used = token()
    first, second = Client(), Client()
    use(first, used)
    answer = use(second, used)
    assert (answer.status_code, "This link does not work" in answer.content.decode()) == (403, True)
    assert (is_in(first), is_in(second)) == (True, False)


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t[::-1], lambda t: "B" + t[1:], lambda t: "",
                                    lambda t: "é\x00\ud800".encode("utf-8", "replace").decode(), lambda t: "a:b",
                                    lambda t: t[:20] + ("A" if t[20] != "A" else "B") + t[21:]])  # fmt: skip
def test_a_changed_token_names_nobody(learner: Person, client: Client, change: Any) -> None:
    ask()
    bad = change(token())
    for answer in (client.get(OPEN, {"token": bad}), use(client, bad)):
        page = answer.content.decode()
        assert (answer.status_code, "This link does not work" in page, str(learner) in page) == (
            403,
            True,
            False,
        )
    assert not is_in(client)


def test_after_fifteen_minutes_it_is_too_old(
    learner: Person, client: Client, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(AT, tick=False)
    ask()
    time_machine.move_to(AT + timedelta(minutes=14, seconds=59), tick=False)
    assert client.get(OPEN, {"token": token()}).status_code == 200
    time_machine.move_to(AT + timedelta(minutes=15), tick=False)
    assert use(client, token()).status_code == 403


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"email": "new@example.org"}, {"password": "!other"}]
)
def test_what_the_roster_changes_ends_the_link(
    learner: Person, client: Client, change: dict[str, Any]
) -> None:
    ask()
    Person.objects.filter(id=learner.id).update(**change)
    assert use(client, token()).status_code == 403
    assert not is_in(client)


def test_a_second_step_is_still_asked_for_and_the_link_is_spent(learner: Person, client: Client) -> None:
    Authenticator.objects.create(user=learner, type="totp", data={"secret": "x"})
    ask()
    used = token()
    assert "/2fa/authenticate/" in use(client, used).headers["Location"]
    assert not is_in(client)
    assert use(Client(), used).status_code == 403


def test_on_a_tablet_from_hand_to_hand_the_link_decides_who_is_in(
    learner: Person, client: Client, cast: Cast
) -> None:
    client.force_login(cast["new-cps"], backend="allauth.account.auth_backends.AuthenticationBackend")
    Authenticator.objects.create(user=learner, type="totp", data={"secret": "x"})
    ask()
    use(client, token())
    assert not is_in(client)


def test_one_person_gets_five_letters_in_a_quarter_of_an_hour(learner: Person, client: Client) -> None:
    for number in range(8):
        login = "learner@example.org" if number % 2 else "ACS/900114"
        assert ask(login).headers["Location"] == "/sign-in/link/sent"
    assert Letter.objects.count() <= 5
    for number in range(22):
        assert ask(f"nobody-{number}@example.org").status_code == 302
    assert ask("nobody@example.org").status_code == 429


def test_the_token_stays_out_of_logs_and_referrers(
    learner: Person, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    ask()
    link = token()
    page = client.get(OPEN, {"token": link})
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert use(client, link).status_code == 302
    use(client, link)
    Client(enforce_csrf_checks=True).post(f"{OPEN}?token={link}", {"token": link})
    assert "link used, too old or changed: login -, from 127.0.0.1" in caplog.text
    assert "Forbidden (CSRF" in caplog.text
    assert link not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_exactly_one_signs_in() -> None:
    make_cast()
    ask()
    used, together, answers = token(), threading.Barrier(4), []

    def press() -> None:
        client = Client()
        together.wait()
        try:
            answers.append(use(client, used).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 403, 403, 403]
