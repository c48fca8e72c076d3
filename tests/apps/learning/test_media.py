"""Media are answered in ranges, to those who are enrolled."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from fieldwise.apps.learning.actions import enroll
from fieldwise.apps.learning.models import Component, Course
from tests.apps.learning.conftest import SHORT_SERIES
from tests.cast import AT, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VIDEO = (SHORT_SERIES / "media" / "1-first.mp4").read_bytes()
SIZE = len(VIDEO)


@pytest.fixture
def learner(cast: Cast, course: Course, client: Client) -> Client:
    enroll(person=cast["learner"], course=course, by=cast["learner"].id, at=AT)
    client.force_login(cast["learner"], backend=BACKEND)
    return client


def video() -> str:
    return f"/media/{Component.objects.order_by('position').first().id}/video"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=-50", SIZE - 50, SIZE - 1),
        ("bytes=0-99999999", 0, SIZE - 1),
        ("bytes=5-5", 5, 5),
        ("bytes=0-9, 20-29", 0, 9),
    ],
)
def test_a_range_is_answered_by_206_with_exactly_its_bytes(
    learner: Client, asked: str, start: int, end: int
) -> None:
    answer = learner.get(video(), headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{end}/{SIZE}"
    assert answer.content == VIDEO[start : end + 1]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=9-5", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(learner: Client, asked: str) -> None:
    answer = learner.get(video(), headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{SIZE}")


@pytest.mark.parametrize("asked", ["", "bytes", "bytes=-", "items=0-1", "bytes=a-b", f"bytes={'9' * 400}-"])
def test_what_is_no_range_gets_the_whole(learner: Client, asked: str) -> None:
    answer = learner.get(video(), headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, VIDEO)
    assert answer.headers["Content-Type"] == "video/mp4"


def test_one_answer_never_holds_more_than_a_mebibyte(
    learner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldwise.apps.learning.views.media.PIECE_BYTES", 1000)
    answer = learner.get(video(), headers={"Range": "bytes=10-"})
    assert answer.headers["Content-Range"] == f"bytes 10-1009/{SIZE}"
    assert not answer.streaming


def test_captions_transcript_and_poster_come_with_their_types(learner: Client) -> None:
    kinds = {part: learner.get(video().replace("video", part)).headers["Content-Type"] for part in
             ("captions", "transcript", "poster")}  # fmt: skip
    assert kinds["captions"].startswith("text/vtt")
    assert kinds["transcript"].startswith("text/markdown")
    assert kinds["poster"] == "image/jpeg"
    assert learner.get(video().replace("video", "secret")).status_code == 404


def test_who_is_not_enrolled_or_of_another_agency_finds_nothing(
    cast: Cast, course: Course, client: Client
) -> None:
    for key in ("supervisor", "other-agency"):
        client.force_login(cast[key], backend=BACKEND)
        assert client.get(video()).status_code == 404
    client.logout()
    assert client.get(video()).status_code == 302


@pytest.fixture
def behind_nginx(settings: Settings) -> None:
    settings.ENV = replace(settings.ENV, accelerated_media=True)


@pytest.mark.usefixtures("behind_nginx")
def test_behind_nginx_the_file_is_left_to_nginx(learner: Client) -> None:
    answer = learner.get(video())
    stored = Component.objects.order_by("position").first().medium.file  # type: ignore[union-attr]
    assert answer.headers["X-Accel-Redirect"] == f"/internal-media/{stored.path}"
    assert answer.content == b""


@pytest.fixture
def gone(learner: Client) -> Path:
    """Where the video lay, until somebody deleted it."""
    stored = Component.objects.order_by("position").first().medium.file  # type: ignore[union-attr]
    path = Path(default_storage.path(stored.path))
    path.unlink()
    return path


@pytest.mark.parametrize("server", ["nginx", "ours"])
def test_a_file_that_is_gone_is_told_to_the_learner_and_to_those_who_run_it(
    learner: Client, gone: Path, server: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    if server == "nginx":
        request.getfixturevalue("behind_nginx")
    answer = learner.get(video(), headers={"Range": "bytes=0-"})
    assert answer.status_code == 404
    assert "This file is not where it was kept" in answer.content.decode()
    assert [gone.name in record.message and record.exc_info is None for record in caplog.records][:1] == [
        True
    ]


def test_a_file_that_cannot_be_read_is_not_said_to_be_gone(learner: Client, gone: Path) -> None:
    gone.mkdir()
    answer = learner.get(video())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "cannot be fetched at the moment" in answer.content.decode()
    gone.rmdir()
