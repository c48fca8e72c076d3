"""How a value of each kind of column stands in a row line: the same on SQLite and on PostgreSQL."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

Convert = Callable[[Any], Any]
MICROSECOND = timedelta(microseconds=1)
# From here on Python writes a float with an exponent, and PostgreSQL all its digits, so that it comes back whole.
WHOLE_FROM = 1e16


@dataclass(frozen=True)
class Kind:
    """The steps between Django's value, the line, and what each database takes; None is no step."""

    line: Convert | None = None
    sqlite: Convert | None = None
    postgresql: Convert | None = None
    is_json: bool = False
    is_text: bool = False


def _float(value: float) -> float | str:
    # SQLite keeps no sign of zero, and JSON no infinity.
    return value + 0.0 if isfinite(value) else repr(value)


def _json_number(literal: str) -> float | int:
    number = float(literal) + 0.0
    return int(Decimal(literal)) if abs(number) >= WHOLE_FROM else number


def _json(text: str) -> str:
    # Not orjson: it rounds whole numbers beyond 64 bits.
    value = json.loads(text, parse_float=_json_number)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _sqlite_moment(text: str) -> str:
    return f"{text[:10]} {text.removesuffix('+00:00')[11:]}"


PLAIN = Kind()
TEXT = Kind(is_text=True)
# by Django's internal type of the field
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("AutoField", "BigAutoField", "SmallAutoField"), PLAIN),
    **dict.fromkeys(("IntegerField", "BigIntegerField", "SmallIntegerField"), PLAIN),
    **dict.fromkeys(("PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"), PLAIN),
    **dict.fromkeys(("BooleanField", "DateField"), PLAIN),
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FileField", "GenericIPAddressField"), TEXT),
    "UUIDField": Kind(sqlite=lambda text: text.replace("-", "")),
    "DateTimeField": Kind(sqlite=_sqlite_moment),
    "TimeField": Kind(line=time.isoformat),  # orjson loses a digit of the microseconds
    "FloatField": Kind(line=_float, sqlite=float, postgresql=float),
    "DecimalField": Kind(line=lambda value: format(value, "f")),
    "DurationField": Kind(
        line=lambda value: value // MICROSECOND, postgresql=lambda count: f"{count} microseconds"
    ),
    "BinaryField": Kind(line=lambda value: b64encode(value).decode(), sqlite=b64decode, postgresql=b64decode),
    "JSONField": Kind(line=_json, is_json=True),
}
