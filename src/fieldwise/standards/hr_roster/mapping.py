"""The map of a roster: what another file calls our columns, and how its values become ours."""

import tomllib
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, model_validator

from fieldwise.standards.hr_roster.dates import FORMATS, format_problem
from fieldwise.standards.hr_roster.shape import COLUMNS, DATES, RosterUnreadable

LARGEST_MAP_CHARACTERS = 64 * 1024


def _column(name: str) -> str:
    if name not in COLUMNS:
        raise ValueError(f"“{name}” is not one of our columns. They are {', '.join(COLUMNS)}.")
    return name


def _format(form: str) -> str:
    if problem := format_problem(form):
        raise ValueError(problem)
    return form


def _short(text: str) -> str:
    if not text.strip():
        raise ValueError("The text is empty. Leave the line out instead.")
    return " ".join(text.split())


Column = Annotated[str, AfterValidator(_column)]
Format = Annotated[str, AfterValidator(_format)]
Text = Annotated[str, AfterValidator(_short)]


class Left(BaseModel):
    """Who has left: the values of leave_status that say so, and their column with the fiscal year of leaving."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leave_status: tuple[Text, ...]
    fiscal_year: Text


class Mapping(BaseModel):
    """How a file is read; an empty one reads a file that has our own columns and values."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: dict[Column, Text] = {}
    constants: dict[Column, Text] = {}
    values: dict[Column, dict[str, str]] = {}
    title_case: tuple[Column, ...] = ()
    date_formats: tuple[Format, ...] = FORMATS
    left: Left | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Mapping":
        for name in self.constants:
            if name in self.columns:
                raise ValueError(f"{name} has a column and a constant. One of them must go.")
            if name in ("employee_id", "previous_employee_id", "email", *DATES):
                raise ValueError(f"{name} cannot be the same for everybody. Name a column for it.")
            if len(self.constants[name]) > COLUMNS[name]:
                raise ValueError(
                    f"The constant of {name} is too long. {COLUMNS[name]} characters are the most."
                )
        if not self.date_formats:
            raise ValueError(
                "date_formats is empty. Leave the line out, or name a format such as DD.MM.YYYY."
            )
        return self


def read_mapping(text: str, name: str) -> Mapping:
    """The map in this text; raises RosterUnreadable with a sentence that names file and key."""
    if len(text) > LARGEST_MAP_CHARACTERS:
        raise RosterUnreadable(
            f"{name} is too long for a map. {LARGEST_MAP_CHARACTERS:,} characters are the most."
        )
    try:
        return Mapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RosterUnreadable(f"{name} is not TOML: {error}.") from error
    except ValidationError as error:
        first: Any = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"] if part != "[key]")
        raise RosterUnreadable(f"{name}{', ' + place if place else ''}: {_sentence(first)}") from error


def _sentence(error: dict[str, Any]) -> str:
    known = {
        "extra_forbidden": "A map has no such key.",
        "missing": "This key is missing.",
        "string_type": "This must be text in quotation marks.",
        "tuple_type": "This must be a list in square brackets.",
        "dict_type": "This must be a table of keys and values.",
        "model_type": "This must be a table of keys and values.",
    }
    return known.get(error["type"]) or error["msg"].removeprefix("Value error, ").rstrip(".") + "."
