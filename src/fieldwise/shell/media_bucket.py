"""Stored files in a bucket of S3-compatible storage; whatever goes wrong there is an OSError, as in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3Storage

if TYPE_CHECKING:
    from django.core.files import File

    from fieldwise.shell.media_storage import Place

# Page threads are few: a storage that is silent holds one for 11 s, one that is not there for 5 s.
CONNECT_SECONDS = 2
READ_SECONDS = 5
TRIES = 2
IN_MEMORY_BYTES = 4 * 1024 * 1024


@contextmanager
def _as_of_a_folder() -> Iterator[None]:
    """What is not there is a FileNotFoundError already; the rest is put so here."""
    try:
        yield
    except ClientError as problem:
        raise ConnectionError(f"The storage of media refuses: {problem}.") from problem
    except (BotoCoreError, RetriesExceededError) as problem:
        raise ConnectionError(f"The storage of media cannot be used: {problem}") from problem


class Bucket(S3Storage):
    """Private files named by their content, read by us or through presigned addresses."""

    def __init__(self, place: Place, address_seconds: int) -> None:
        super().__init__(
            bucket_name=place.bucket,
            location=place.prefix,
            endpoint_url=place.endpoint,
            region_name=place.region,
            querystring_expire=address_seconds,
            max_memory_size=IN_MEMORY_BYTES,
            transfer_config=TransferConfig(use_threads=False, num_download_attempts=TRIES),
            client_config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "virtual" if place.bucket_in_host else "path"},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                # Storage that is not Amazon's may not know the newer checksums; bodies are signed without them.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        with _as_of_a_folder():
            opened: File[Any] = super()._open(name, mode)
            opened.open()  # fetched now, so that trouble shows here
            return opened

    def _save(self, name: str, content: File[Any]) -> str:
        with _as_of_a_folder():
            if not (self.exists(name) and self.size(name) == content.size):
                super()._save(name, content)
            return name

    def exists(self, name: str) -> bool:
        """Whether the bucket has the file."""
        with _as_of_a_folder():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """How many bytes the file has."""
        with _as_of_a_folder():
            return int(super().size(name))

    def delete(self, name: str) -> None:
        """Take the file out of the bucket."""
        with _as_of_a_folder():
            super().delete(name)

    def url(self, name: str, *parameters: Any, **more: Any) -> str:
        """A presigned address; no request is made for it."""
        with _as_of_a_folder():
            return str(super().url(name, *parameters, **more))
