"""The backup file: a zip whose last 64 bytes are the SHA-256 of all before them, so that any damage shows."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from pydantic import ValidationError

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.manifest import FilePart, Manifest, TablePart, row_file
from fieldwise.shell.keeping.rows import LONGEST_LINE_BYTES, Tally

MANIFEST = "manifest.json"
MANIFEST_BYTES = 1024 * 1024
SMALL_BYTES = 1024 * 1024
PIECE_BYTES = 1024 * 1024
DIGEST_BYTES = 64
# Half the time of the default for a tenth more bytes.
COMPRESSION = 3
UNREADABLE = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)


@contextmanager
def writing(draft: Path) -> Iterator[ZipFile]:
    """A new backup file, for its owner alone; at the end it bears its digest and is on the disk."""
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
            archive.comment = b"0" * DIGEST_BYTES
            yield archive
        digest = _digest(file)
        file.seek(-DIGEST_BYTES, os.SEEK_END)
        file.write(digest)
        file.flush()
        os.fsync(file.fileno())


def _digest(file: IO[bytes]) -> bytes:
    """The SHA-256 of a whole file but for the digest at its end."""
    left = file.seek(0, os.SEEK_END) - DIGEST_BYTES
    file.seek(0)
    found = hashlib.sha256()
    while left > 0 and (piece := file.read(min(left, PIECE_BYTES))):
        found.update(piece)
        left -= len(piece)
    return found.hexdigest().encode()


@contextmanager
def reading(path: Path) -> Iterator[BackupFile]:
    """A backup file, found whole; raises Refused."""
    try:
        file = path.open("rb")
    except OSError as problem:
        raise Refused(f"{path} cannot be read: {problem.strerror}.")
    with file:
        yield BackupFile(path, file)


class BackupFile:
    """What a backup file holds, read piece by piece and never beyond what it declares."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        try:
            if _digest(file) != file.read(DIGEST_BYTES + 1):
                raise Refused(
                    f"{path} is damaged, cut short, or not a backup of Fieldwise: its digest does not fit. "
                    "Take another copy of it, or another backup."
                )
            self._archive = ZipFile(file)
            self._check_packing()
            self.manifest = self._manifest()
            self._check_names()
        except UNREADABLE:
            raise self._foreign("it is not a zip file as Fieldwise writes it")

    def small(self, name: str) -> bytes:
        """A small file in it, whole; b"" when it has none of the name."""
        part = self.manifest.members.get(name)
        if part is None:
            return b""
        if part.size_bytes > SMALL_BYTES:
            raise self._foreign(f"{name} is larger than {SMALL_BYTES >> 20} MB")
        return b"".join(self.lines(name))

    def rows(self, table: TablePart) -> Generator[bytes]:
        """The row lines of a table."""
        return self.lines(row_file(table.name))

    def lines(self, name: str) -> Generator[bytes]:
        """The lines of a file in it; raises Refused where it is not what the manifest says."""
        part, seen = self.manifest.members[name], Tally()
        try:
            yield from seen.over(self._within(part, name))
        except UNREADABLE:
            raise self._foreign(f"{name} cannot be unpacked")
        rows = part.rows if isinstance(part, TablePart) else seen.rows
        if seen.result != (rows, part.size_bytes, part.sha256):
            raise self._foreign(f"{name} does not hold what the manifest says")

    def _within(self, part: FilePart, name: str) -> Iterator[bytes]:
        left = part.size_bytes
        with io.BufferedReader(self._archive.open(name), PIECE_BYTES) as stream:  # type: ignore[type-var]
            while line := stream.readline(LONGEST_LINE_BYTES + 1):
                left -= len(line)
                if left < 0:
                    raise self._foreign(f"{name} holds more than it declares")
                if len(line) > LONGEST_LINE_BYTES:
                    raise self._foreign(f"{name} has a line of more than {LONGEST_LINE_BYTES >> 20} MB")
                yield line

    def _manifest(self) -> Manifest:
        if self._archive.NameToInfo.get(MANIFEST) is None:
            raise self._foreign(f"it has no {MANIFEST}")
        with self._archive.open(MANIFEST) as stream:
            text = stream.read(MANIFEST_BYTES + 1)
        if len(text) > MANIFEST_BYTES:
            raise self._foreign(f"its {MANIFEST} is larger than {MANIFEST_BYTES >> 20} MB")
        try:
            return Manifest.model_validate_json(text)
        except ValidationError as problem:
            first = problem.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise self._foreign(f"{MANIFEST}: {place}: {first['msg']}")

    def _check_packing(self) -> None:
        for info in self._archive.infolist():
            if info.flag_bits & 1 or info.compress_type not in (ZIP_DEFLATED, ZIP_STORED):
                raise BadZipFile

    def _check_names(self) -> None:
        names = [info.filename for info in self._archive.infolist()]
        if sorted(names) != sorted([MANIFEST, *self.manifest.members]):
            raise self._foreign("the files in it are not those that its manifest names")

    def _foreign(self, why: str) -> Refused:
        return Refused(f"{self.path} is not a backup that this version of Fieldwise can read: {why}.")
