"""Where stored files lie, as the setting `media` says: in a folder here, or in a bucket of S3-compatible storage."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from django.core.files.storage import FileSystemStorage

from fieldwise.shell.env import Unreadable

if TYPE_CHECKING:
    from django.core.files import File

    from fieldwise.shell.env import Environment

FORM = "s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION"
# What a part of the setting looks like, and how to say that it does not.
PARTS = {
    "bucket": (
        re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"),
        "BUCKET is 3 to 63 lower-case letters, digits and hyphens. Access keys do not belong here.",
    ),
    "prefix": (
        re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/|$))*"),
        "PREFIX is made of letters, digits, hyphens, dots and slashes, or left out.",
    ),
    "region": (re.compile(r"[a-z0-9-]{1,40}"), "The region is a name such as us-east-1."),
    "endpoint": (
        re.compile(r"(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127\.0\.0\.1))(?::\d{1,5})?"),
        "The endpoint begins with https:// and ends after the host or its port.",
    ),
}


@dataclass(frozen=True)
class Place:
    """A bucket, and how it is reached."""

    bucket: str
    prefix: str
    endpoint: str
    region: str

    @property
    def bucket_in_host(self) -> bool:
        """Whether addresses name the bucket in the host; other people's storage names it in the path."""
        return self.endpoint == _amazon(self.region)

    @property
    def origin(self) -> str:
        """Where a browser fetches from."""
        return self.endpoint.replace("://", f"://{self.bucket}.") if self.bucket_in_host else self.endpoint


def read_place(media: str) -> Place | None:
    """The bucket that the setting names, None for the folder; raises Unreadable."""
    if not media:
        return None
    address = _split(media)
    said = dict(parse_qsl(address.query))
    if address.scheme != "s3" or address.fragment or not said or not said.keys() <= {"endpoint", "region"}:
        raise _unreadable("It has at least one of endpoint and region, and no other part.")
    region = said.get("region", "us-east-1")
    parts = {
        "bucket": address.netloc,
        "prefix": address.path.strip("/"),
        "endpoint": said.get("endpoint", _amazon(region)).rstrip("/"),
        "region": region,
    }
    for name, (pattern, mend) in PARTS.items():
        if not pattern.fullmatch(parts[name]):
            raise _unreadable(mend)
    return Place(**parts)


def _split(media: str) -> SplitResult:
    try:
        return urlsplit(media)
    except ValueError:
        raise _unreadable("It is not an address.")


def _amazon(region: str) -> str:
    return f"https://s3.{region}.amazonaws.com"


def _unreadable(mend: str) -> Unreadable:
    return Unreadable(f"media (FIELDWISE_MEDIA) is empty, for a folder on this machine, or {FORM}. {mend}")


def storage(environment: Environment, place: Place | None, address_seconds: int) -> dict[str, Any]:
    """What Django's STORAGES says of stored files; an address that a bucket gives out holds for so long."""
    if place:
        options = {"place": place, "address_seconds": address_seconds}
        return {"BACKEND": "fieldwise.shell.media_bucket.Bucket", "OPTIONS": options}
    # nginx reads as a member of the owner's group; without it nobody else needs to.
    file, folder = (0o640, 0o750) if environment.accelerated_media else (0o600, 0o700)
    modes = {"file_permissions_mode": file, "directory_permissions_mode": folder}
    return {"BACKEND": f"{__name__}.Folder", "OPTIONS": {"location": environment.media_folder, **modes}}


class Folder(FileSystemStorage):
    """Files named by their content, written so that a power cut leaves a whole file or none."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: the same name is the same content."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        if not (target.is_file() and target.stat().st_size == content.size):
            self._make_folder(target.parent)
            self._write_durably(target, content)
        return name

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir(exist_ok=True)
            self._open_to_readers(folder, self.directory_permissions_mode or 0o700)
            _sync(folder.parent)

    def _write_durably(self, target: Path, content: File[Any]) -> None:
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            try:
                self._open_to_readers(Path(draft.name), self.file_permissions_mode or 0o600)
                _copy(content, draft)
                os.replace(draft.name, target)
            except BaseException:
                os.unlink(draft.name)
                raise
        _sync(target.parent)

    def _open_to_readers(self, path: Path, mode: int) -> None:
        """Where a group may read, it is the one of the whole folder: nginx is in it, and reads nothing else of ours."""
        path.chmod(mode)
        if mode & 0o040 and path.stat().st_gid != (group := Path(self.location).stat().st_gid):
            os.chown(path, -1, group)


def _copy(content: File[Any], draft: IO[bytes]) -> None:
    for piece in content.chunks(1 << 20):
        draft.write(piece)
    draft.flush()
    os.fsync(draft.fileno())


def _sync(folder: Path) -> None:
    """Make the folder's list of names durable too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
