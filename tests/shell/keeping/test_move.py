"""An installation moves to another database whole, or stays where it is."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.settings_line import name_database
from tests.environment import DATABASE
from tests.journeys.running import FIELDWISE, environment
from tests.shell.keeping.houses import House, new_postgresql, state_of


def elsewhere(tmp_path: Path, kind: str) -> str:
    return new_postgresql() if kind == "postgresql" else f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"


def test_there_and_back_again_every_row_is_the_same(house: House, tmp_path: Path) -> None:
    before = house.state
    there = elsewhere(tmp_path, "sqlite" if DATABASE == "postgresql" else "postgresql")
    said = house.do("move", "--to", there)
    assert "ledger_entry: 6,005 rows (" in said
    assert "% of all)" in said
    assert f"{house.data / 'settings.toml'} names it now. The old database is as it was." in said
    assert house.state == state_of(there) == before
    assert "Nothing that is sealed" in house.do("ledger", "verify")
    house.do("agency", "found", "NEW", "New")  # the numbers go on after those that came along
    back = elsewhere(tmp_path, DATABASE)
    assert "counts and hashes are the same in both" in house.do("move", "--to", back)
    assert state_of(there) == state_of(back) != before
    assert tomllib.loads((house.data / "settings.toml").read_text())["database"] == back


def test_a_target_that_cannot_be_meant_is_refused_and_nothing_changes(house: House, tmp_path: Path) -> None:
    taken = tmp_path / "taken.sqlite3"
    subprocess.run(
        [sys.executable, "-c", f"import sqlite3; sqlite3.connect('{taken}').execute('CREATE TABLE t (a)')"]
    )
    settings = house.data / "settings.toml"
    before = settings.read_text() if settings.is_file() else None
    for target, sentence in {
        house.database: "The installation is in that database already.",
        f"sqlite:///{taken}": "is not empty (tables of another program, such as t). Name an empty one.",
        f"sqlite:///{tmp_path}/no/where": f"There is no folder {tmp_path}/no. Make it, or name another file.",
        "sqlite:///here.sqlite3": "by its whole path, with four slashes",
        "postgresql://nobody@127.0.0.1:1/x": "The database cannot be opened: ",
        "mysql://host/name": "Fieldwise keeps its rows in SQLite or PostgreSQL.",
        "elsewhere": "elsewhere is not the address of a database.",
    }.items():
        refused = house.run("move", "--to", target)
        assert refused.returncode == 1
        assert sentence in refused.stderr
    assert (settings.read_text() if settings.is_file() else None) == before


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_killed_move_leaves_the_target_empty_and_the_source_in_use(
    house: House, tmp_path: Path, kind: str
) -> None:
    before, target = house.state, elsewhere(tmp_path, kind)
    moving = subprocess.Popen(
        [*FIELDWISE, "move", "--to", target], env=environment(house.data), stdout=subprocess.PIPE, text=True
    )
    assert moving.stdout
    while "ledger_sealmember" not in moving.stdout.readline():
        assert moving.poll() is None
    moving.kill()
    moving.wait()
    moving.stdout.close()
    assert state_of(target) == {}
    assert house.state == before
    assert "sqlite" in house.database or house.address in (house.data / "settings.toml").read_text()


def test_where_the_environment_names_the_database_the_settings_file_is_left_alone(
    house: House, tmp_path: Path
) -> None:
    file = house.data / "settings.toml"
    before = file.read_text() if file.is_file() else None
    said = house.do("move", "--to", elsewhere(tmp_path, "sqlite"), DATABASE_URL=house.database)
    assert "The environment variable DATABASE_URL still names the old database." in said
    assert (file.read_text() if file.is_file() else None) == before


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("", 'database = "sqlite:////a"\n'),
        ('agency = "ACS"  # ours\n', 'database = "sqlite:////a"\nagency = "ACS"  # ours\n'),
        ('# old\ndatabase = "x" # why\nsmtp = "y"\n', '# old\ndatabase = "sqlite:////a"\nsmtp = "y"\n'),
        ('# database = "x"\n[[oidc]]\n', '# database = "x"\ndatabase = "sqlite:////a"\n[[oidc]]\n'),
    ],
)
def test_one_line_of_the_settings_is_changed_and_the_rest_stays(
    tmp_path: Path, text: str, changed: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    name_database(file, "sqlite:////a")
    assert file.read_text() == changed
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_line_that_cannot_be_changed_safely_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(before := 'agency = """\ndatabase = "x"\n"""\n')
    with pytest.raises(
        Refused, match=r'Write this line into it, before the first table:\ndatabase = "sqlite:////a"'
    ):
        name_database(file, "sqlite:////a")
    assert file.read_text() == before
