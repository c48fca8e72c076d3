"""What the setting `media` may say, and the sentence when it cannot be used."""

import subprocess
import sys
from pathlib import Path

import pytest

from fieldwise.shell.env import Unreadable
from fieldwise.shell.media_storage import Place, read_place
from tests.journeys.running import fieldwise


@pytest.mark.parametrize(
    ("media", "place"),
    [
        ("", None),
        (
            "s3://agency?region=us-east-1",
            Place("agency", "", "https://s3.us-east-1.amazonaws.com", "us-east-1"),
        ),
        ("s3://agency/a/b/?region=x-1", Place("agency", "a/b", "https://s3.x-1.amazonaws.com", "x-1")),
        (
            "s3://media?endpoint=https://s3.example.org/",
            Place("media", "", "https://s3.example.org", "us-east-1"),
        ),
        (
            "s3://media/live?endpoint=http://127.0.0.1:9000&region=garage",
            Place("media", "live", "http://127.0.0.1:9000", "garage"),
        ),
    ],
)
def test_a_place_is_read(media: str, place: Place | None) -> None:
    assert read_place(media) == place


@pytest.mark.parametrize(
    ("media", "mend"),
    [
        ("media", "at least one of endpoint and region"),
        ("/srv/media", "at least one of endpoint and region"),
        ("https://s3.example.org/media?region=x", "at least one of endpoint and region"),
        ("s3://agency", "at least one of endpoint and region"),
        ("s3://agency?region=x&acl=public", "no other part"),
        ("s3://agency?region=x#y", "no other part"),
        ("s3://[agency?region=x", "not an address"),
        ("s3://KEY:SECRET@agency?region=x", "Access keys do not belong here"),
        ("s3://Agency?region=x", "BUCKET is 3 to 63"),
        ("s3://a?region=x", "BUCKET is 3 to 63"),
        ("s3:///prefix?region=x", "BUCKET is 3 to 63"),
        ("s3://agency/../other?region=x", "PREFIX is made of"),
        ("s3://agency/a b?region=x", "PREFIX is made of"),
        ("s3://agency?endpoint=http://s3.example.org", "begins with https://"),
        ("s3://agency?endpoint=https://s3.example.org/path", "begins with https://"),
        ("s3://agency?endpoint=https://key:secret@s3.example.org", "begins with https://"),
        ("s3://agency?endpoint=https://s3.example.org;script-src *", "begins with https://"),
        ("s3://agency?region=us east", "The region is a name"),
    ],
)
def test_what_is_no_place_is_told_with_the_mend_and_without_secrets(media: str, mend: str) -> None:
    with pytest.raises(Unreadable, match=mend) as told:
        read_place(media)
    assert "SECRET" not in str(told.value)


def test_it_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('media = "s3://agency"\n')
    for command in (["serve", "--port", "1"], ["ledger", "verify"]):
        done = fieldwise(*command, data=tmp_path, FIELDWISE_SECRET_KEY="only-for-tests")
        assert done.returncode == 1
        assert "media (FIELDWISE_MEDIA) is empty, for a folder on this machine, or s3://BUCKET" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_folder_does_not_load_what_only_a_bucket_needs() -> None:
    script = "import fieldwise.shell.settings, sys; sys.exit('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
