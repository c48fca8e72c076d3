"""What the schema finds wrong, in sentences for the author."""

from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fieldwise.standards.course_file.schema import (
    Alternative,
    Audience,
    Chapter,
    ComponentTable,
    CourseToml,
    HelpDesk,
)

_TABLES: dict[str, type[BaseModel]] = {
    "audience": Audience,
    "any_of": Alternative,
    "help_desk": HelpDesk,
    "components": ComponentTable,
    "chapters": Chapter,
}
_ONE = {
    "components": "component",
    "benefits": "benefit",
    "prerequisites": "prerequisite",
    "chapters": "chapter",
    "levels": "level",
    "titles": "title",
}
_FIXED = {
    "missing": "is missing.",
    "string_type": "must be text in quotes.",
    "bool_type": "must be true or false.",
    "float_type": "must be a number of seconds.",
    "finite_number": "must be a number of seconds.",
    "tuple_type": "must be a list in square brackets.",
    "model_type": "must be a table.",
}


def place(location: tuple[int | str, ...]) -> str:
    """A field's place as people count, such as "component 2, chapter 1, title"."""
    words: list[str] = []
    for part in location:
        if isinstance(part, int):
            words[-1] = f"{_ONE.get(words[-1], words[-1])} {part + 1}"
        else:
            words.append(shown(part))
    return ", ".join(words)


def sentences(error: ValidationError) -> list[str]:
    """One sentence for each field that is wrong, in the order of the file."""
    details = error.errors()
    holders = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    # A list all of whose members are wrong is "too short" for pydantic; the members' own sentences are enough.
    told = [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in holders]
    return [f"{place(detail['loc'])}: {_complaint(detail)}" for detail in told]


def _complaint(detail: ErrorDetails) -> str:
    kind, facts = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        return str(facts["error"])
    if kind == "extra_forbidden":
        return _unknown(detail["loc"])
    if kind == "literal_error":
        return f"must be one of {facts['expected'].replace(chr(39), '')}."
    if kind in ("too_short", "string_too_short"):
        return "at least one is needed." if kind == "too_short" else "is empty."
    if kind == "too_long":
        return f"has {facts['actual_length']}; at most {facts['max_length']} fit."
    if kind == "string_too_long":
        return f"is {len(detail['input'])} characters long; at most {facts['max_length']} fit."
    if kind == "string_pattern_mismatch":
        return _pattern(str(detail["loc"][-1]), str(detail["input"]))
    return _FIXED.get(kind, f"{detail['msg']}.")


def _unknown(location: tuple[int | str, ...]) -> str:
    *above, name = location
    holders = [part for part in above if isinstance(part, str)]
    table = _TABLES[holders[-1]] if holders else CourseToml
    near = get_close_matches(str(name), table.model_fields, n=1)
    return "is not a field here." + (f" Did you mean {near[0]}?" if near else " Remove it.")


def _pattern(field: str, written: str) -> str:
    if field == "email":
        return f"“{shown(written)}” is not an e-mail address."
    return f"“{shown(written)}” must be lower-case letters and digits, joined by single hyphens."


def shown(written: str) -> str:
    """What an author wrote, short and without what a screen cannot show."""
    return "".join(letter if letter.isprintable() else "�" for letter in written[:80])
