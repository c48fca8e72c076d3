"""Stored files, wherever they lie."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage

from fieldwise.apps.ledger.models import (
    StoredFile,
)


def stored_file(file_id: UUID) -> StoredFile:
    """One stored file."""
    return StoredFile.objects.get(id=file_id)


def stored_file_with(sha256: str) -> StoredFile | None:
    """The stored file with this content."""
    return StoredFile.objects.filter(sha256=sha256).first()


def open_stored_file(file: StoredFile) -> File[Any]:
    """The file, to read bytes from; raises FileNotFoundError, and OSError when the storage does not answer."""
    return default_storage.open(file.path)


def stored_file_address(file: StoredFile) -> str | None:
    """Where a browser may fetch the file for a while, when it does not lie on this machine."""
    return None if _path_here(file) else default_storage.url(file.path)


@contextmanager
def stored_file_on_disk(file: StoredFile) -> Iterator[Path]:
    """A path to read the file at, for as long as the context lasts; raises as `open_stored_file` does."""
    if path := _path_here(file):
        yield path
        return
    with open_stored_file(file) as stream, NamedTemporaryFile(suffix=file.extension) as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        yield Path(copy.name)


def _path_here(file: StoredFile) -> Path | None:
    try:
        return Path(default_storage.path(file.path))
    except NotImplementedError:  # what Django says of files that do not lie on this machine
        return None


def newest_files(limit: int) -> list[StoredFile]:
    """The files that were stored last."""
    return list(StoredFile.objects.order_by("-stored_at")[:limit])
