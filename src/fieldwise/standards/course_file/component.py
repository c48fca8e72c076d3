"""The files of one component: read whatever the schema said, so that everything wrong is told at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from fieldwise.standards import media, webvtt
from fieldwise.standards.course_file.files import (
    PICTURE_LIMIT_BYTES,
    TEXT_LIMIT_BYTES,
    UnusableFile,
    check_picture,
    file_in,
    text_of,
)
from fieldwise.standards.course_file.schema import Chapter, ComponentTable
from fieldwise.standards.course_file.sentences import shown

T = TypeVar("T")


@dataclass(frozen=True)
class Component:
    """One part of a course with its files, which lie inside the folder."""

    key: str
    kind: str
    title: str
    chapters: tuple[Chapter, ...]
    medium: media.Medium
    video: Path
    captions: Path
    cues: tuple[webvtt.Cue, ...]
    transcript: Path
    transcript_text: str
    poster: Path | None

    @property
    def seconds(self) -> float:
        return self.medium.seconds


class ComponentFiles:
    """The files of one component as it is written, and what is wrong with them."""

    def __init__(self, folder: Path, number: int, raw: Any) -> None:
        self.folder, self.number = folder, number
        self.raw: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        self.problems: list[str] = []
        self.video = self._read("video", media.probe)
        self.captions = self._read("captions", lambda path: webvtt.read(text_of(path)), TEXT_LIMIT_BYTES)
        self.transcript = self._read("transcript", _words, TEXT_LIMIT_BYTES)
        self.poster = self._read("poster", check_picture, PICTURE_LIMIT_BYTES)
        self._check_against_the_length()

    def _read(
        self, field: str, read: Callable[[Path], T], at_most_bytes: int | None = None
    ) -> tuple[Path, T] | None:
        written = self.raw.get(field)
        if not isinstance(written, str):
            return None
        try:
            path = file_in(self.folder, written, at_most_bytes)
            return path, read(path)
        except (UnusableFile, webvtt.NotWebVTT, OSError) as error:
            self._complain(field, str(error))
            return None

    def _complain(self, field: str, sentence: str) -> None:
        file = f" ({shown(str(self.raw.get(field)))})" if field != "chapters" else ""
        self.problems.append(f"component {self.number}, {field}{file}: {sentence}")

    def _check_against_the_length(self) -> None:
        medium = self.video[1] if self.video else media.Medium()
        faults = media.problems(medium) if self.video else []
        seconds = medium.seconds or None
        for sentence in faults:
            self._complain("video", sentence)
        for sentence in webvtt.problems(self.captions[1], seconds) if self.captions else []:
            self._complain("captions", sentence)
        for number, at in enumerate(_chapter_begins(self.raw), start=1):
            if seconds and at >= seconds:
                self._complain(
                    "chapters", f"Chapter {number} begins at {at} s, after the end at {seconds} s."
                )

    def component(self, written: ComponentTable) -> Component:
        """The component, when nothing was wrong with it."""
        assert self.video
        assert self.captions
        assert self.transcript
        return Component(
            key=written.key,
            kind=written.kind,
            title=written.title,
            chapters=written.chapters,
            medium=self.video[1],
            video=self.video[0],
            captions=self.captions[0],
            cues=tuple(self.captions[1]),
            transcript=self.transcript[0],
            transcript_text=self.transcript[1],
            poster=self.poster[0] if self.poster else None,
        )


def _words(path: Path) -> str:
    text = text_of(path).strip()
    if not text:
        raise UnusableFile("The file has no words.")
    return text


def _chapter_begins(raw: Mapping[str, Any]) -> list[float]:
    chapters = raw.get("chapters")
    rows = chapters if isinstance(chapters, list) else []
    begins = [row.get("at") if isinstance(row, dict) else None for row in rows]
    return [at if isinstance(at, int | float) else 0 for at in begins]
