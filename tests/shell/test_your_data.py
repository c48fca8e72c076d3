"""Everything that is kept about a person can be seen and taken along, and nobody else's."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from fieldwise.apps.learning.models import Course
from fieldwise.apps.ledger.actions import write_letter
from fieldwise.apps.people.actions import grant_capability, note_standing
from fieldwise.apps.people.models import EmployeeIdAlias, ServiceSpell
from fieldwise.shell.personal_data import GROUPS, as_json, personal_data
from tests.apps.learning.conftest import course, short_series  # noqa: F401
from tests.apps.learning.test_certificates import complete
from tests.cast import AT, Cast
from tests.shell.test_query_counts import BACKEND

SECRETS = ("totp-secret", "recovery-seed", "one-time-token", "argon2")


@pytest.fixture
def filled(cast: Cast, course: Course, client: Client) -> Client:  # noqa: F811
    """The learner has something in every group, and two others have the same."""
    for key in ("learner", "supervisor", "new-cps"):
        person = cast[key]
        person.set_password("correct horse battery staple")
        person.save()
        if key != "new-cps":
            complete(person, course)
        mark = f"mark-of-{key}"
        EmployeeIdAlias.objects.create(
            agency=cast.agency, person=person, employee_id=mark, until_on=AT.date(), recorded_at=AT
        )
        grant_capability(person=person, name=mark, from_on=AT.date(), by=person.id, at=AT)
        note_standing(person=person, good=True, reason=mark, from_on=AT.date(), by=None, at=AT)
        Authenticator.objects.create(
            user=person, type="totp", data={"secret": "totp-secret", "seed": "recovery-seed"}
        )
        SocialAccount.objects.create(user=person, provider="acs", uid=mark, extra_data={"sub": mark})
        for topic, body in (("digest", mark), ("sign-in-link", "one-time-token")):
            write_letter(to=person, topic=topic, period="1", subject=mark, body=body, at=AT)
        cache.clear()
        client.force_login(person, backend=BACKEND)
        client.post("/help/", {"topic": "roster", "message": mark})
    ServiceSpell.objects.filter(person=cast["learner"]).update(supervisor=cast["supervisor"])
    client.force_login(cast["learner"], backend=BACKEND)
    return client


def taken(client: Client) -> dict[str, Any]:
    answer = client.get("/you/data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fieldwise-your-data.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_every_group_is_named_on_the_page_and_has_something_in_it(filled: Client, cast: Cast) -> None:
    data = taken(filled)
    assert set(GROUPS) == set(personal_data(cast["learner"].id)) == set(data) - {"as_of"}
    assert [group for group in GROUPS if not data[group]] == []
    page = filled.get("/you/data").content.decode()
    for label, _, _ in GROUPS.values():
        assert label in page
    assert "Deleted 90 days after they were written." in page


def test_the_file_says_what_is_kept(filled: Client) -> None:
    data = taken(filled)
    assert data["person"][0]["name"] == "Dana Whitlock"
    assert data["person"][0]["has_password"] is True
    assert data["person"][0]["hired_on"] == "2025-09-15"
    assert data["service"][0]["supervisor_name"] != ""
    assert data["service"][0]["recorded_at"] == "2026-11-12T19:24:00+00:00"
    assert data["videos"][0]["spans"] == [[0, 6800]]
    assert data["certificates"][0]["snapshot"]["name"] == "Dana Whitlock"
    assert data["letters_from_you"][0]["text"].endswith("mark-of-learner\n")
    assert {each["deed"] for each in data["deeds"]} >= {"enroll", "complete_course", "issue_certificate"}


def test_it_holds_no_secret_and_nothing_of_anybody_else(filled: Client, cast: Cast) -> None:
    text = json.dumps(taken(filled), ensure_ascii=False)
    assert text.count("mark-of-learner") >= 8
    for secret in SECRETS:
        assert secret not in text
    for mark in ("mark-of-supervisor", "mark-of-new-cps", cast["new-cps"].name, cast["supervisor"].email):
        assert mark not in text


def test_a_supervisor_of_another_agency_is_not_named(filled: Client, cast: Cast) -> None:
    ServiceSpell.objects.filter(person=cast["learner"]).update(supervisor=cast["other-agency"])
    assert taken(filled)["service"][0]["supervisor_name"] == ""
    assert cast["other-agency"].name not in as_json(cast["learner"], AT)


def test_who_is_signed_out_gets_nothing(cast: Cast, client: Client) -> None:
    for path in ("/you/data", "/you/data.json"):
        assert client.get(path).status_code == 302


def test_you_leads_to_it_and_it_leads_to_the_help_desk(cast: Cast, client: Client) -> None:
    client.force_login(cast["learner"], backend=BACKEND)
    assert 'href="/you/data"' in client.get("/you/").content.decode()
    assert 'href="/help/?topic=roster"' in client.get("/you/data").content.decode()
