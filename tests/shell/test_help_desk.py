"""The help desk: one form, one letter."""

import pytest
from django.core.cache import cache
from django.test import Client

from fieldwise.apps.ledger.models import Letter
from fieldwise.apps.people.models import Agency
from tests.cast import Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
QUESTION = {"topic": "roster", "message": "My unit is another one."}


@pytest.fixture
def learner(cast: Cast, client: Client) -> Client:
    cache.clear()
    client.force_login(cast["learner"], backend=BACKEND)
    return client


def test_a_question_becomes_one_letter_that_can_be_answered(learner: Client) -> None:
    for _ in range(2):  # a double click
        assert learner.post("/help/", QUESTION).headers["Location"] == "/help/?sent=1"
    letter = Letter.objects.get()
    assert (letter.to, letter.reply_to) == ("helpdesk@example.org", "learner@example.org")
    assert "My unit is another one." in letter.body
    assert "helpdesk@example.org" in learner.get("/help/?sent=1").content.decode()


def test_an_empty_question_is_asked_again_and_nothing_is_lost(learner: Client) -> None:
    page = learner.post("/help/", {"topic": "course", "message": " "}).content.decode()
    assert "Write what happened." in page
    assert not Letter.objects.exists()


def test_an_agency_without_a_help_desk_says_so(learner: Client, cast: Cast) -> None:
    Agency.objects.filter(id=cast.agency.id).update(help_desk_email="")
    page = learner.post("/help/", QUESTION).content.decode()
    assert "has not named a help desk yet" in page
    assert "My unit is another one." in page
    assert not Letter.objects.exists()


def test_a_subject_carries_no_line_break_into_a_header(learner: Client, cast: Cast) -> None:
    learner.post("/help/", {"topic": "course", "message": "Bcc: everyone@example.org\r\n\r\nhello"})
    assert "\n" not in Letter.objects.get().subject
