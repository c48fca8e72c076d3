"""Stored files beside the backups: each once, under the name of its content."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson
from django.core.files import File
from django.core.files.storage import default_storage

from fieldwise.shell.keeping import Refused

NAME = re.compile(r"[0-9a-f]{64}(\.[A-Za-z0-9]{1,7})?")
PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Medium:
    """One stored file: its name, which is the SHA-256 of its content and an extension, and its size."""

    name: str
    size_bytes: int

    @property
    def path(self) -> str:
        """The place below a folder of media."""
        return f"{self.name[:2]}/{self.name}"

    @property
    def line(self) -> bytes:
        return orjson.dumps(self) + b"\n"


class Damaged(Exception):
    """The content is not what the name says."""


def read_media(lines: Iterable[bytes]) -> list[Medium]:
    """The media that lines name; raises Refused."""
    try:
        media = [Medium(**orjson.loads(line)) for line in lines]
        if all(NAME.fullmatch(medium.name) for medium in media):
            return media
    except (ValueError, TypeError):
        pass
    raise Refused("The backup names a media file as Fieldwise never does.")


def copy_out(media: Iterable[Medium], folder: Path, draft: Path) -> list[str]:
    """Copy the stored files that the folder does not have yet; returns a sentence for each that could not be."""
    return _each(media, lambda medium: _copy_out(medium, folder / medium.path, draft))


def copy_in(media: Iterable[Medium], folder: Path) -> list[str]:
    """Copy the files that the storage does not have yet back into it; sentences as in `copy_out`."""
    return _each(media, lambda medium: _copy_in(medium, folder / medium.path))


def _each(media: Iterable[Medium], copy: Callable[[Medium], None]) -> list[str]:
    troubles = []
    for medium in media:
        try:
            copy(medium)
        except FileNotFoundError:
            troubles.append(f"The media file {medium.name} is missing.")
        except Damaged:
            troubles.append(f"The media file {medium.name} is not what was stored: its content has changed.")
    return troubles


def _copy_out(medium: Medium, target: Path, draft: Path) -> None:
    if _has(target, medium):
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with default_storage.open(medium.path) as stored, draft.open("wb") as copy:
        if _copied(stored, copy) != medium.name[:64]:
            raise Damaged
        os.fsync(copy.fileno())
    draft.replace(target)


def _copy_in(medium: Medium, source: Path) -> None:
    if default_storage.exists(medium.path) and default_storage.size(medium.path) == medium.size_bytes:
        return
    with source.open("rb") as copy:
        if hashlib.file_digest(copy, "sha256").hexdigest() != medium.name[:64]:
            raise Damaged
        copy.seek(0)
        default_storage.save(medium.path, File(copy))


def _has(target: Path, medium: Medium) -> bool:
    return target.is_file() and target.stat().st_size == medium.size_bytes


def _copied(source: IO[bytes] | File, target: IO[bytes]) -> str:  # type: ignore[type-arg]
    found = hashlib.sha256()
    while piece := source.read(PIECE_BYTES):
        found.update(piece)
        target.write(piece)
    target.flush()
    return found.hexdigest()
