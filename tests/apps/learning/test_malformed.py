"""Requests made from our own OpenAPI document, right and wrong: never an unhandled error, one shape for errors."""

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from fieldwise.apps.learning.actions import enroll
from fieldwise.apps.learning.models import Course
from fieldwise.shell.api import api
from tests.cast import AT, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKEN = "x" * 32

schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))


@pytest.fixture
def learner(cast: Cast, course: Course) -> Client:
    person = cast["learner"]
    enroll(person=person, course=course, by=person.id, at=AT)
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    client.cookies["csrftoken"] = TOKEN
    return client


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_the_server(case: schemathesis.Case, learner: Client) -> None:
    wanted = case.as_transport_kwargs(base_url="http://localhost", headers={"X-CSRFToken": TOKEN})
    wanted["cookies"] = None
    sent = requests.Request(**wanted).prepare()
    answer = learner.generic(
        sent.method or "GET",
        sent.path_url,
        sent.body or b"",
        content_type=sent.headers.get("Content-Type", "application/json"),
        headers={"X-CSRFToken": TOKEN},
    )
    assert answer.status_code < 500, answer.content
    if answer.status_code >= 400:
        assert all({"code", "text"} <= set(reason) for reason in answer.json()["reasons"])
