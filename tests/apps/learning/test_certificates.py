"""Certificates: held for a name, public, revoked with a reason, silent to guessers."""

import io
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader

from fieldwise.apps.learning import actions, papers
from fieldwise.apps.learning.models import Certificate, Component, Course
from fieldwise.apps.people.actions import enter_name
from fieldwise.apps.people.models import Person
from tests.cast import AT, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def complete(person: Person, course: Course) -> None:
    """Play everything, a minute at a time."""
    actions.enroll(person=person, course=course, by=person.id, at=AT)
    for number, component in enumerate(Component.objects.filter(version=course.current)):
        opened_at = AT + timedelta(minutes=number)
        play, lease = actions.begin_play(person=person, component=component, at=opened_at)
        whole = actions.Report("all", 0, component.medium.length_ms / 1000)
        later = opened_at + timedelta(seconds=30)
        actions.record_watch(person=person, play_id=play.id, lease=lease, reports=[whole], at=later)


@pytest.fixture
def certificate(cast: Cast, course: Course) -> Certificate:
    complete(cast["learner"], course)
    return Certificate.objects.get()


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(db: None) -> None:
    cache.clear()


def test_the_public_page_shows_every_field_that_the_paper_prints(
    certificate: Certificate, client: Client
) -> None:
    page = client.get(f"/verify/{certificate.number}").content.decode()
    text = " ".join(
        PdfReader(io.BytesIO(papers.certificate_pdf(certificate))).pages[0].extract_text().split()
    )
    for value in (
        "Dana Whitlock",
        "Short Series",
        "November 12, 2026",
        certificate.number,
        "Two micro videos, 1 minute, each second played",
        "Workforce Institute",
        "None",
    ):
        assert value in text, value
        assert value in page.replace("&#x27;", "'"), value


def test_the_paper_is_tagged_and_the_same_each_time(certificate: Certificate) -> None:
    first, second = papers.certificate_pdf(certificate), papers.certificate_pdf(certificate)
    assert first == second
    catalog: Any = PdfReader(io.BytesIO(first)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("en")


def test_papers_that_are_asked_for_at_once_are_all_made(certificate: Certificate) -> None:
    expected = papers.certificate_pdf(certificate)
    made: list[bytes] = []

    def download() -> None:
        made.extend(papers.certificate_pdf(certificate) for _ in range(5))

    threads = [threading.Thread(target=download) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [expected] * 40


def test_a_certificate_is_a_snapshot(certificate: Certificate, cast: Cast, client: Client) -> None:
    enter_name(person=cast["learner"], name="Another Name", by=cast["learner"].id, at=AT)
    assert "Dana Whitlock" in client.get(f"/verify/{certificate.number}").content.decode()


def test_who_has_no_name_gets_the_certificate_when_it_is_entered(
    cast: Cast, course: Course, client: Client
) -> None:
    learner = cast["learner"]
    Person.objects.filter(id=learner.id).update(name="")
    learner.refresh_from_db()
    complete(learner, course)
    assert not Certificate.objects.exists()
    client.force_login(learner, backend=BACKEND)
    assert "Your name is not in the roster" in client.get("/certificates/").content.decode()
    enter_name(person=learner, name="Dana  Whitlock ", by=learner.id, at=AT)
    actions.issue_held_certificates(str(learner.id), at=AT)
    actions.issue_held_certificates(str(learner.id), at=AT)
    assert Certificate.objects.get().snapshot["name"] == "Dana Whitlock"


def test_a_revoked_certificate_says_why_and_keeps_what_was_printed(
    certificate: Certificate, client: Client
) -> None:
    actions.revoke_certificate(number=certificate.number, reason="Issued in error.", by=None, at=AT)
    page = client.get(f"/verify/{certificate.number}").content.decode()
    assert "This certificate was revoked." in page
    assert "Issued in error." in page
    assert "Dana Whitlock" in page


def test_a_number_is_forgiven_its_spelling_but_never_guessed(
    certificate: Certificate, client: Client
) -> None:
    assert client.get(f"/verify/{certificate.number.lower().replace('-', ' ')}").status_code == 200
    number = certificate.number
    altered = number[:-1] + ("0" if number[-1] != "0" else "1")
    answer = client.get(f"/verify/{altered}")
    assert answer.status_code == 404
    assert "Dana" not in answer.content.decode()
    assert client.get("/verify/nonsense").status_code == 404
    assert "FW and 12 letters" in client.get("/verify/?number=nonsense").content.decode()


def test_an_address_that_asks_too_often_waits(certificate: Certificate, client: Client) -> None:
    statuses = [client.get(f"/verify/{certificate.number}").status_code for _ in range(31)]
    assert statuses[:30] == [200] * 30
    assert statuses[30] == 429


def test_nobody_opens_somebody_elses_certificate(
    certificate: Certificate, cast: Cast, client: Client
) -> None:
    client.force_login(cast["supervisor"], backend=BACKEND)
    assert client.get(f"/certificates/{certificate.number}/").status_code == 404
    assert client.get(f"/certificates/{certificate.number}.pdf").status_code == 404


def test_the_flyer_is_made_from_the_courses_data(course: Course, client: Client) -> None:
    answer = client.get("/courses/short-series/flyer.pdf")
    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    for value in ("Short Series", "See a whole series played", "helpdesk@example.org", "There are no CEUs"):
        assert value in text
