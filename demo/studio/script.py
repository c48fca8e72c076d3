"""Reads the scripts of a course: what is said, and the slide that each sentence belongs to."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.studio.lines import caption_lines


class ScriptError(Exception):
    """A script that cannot be filmed; the sentence names the file and the mend."""


@dataclass(frozen=True)
class Sentence:
    text: str
    step: int  # how many parts of the slide are shown while it is spoken


@dataclass(frozen=True)
class Slide:
    drawing: dict[str, Any]  # everything the typst template needs, by the names it uses
    chapter: str | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Script:
    stem: str
    key: str
    title: str
    slides: tuple[Slide, ...]
    spoken: dict[str, str]  # words that the voice must be given in another spelling
    sources: tuple[str, ...]


def read_scripts(folder: Path) -> list[Script]:
    """The films of a course in their order; every file but course.toml is one film."""
    scripts = [read_script(path) for path in sorted(folder.glob("*.toml")) if path.name != "course.toml"]
    if not scripts:
        raise ScriptError(f"{folder} has no scripts. Put one TOML file for each film there.")
    return scripts


def read_script(path: Path) -> Script:
    """One film, with sentences that fit a caption."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    slides = tuple(_slide(dict(slide), path) for slide in raw["slides"])
    if slides[0].chapter is None:
        raise ScriptError(f"{path.name}: the first slide needs a chapter.")
    return Script(
        path.stem, raw["key"], raw["title"], slides, raw.get("spoken", {}), tuple(raw.get("sources", ()))
    )


def _slide(raw: dict[str, Any], path: Path) -> Slide:
    chapter, said = raw.pop("chapter", None), raw.pop("say")
    parts = len(raw.get("columns") or raw.get("levels") or range(3))
    sentences = tuple(_sentence(each, parts) for each in said)
    for sentence in sentences:
        if len(caption_lines(sentence.text)) > 2:
            raise ScriptError(f"{path.name}: “{sentence.text}” does not fit two lines of 42. Shorten it.")
    return Slide(raw, chapter, sentences)


def _sentence(raw: str | dict[str, Any], parts: int) -> Sentence:
    return Sentence(raw, parts) if isinstance(raw, str) else Sentence(raw["text"], raw["step"])
