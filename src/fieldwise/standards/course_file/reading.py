"""Reads a course folder: course.toml first, then every file that it names, whatever was wrong before."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError

from fieldwise.standards.course_file.component import Component, ComponentFiles
from fieldwise.standards.course_file.files import TEXT_LIMIT_BYTES, UnusableFile, file_in, text_of
from fieldwise.standards.course_file.schema import MOST_COMPONENTS, CourseText, CourseToml
from fieldwise.standards.course_file.sentences import sentences, shown

NAME = "course.toml"


class CourseFile(CourseText):
    """A course folder that can be taken over as it is."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    components: tuple[Component, ...]

    @property
    def seconds(self) -> float:
        return sum(component.seconds for component in self.components)


@dataclass(frozen=True)
class CourseProblems:
    """Everything that is wrong with a course folder, a sentence for each."""

    sentences: tuple[str, ...]


def read_course(folder: Path) -> CourseFile | CourseProblems:
    """The course in a folder, or everything that is wrong with it; nothing is written."""
    try:
        table = _toml(folder)
    except UnusableFile as error:
        return CourseProblems((f"{NAME}: {error}",))
    written, complaints = _checked(table)
    parts = [ComponentFiles(folder, number, raw) for number, raw in enumerate(_components(table), start=1)]
    problems = [
        *complaints,
        *_repeated_keys(table),
        *(problem for part in parts for problem in part.problems),
    ]
    if written is None or problems:
        return CourseProblems(tuple(f"{NAME}: {problem}" for problem in problems))
    fields = {name: getattr(written, name) for name in CourseText.model_fields}
    components = [part.component(text) for part, text in zip(parts, written.components, strict=True)]
    return CourseFile.model_construct(**fields, components=tuple(components))


def _checked(table: Mapping[str, Any]) -> tuple[CourseToml | None, list[str]]:
    try:
        return CourseToml.model_validate(table), []
    except ValidationError as error:
        return None, sentences(error)


def _toml(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise UnusableFile(f"There is no folder {folder}.")
    text = text_of(file_in(folder, NAME, TEXT_LIMIT_BYTES))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        raise UnusableFile(f"{where.rstrip(')')}: {what}.") from error
    except ValueError:
        raise UnusableFile("The file has a number with too many digits.") from None
    except RecursionError:
        raise UnusableFile("The file is nested too deep.") from None


def _components(table: Mapping[str, Any]) -> list[Any]:
    """The components as they are written; more than the schema allows are not opened."""
    raw = table.get("components")
    return raw[:MOST_COMPONENTS] if isinstance(raw, list) else []


def _repeated_keys(table: Mapping[str, Any]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for number, raw in enumerate(_components(table), start=1):
        key = raw.get("key") if isinstance(raw, dict) else None
        if isinstance(key, str) and first.setdefault(key, number) != number:
            problems.append(
                f"component {number}, key: “{shown(key)}” is the key of component {first[key]} too."
            )
    return problems
