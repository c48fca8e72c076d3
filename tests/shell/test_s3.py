"""Stored files in S3-compatible storage, over real HTTP on loopback."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from fieldwise.apps.learning.actions import enroll, publish_course
from fieldwise.apps.learning.models import Component, Course
from fieldwise.apps.ledger.actions import store_file
from fieldwise.apps.ledger.models import StoredFile
from fieldwise.apps.ledger.queries import open_stored_file, stored_file_on_disk
from fieldwise.apps.people.actions import RosterRefused, apply_roster
from fieldwise.apps.people.models import Person, RosterImport
from fieldwise.shell.commands import main
from fieldwise.shell.media_storage import read_place, storage
from fieldwise.standards.course_file import CourseFile, read_course
from tests.apps.learning.conftest import SHORT_SERIES
from tests.apps.people import rosters
from tests.cast import AT, Cast
from tests.s3_server import BUCKET, ENVIRONMENT, KEY_ID, PREFIX, SECRET, Server, s3_server, silent_server

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VIDEO = (SHORT_SERIES / "media" / "1-first.mp4").read_bytes()


def use(settings: Settings, media: str) -> None:
    """Keep files where the setting says, for the rest of the test."""
    default = storage(settings.ENV, read_place(media), settings.MEDIA_ADDRESS_SECONDS)
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def server(running: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Storage that is empty, and in which files are kept."""
    for name, value in {**ENVIRONMENT, "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    use(settings, running.media)
    yield running
    running.clock_ahead = timedelta()
    running.bucket.objects.all().delete()


@pytest.fixture
def course(cast: Cast, server: Server) -> Course:
    read = read_course(SHORT_SERIES)
    assert isinstance(read, CourseFile)
    return publish_course(agency=cast.agency, course=read, by=None, at=AT).version.course


@pytest.fixture
def learner(cast: Cast, course: Course, client: Client) -> Client:
    enroll(person=cast["learner"], course=course, by=cast["learner"].id, at=AT)
    client.force_login(cast["learner"], backend=BACKEND)
    return client


def part(name: str) -> str:
    return f"/media/{Component.objects.order_by('position').first().id}/{name}"  # type: ignore[union-attr]


def fetch(address: str, asked: str = "") -> tuple[int, bytes]:
    request = urllib.request.Request(address, headers={"Range": asked} if asked else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, b""


def stored(folder: Path, content: bytes) -> StoredFile:
    source = folder / "roster.csv"
    source.write_bytes(content)
    return store_file(source=source, extension=".csv", at=AT)


def test_a_course_is_stored_below_the_prefix_once(cast: Cast, course: Course, server: Server) -> None:
    assert sorted(server.keys()) == sorted(f"{PREFIX}/{file.path}" for file in StoredFile.objects.all())
    before = len(server.asked)
    read = read_course(SHORT_SERIES)
    assert isinstance(read, CourseFile)
    assert not publish_course(agency=cast.agency, course=read, by=None, at=AT).is_new
    assert len(server.keys()) == 8
    assert len(server.asked) - before == 2 * 8 + 1, (
        "a second import looks whether each is there, and writes none"
    )


def test_stored_files_are_private(course: Course, server: Server) -> None:
    key = server.keys()[0]
    assert fetch(f"{server.endpoint}/{BUCKET}/{key}")[0] == 403
    grants = server.bucket.Object(key).Acl().grants
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]


def test_a_large_file_comes_back_as_it_went(server: Server, tmp_path: Path) -> None:
    content = bytes(range(256)) * 80_000  # 20 MB: in parts, there and back
    file = stored(tmp_path, content)
    with stored_file_on_disk(file) as path:
        assert path.read_bytes() == content
        assert path.suffix == ".csv"
    assert not path.exists()
    with open_stored_file(file) as stream:
        stream.seek(5)
        assert stream.read(3) == content[5:8]
        assert stream.size == len(content)


def test_a_learner_is_sent_to_an_address_that_answers_ranges(learner: Client, settings: Settings) -> None:
    answer = learner.get(part("video"))
    assert answer.status_code == 302
    assert answer.headers["Cache-Control"] == f"private, max-age={settings.MEDIA_ADDRESS_SECONDS // 2}"
    assert "Cookie" in answer.headers["Vary"]
    assert fetch(answer.headers["Location"], "bytes=100-199") == (206, VIDEO[100:200])


def test_an_address_that_was_altered_or_is_too_old_is_refused(learner: Client, server: Server) -> None:
    address = learner.get(part("video")).headers["Location"]
    last = "0" if address[-1] != "0" else "1"
    other = StoredFile.objects.exclude(
        id=Component.objects.order_by("position").first().medium.file_id
    ).first()  # type: ignore[union-attr]
    path = urllib.request.urlparse(address).path  # type: ignore[attr-defined]
    altered = [
        address[:-1] + last,
        address.replace("X-Amz-Expires=3600", "X-Amz-Expires=36000"),
        address.replace(path, f"/{BUCKET}/{PREFIX}/{other.path}"),  # type: ignore[union-attr]
        address.split("?")[0],
    ]
    assert address not in altered
    assert [fetch(each)[0] for each in altered] == [403] * 4
    server.clock_ahead = timedelta(seconds=3590)
    assert fetch(address)[0] == 200
    server.clock_ahead = timedelta(seconds=3601)
    assert fetch(address)[0] == 403


def test_who_is_not_enrolled_gets_no_address(cast: Cast, course: Course, client: Client) -> None:
    for key in ("supervisor", "other-agency"):
        client.force_login(cast[key], backend=BACKEND)
        assert client.get(part("video")).status_code == 404
    client.logout()
    assert "X-Amz" not in client.get(part("video")).headers["Location"]


def test_small_parts_are_answered_by_us_also_behind_nginx(learner: Client, settings: Settings) -> None:
    settings.ENV = replace(settings.ENV, accelerated_media=True)
    for name, file in {"captions": "captions/1-first.vtt", "poster": "media/1-first.jpg"}.items():
        answer = learner.get(part(name))
        assert (answer.status_code, answer.content) == (200, (SHORT_SERIES / file).read_bytes())
    answer = learner.get(part("transcript"), headers={"Range": "bytes=2-5"})
    assert (answer.status_code, len(answer.content)) == (206, 4)


def test_no_page_shows_a_key_or_an_address(learner: Client, server: Server) -> None:
    for path in ("/courses/short-series/", "/courses/short-series/first/", "/api/v1/courses/short-series"):
        page = learner.get(path)
        assert page.status_code == 200
        shown = page.content.decode() + str(page.headers)
        assert [each for each in (SECRET, KEY_ID, "X-Amz", BUCKET) if each in shown] == []


def test_a_roster_is_kept_there_and_applied_from_there(server: Server, tmp_path: Path) -> None:
    rosters.take(rosters.agency(), rosters.roster_file(tmp_path, rosters.DANA, rosters.KIM))
    assert Person.objects.count() == 2
    assert len(server.keys()) == 1


def test_a_kept_roster_that_is_gone_is_refused_with_a_sentence(server: Server, tmp_path: Path) -> None:
    found = rosters.read(rosters.agency(), rosters.roster_file(tmp_path, rosters.DANA))
    server.bucket.objects.all().delete()
    with pytest.raises(RosterRefused, match="cannot be read from the storage"):
        apply_roster(roster_import=found, by=None, at=AT)
    assert Person.objects.count() == 0


def test_a_part_that_is_gone_is_told_and_logged(
    learner: Client, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.bucket.objects.all().delete()
    answer = learner.get(part("transcript"))
    assert answer.status_code == 404
    assert "not where it was kept" in answer.content.decode()
    assert "the transcript of component" in caplog.text


@pytest.fixture
def broken(
    request: pytest.FixtureRequest, server: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Storage that cannot be used, one way or another."""
    if request.param.endswith("keys"):
        for name in ENVIRONMENT:
            monkeypatch.delenv(name) if request.param == "no keys" else monkeypatch.setenv(name, "WRONG")
    with silent_server() as silent:
        endpoint = {"not there": "http://127.0.0.1:1", "silent": silent}.get(request.param, server.endpoint)
        bucket = "elsewhere" if request.param == "no bucket" else BUCKET
        use(settings, f"s3://{bucket}/{PREFIX}?endpoint={endpoint}")
        yield request.param


@pytest.mark.parametrize("broken", ["not there", "silent", "no keys", "wrong keys"], indirect=True)
def test_storage_that_cannot_be_used_is_told_within_seconds(
    learner: Client, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    began = time.monotonic()
    answer = learner.get(part("captions"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert time.monotonic() - began < 20
    assert [record for record in caplog.records if record.exc_info] == []
    assert "the captions of component" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("broken", ["not there", "wrong keys", "no bucket"], indirect=True)
def test_a_roster_that_cannot_be_kept_is_told_on_the_page(
    cast: Cast, client: Client, broken: str, tmp_path: Path
) -> None:
    client.force_login(cast["admin"], backend=BACKEND)
    file = SimpleUploadedFile("r.csv", rosters.roster_file(tmp_path, rosters.DANA).read_bytes())
    page = client.post("/roster/", {"file": file, "mode": "changes"})
    assert "Your file cannot be kept: the storage does not answer." in page.content.decode()
    assert RosterImport.objects.count() == StoredFile.objects.count() == 0


def test_a_command_says_that_the_storage_cannot_be_used(
    cast: Cast, server: Server, settings: Settings
) -> None:
    use(settings, f"s3://{BUCKET}?endpoint=http://127.0.0.1:1")
    done = CliRunner().invoke(main, ["course", "import", str(SHORT_SERIES), "--agency", "ACS"])
    assert (done.exit_code, Course.objects.count()) == (1, 0)
    assert "Nothing is published" in done.output
    assert "Could not connect" in done.output


@pytest.mark.parametrize(
    ("media", "begins"),
    [
        (
            "s3://agency-media/live?region=us-gov-west-1",
            "https://agency-media.s3.us-gov-west-1.amazonaws.com/live/",
        ),
        ("s3://media?endpoint=https://minio.example.org:9000", "https://minio.example.org:9000/media/"),
    ],
)
def test_the_policy_of_pages_allows_the_host_that_addresses_name(
    server: Server, settings: Settings, media: str, begins: str
) -> None:
    use(settings, media)
    address = default_storage.url("ab/abcd.mp4")
    place = read_place(media)
    assert place
    assert address.startswith(begins)
    assert address.startswith(f"{place.origin}/")


def test_a_name_cannot_leave_the_prefix(server: Server) -> None:
    for name in ("../outside.txt", "/outside.txt", "a/../../outside.txt"):
        with pytest.raises(Exception, match=r"(?i)path traversal|denied|outside"):
            default_storage.save(name, ContentFile(b"x"))
    assert server.keys() == []


def test_bytes_of_a_file_are_not_changed_by_a_second_save_of_its_name(server: Server) -> None:
    assert default_storage.save("ab/abcd.vtt", ContentFile(b"first")) == "ab/abcd.vtt"
    before = len(server.asked)
    assert default_storage.save("ab/abcd.vtt", ContentFile(b"first")) == "ab/abcd.vtt"
    assert {query for _, query, _ in server.asked[before:]} == {""}
    assert server.bucket.Object(f"{PREFIX}/ab/abcd.vtt").content_type == "text/vtt"
    assert json.dumps(server.keys()) == f'["{PREFIX}/ab/abcd.vtt"]'
