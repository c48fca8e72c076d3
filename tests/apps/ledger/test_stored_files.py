"""Files are stored once, whole, under the name of their content, for their owner alone."""

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from fieldwise.apps.ledger.actions import store_file
from fieldwise.apps.ledger.models import StoredFile
from fieldwise.apps.ledger.queries import open_stored_file, stored_file_address, stored_file_on_disk
from fieldwise.shell.env import read_environment
from fieldwise.shell.media_storage import Folder, storage
from tests.cast import AT

pytestmark = pytest.mark.django_db


def stored(folder: Path, content: bytes, name: str = "roster.csv") -> StoredFile:
    source = folder / name
    source.write_bytes(content)
    return store_file(source=source, extension=source.suffix, at=AT)


def test_a_file_lies_under_the_name_of_its_content_for_its_owner_alone(tmp_path: Path) -> None:
    content = b"a,b\n1,2\n" * 400_000
    file = stored(tmp_path, content)
    digest = hashlib.sha256(content).hexdigest()
    assert (file.path, file.size_bytes) == (f"{digest[:2]}/{digest}.csv", len(content))
    with open_stored_file(file) as stream:
        assert stream.read() == content
    path = Path(default_storage.path(file.path))
    assert [path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777] == [0o600, 0o700]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(("accelerated", "modes"), [(False, (0o600, 0o700)), (True, (0o640, 0o750))])
def test_only_behind_nginx_the_owner_s_group_reads_too(
    tmp_path: Path, accelerated: bool, modes: tuple[int, int]
) -> None:
    environment = replace(read_environment(), data=tmp_path, accelerated_media=accelerated)
    folder = Folder(**storage(environment, None, 60)["OPTIONS"])
    umask = os.umask(0o077)
    folder.save("ab/abcd.mp4", ContentFile(b"x"))
    os.umask(umask)
    path = tmp_path / "media" / "ab" / "abcd.mp4"
    assert tuple(each.stat().st_mode & 0o777 for each in (path, path.parent)) == modes


def test_twice_is_once_even_under_another_name(tmp_path: Path) -> None:
    first = stored(tmp_path, b"the same")
    path = Path(default_storage.path(first.path))
    changed = path.stat().st_mtime_ns
    assert stored(tmp_path, b"the same", "other.txt") == first
    assert path.stat().st_mtime_ns == changed
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_somebody_cut_short_is_stored_again(tmp_path: Path) -> None:
    file = stored(tmp_path, b"whole and sound")
    path = Path(default_storage.path(file.path))
    path.write_bytes(b"whole")
    stored(tmp_path, b"whole and sound")
    assert path.read_bytes() == b"whole and sound"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=some.binary(max_size=5000))
def test_what_is_stored_is_what_was_given(tmp_path: Path, content: bytes) -> None:
    with stored_file_on_disk(stored(tmp_path, content)) as path:
        assert path.read_bytes() == content


class BreaksOff(ContentFile):  # type: ignore[type-arg]
    """A file whose disk is full half way."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_half_a_file_is_never_left(tmp_path: Path) -> None:
    folder = Folder(location=tmp_path)
    with pytest.raises(OSError, match="No space"):
        folder.save("ab/abcd.mp4", BreaksOff(b"half and half"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert folder.save("ab/abcd.mp4", File(ContentFile(b"half and half"))) == "ab/abcd.mp4"


def test_a_file_on_this_machine_has_no_address_elsewhere(tmp_path: Path) -> None:
    file = stored(tmp_path, b"here")
    assert stored_file_address(file) is None
    with stored_file_on_disk(file) as path:
        assert path == Path(default_storage.path(file.path))
