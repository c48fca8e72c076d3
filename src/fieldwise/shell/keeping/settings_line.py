"""One setting changed in the settings file, and every other line as it was."""

import re
import tomllib
from pathlib import Path

from fieldwise.shell.data_folder import write_privately
from fieldwise.shell.keeping import Refused
from fieldwise.shell.settings_file import toml

SAID = re.compile(r"^database\s*=.*$", re.MULTILINE)
EXAMPLE = re.compile(r"^# database = .*$", re.MULTILINE)


def name_database(file: Path, address: str) -> None:
    """Make the settings file name a database; raises Refused when its line cannot be found in it."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    line = f"database = {toml(address)}"
    changed = _changed(text, line)
    if _read(changed) != {**tomllib.loads(text), "database": address}:
        raise Refused(
            f"{file} could not be changed. Write this line into it, before the first table:\n{line}\n"
            "The rows are in the other database already."
        )
    write_privately(file, changed)


def _changed(text: str, line: str) -> str:
    if SAID.search(text):
        return SAID.sub(lambda _: line, text, count=1)
    if EXAMPLE.search(text):
        return EXAMPLE.sub(lambda example: f"{example[0]}\n{line}", text, count=1)
    return f"{line}\n{text}"


def _read(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
