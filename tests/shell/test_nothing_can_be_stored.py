"""A database that takes nothing: a clear 503, while whoever only reads goes on reading."""

import json
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client

from fieldwise.apps.learning.models import Course
from fieldwise.shell.idle import NOTED
from fieldwise.shell.pages.errors import cannot_store
from tests.apps.learning.conftest import course, short_series
from tests.cast import Cast

__all__ = ["course", "short_series"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}


@pytest.fixture
def reader(cast: Cast, client: Client) -> Iterator[Client]:
    """Somebody who is signed in, whose session is due to be noted, on a database that has become read-only."""
    client.force_login(cast["learner"], backend=BACKEND)
    client.raise_request_exception = False
    assert NOTED not in client.session  # so the first page wants to note that somebody is here
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(READ_ONLY[connection.vendor])
        yield client
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = OFF")
        transaction.set_rollback(True)  # PostgreSQL's way back


def test_a_form_is_answered_with_a_page_that_says_that_nothing_was_stored(reader: Client) -> None:
    answer = reader.post("/help/", {"topic": "other", "message": "What now?"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "What you just sent was not stored." in answer.content.decode()


def test_the_api_is_answered_in_its_one_shape(course: Course, reader: Client) -> None:
    body = json.dumps({"course": course.slug})
    answer = reader.post("/api/v1/enrollments", body, content_type="application/json")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.json()["reasons"][0]["code"] == "cannot_store"


@pytest.mark.parametrize("path", ["/", "/courses/", "/certificates/", "/you/", "/help/"])
def test_pages_that_only_read_still_open(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 200


def test_the_limits_on_tries_do_not_take_a_full_disk_for_too_many_tries(reader: Client) -> None:
    assert reader.get("/verify/FW-0000-0000-0000").status_code == 503


def test_a_fault_of_ours_is_no_trouble_with_the_disk() -> None:
    for fault in (KeyError("x"), ValueError("disk"), FileNotFoundError(2, "No such file"), None):
        assert not cannot_store(fault)
    assert cannot_store(OSError(28, "No space left on device"))
