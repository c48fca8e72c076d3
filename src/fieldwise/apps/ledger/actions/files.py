"""To keep a file, and to forget one."""

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from fieldwise.apps.ledger import queries
from fieldwise.apps.ledger.models import (
    StoredFile,
)


def store_file(*, source: Path, extension: str, at: datetime) -> StoredFile:
    """Keep a copy of a file in the storage, under the name of its content; twice is once."""
    with source.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        stored = queries.stored_file_with(sha256) or StoredFile(
            sha256=sha256, extension=extension, size_bytes=source.stat().st_size, stored_at=at
        )
        default_storage.save(stored.path, File(stream))
    return StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"extension": stored.extension, "size_bytes": stored.size_bytes, "stored_at": at},
    )[0]


def forget_file(*, file_id: UUID) -> None:
    """Delete a stored file that nobody refers to, in the transaction of the caller; a course's file stays."""
    stored = queries.stored_file(file_id)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return
    default_storage.delete(stored.path)  # before the commit: bytes without a row would never be found again
