"""The settings file holds what was typed, whatever it was; docs and file know the same settings."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fieldwise.shell import env
from fieldwise.shell.settings_file import PROVIDER, SETTINGS, settings_text

DOCS = Path(__file__).parents[2] / "docs/operate/settings.md"
KNOWN = env.TEXTS | env.NUMBERS | env.SWITCHES
ROW = re.compile(r"^\| `([a-z_]+)` \| `(\w+)` \| (.*?) \|", re.MULTILINE)


@given(
    st.fixed_dictionaries(
        {},
        optional={name: st.text() for name in env.TEXTS}
        | {name: st.integers(0, 9) for name in env.NUMBERS}
        | {name: st.booleans() for name in env.SWITCHES},
    )
)
@example({"smtp": 'quote " backslash \\ newline \n return \r delete \x7f nul \0 hash # é \u2028 😀'})
def test_whatever_was_typed_is_read_back(said: dict[str, str | int | bool]) -> None:
    assert tomllib.loads(settings_text(said)) == said


def test_what_it_says_is_what_the_environment_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [variable for variable, _ in KNOWN.values()]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FIELDWISE_DATA", str(tmp_path))
    said = {"smtp": 'smtp://a:"\\@b', "trusted_proxies": 1, "accelerated_media": True, "agency": "ACS"}
    (tmp_path / "settings.toml").write_text(settings_text(said))
    read = env.read_environment()
    assert {name: getattr(read, name) for name in said} == said


def test_every_setting_stands_in_it_and_can_be_uncommented() -> None:
    assert {*SETTINGS} == {*KNOWN}
    assert {*PROVIDER} == {*env.PROVIDER_KEYS, "claim"}
    lines = [
        line.removeprefix("# ")
        for line in settings_text({}).splitlines()
        if re.match(r"# (\w+ =|\[\[)", line)
    ]
    uncommented = tomllib.loads("\n".join(lines))
    assert {*uncommented} == {*KNOWN, "oidc"}
    assert uncommented["oidc"] == [PROVIDER]


def test_the_docs_table_names_every_setting_with_its_variable_and_default() -> None:
    rows = {setting: (variable, default) for setting, variable, default in ROW.findall(DOCS.read_text())}
    assert {name: variable for name, (variable, _) in rows.items()} == {
        name: variable for name, (variable, _) in KNOWN.items()
    }
    for name, (_, default) in KNOWN.items():
        assert rows[name][1] == _written(default), name


def _written(default: Any) -> str:
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return f"`{default}`" if default != "" else "none"


def test_the_docs_name_every_variable_that_is_read() -> None:
    source = Path(env.__file__).read_text()
    variables = {*re.findall(r'"(FIELDWISE_\w+|DATABASE_URL)"', source)}
    assert {"FIELDWISE_DATA", "FIELDWISE_SECRET_KEY", "DATABASE_URL"} < variables
    assert [name for name in variables if f"`{name}`" not in DOCS.read_text()] == []
