"""The fields of course.toml, each with its limits."""

import re
import unicodedata
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)

MOST_COMPONENTS = 100

Mode = Literal[
    "micro_video_series",
    "micro_video",
    "elearning",
    "instructor_led",
    "virtual_instructor_led",
    "onboarding_program",
]


def _printable(text: str) -> str:
    for letter in text:
        if unicodedata.category(letter) in ("Cc", "Zl", "Zp") and letter != "\n":
            raise ValueError(f"contains the control character U+{ord(letter):04X}; remove it.")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("must stand on one line.")
    return text


def _text(at_most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=at_most)


Slug = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, _text(200), AfterValidator(_printable), AfterValidator(_one_line)]
LongLine = Annotated[str, _text(500), AfterValidator(_printable), AfterValidator(_one_line)]
Paragraphs = Annotated[str, _text(8000), AfterValidator(_printable)]
Email = Annotated[Line, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Listed = Field(strict=False)  # TOML has lists, we keep tuples


def _hours(value: object) -> Decimal:
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", value) or not Decimal(value):
        raise ValueError('must be a number above 0 in quotes, such as "1.5".')
    return Decimal(value)


def _each_once(slugs: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if len(set(slugs)) < len(slugs):
        raise ValueError("names a course twice.")
    if info.data.get("slug") in slugs:
        raise ValueError("names the course itself.")
    return slugs


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Chapter(_Table):
    """Where a part of a video begins, in seconds, and its title."""

    at: float
    title: Line


def _in_order(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    begins = [chapter.at for chapter in chapters]
    if begins and begins[0] != 0:
        raise ValueError("the first must begin at 0.")
    for number, (before, at) in enumerate(pairwise(begins), start=2):
        if at <= before:
            raise ValueError(f"chapter {number} must begin after chapter {number - 1}.")
    return chapters


class Alternative(_Table):
    """One way to belong to the audience; everything that it names must hold."""

    unit_kind: Line | None = None
    levels: Annotated[tuple[Line, ...], Listed] = ()
    titles: Annotated[tuple[Line, ...], Listed] = ()


def _says_something(alternative: Alternative) -> Alternative:
    if not (alternative.unit_kind or alternative.levels or alternative.titles):
        raise ValueError("must name a unit_kind, levels or titles.")
    return alternative


class Audience(_Table):
    """Whom the course is for: the words of the page, and the rule."""

    text: LongLine
    division: Line | None = None
    any_of: Annotated[
        tuple[Annotated[Alternative, AfterValidator(_says_something)], ...], Listed, Field(max_length=20)
    ] = ()


class HelpDesk(_Table):
    """Whom a learner asks, when it is not the agency's help desk."""

    email: Email
    phone: Line


class ComponentTable(_Table):
    """One part of the course as it is written."""

    key: Slug
    kind: Literal["micro_video"]
    title: Line
    video: str
    captions: str
    transcript: str
    poster: str | None = None
    chapters: Annotated[tuple[Chapter, ...], Listed, Field(max_length=100), AfterValidator(_in_order)] = ()


class CourseText(_Table):
    """What course.toml says of the course itself."""

    slug: Slug
    title: Line
    mode: Mode
    sample: bool = False
    description: Paragraphs
    benefits_intro: Line = "Learners will:"
    benefits: Annotated[tuple[LongLine, ...], Listed, Field(min_length=1, max_length=8)]
    prerequisites: Annotated[tuple[Slug, ...], Listed, Field(max_length=20), AfterValidator(_each_once)]
    certificate: Literal["all_components", "none"]
    contact_hours: Annotated[Decimal, BeforeValidator(_hours)] | None = None
    registration: Literal["self", "coordinator"]
    license: Line | None = None
    audience: Audience
    help_desk: HelpDesk | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The description, split at its blank lines."""
        return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", self.description))


class CourseToml(CourseText):
    """A whole course.toml."""

    components: Annotated[tuple[ComponentTable, ...], Listed, Field(min_length=1, max_length=MOST_COMPONENTS)]
