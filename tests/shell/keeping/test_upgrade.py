"""An upgrade brings an installation forward, or leaves it as it was; tables that change come from the app `later`."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests.journeys.running import FIELDWISE, environment, eventually
from tests.shell.keeping.houses import House, copy_of, looking_at

MEASURED = [("one", 3), ("three", 5), ("fifteen", 7)]


def version(name: str) -> dict[str, str]:
    """The environment of a version of Fieldwise that has the app, as it is in that version."""
    return {"DJANGO_SETTINGS_MODULE": "tests.shell.keeping.later.settings", "LATER": name}


@pytest.fixture(scope="module")
def version_one(
    filled: House, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> House:
    """The filled installation at version one. Leave it as it is."""
    with django_db_blocker.unblock():
        house = copy_of(filled, tmp_path_factory.mktemp("one") / "data")
        house.do("upgrade", **version("one"))
    return house


@pytest.fixture
def older(version_one: House, tmp_path: Path) -> House:
    """A copy of it, to change."""
    return copy_of(version_one, tmp_path / "data")


def things_in(house: House, *columns: str) -> list[tuple[object, ...]]:
    with looking_at(house.database) as alias, connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM later_thing ORDER BY id")
        return cursor.fetchall()


def whole_state(house: House) -> object:
    """Every row of every table, and the rows of the app, whose tables this process does not know."""
    return house.state, things_in(house, "*")


def test_an_upgrade_backs_up_migrates_and_verifies(older: House) -> None:
    before = older.state
    said = older.do("upgrade", **version("two"))
    assert "Start `fieldwise serve`." in said
    assert things_in(older, "name", "size") == MEASURED
    after = older.state
    assert {name: rows for name, rows in after.items() if after[name] != before[name]} == {}
    assert len(list(older.data.glob("backups/*.fieldwise"))) == 2
    older.do("bring-up-to-date", **version("two"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("failing", "ValueError: No color is known."),
        ("losing", "The table later_thing had 3 rows and has 2 now."),
    ],
)
def test_an_upgrade_that_fails_leaves_all_as_it_was(older: House, name: str, sentence: str) -> None:
    before = whole_state(older)
    failed = older.run("upgrade", **version(name))
    assert failed.returncode == 1
    assert sentence in failed.stderr
    assert "Start the version that you ran until now again." in failed.stderr
    assert whole_state(older) == before


def test_a_killed_upgrade_leaves_all_as_it_was_and_the_next_one_works(older: House, tmp_path: Path) -> None:
    before, mark = whole_state(older), tmp_path / "mark"
    upgrading = subprocess.Popen(
        [*FIELDWISE, "upgrade"], env=environment(older.data, **version("slow"), MARK=str(mark))
    )
    eventually(mark.exists)
    upgrading.kill()
    upgrading.wait()
    assert whole_state(older) == before
    older.do("bring-up-to-date", **version("one"))  # the version before starts again
    older.do("upgrade", **version("two"))
    assert things_in(older, "name", "size") == MEASURED


def test_a_start_does_not_migrate_what_people_have_entered_unless_it_is_a_demonstration(older: House) -> None:
    refused = older.run("bring-up-to-date", **version("two"))
    assert refused.returncode == 1
    assert (
        "The database is that of an earlier version of Fieldwise. Run `fieldwise upgrade`" in refused.stderr
    )
    assert things_in(older, "name") == [(name,) for name, _ in MEASURED]
    (older.data / "demonstration").write_text("")
    older.do("bring-up-to-date", **version("two"))
    assert things_in(older, "name", "size") == MEASURED


def test_a_backup_of_an_earlier_version_is_brought_forward(
    version_one: House, tmp_path: Path, another: Callable[..., House]
) -> None:
    version_one.do("backup", str(tmp_path / "backups"), **version("one"))
    (backup,) = (tmp_path / "backups").glob("*.fieldwise")
    house = another()
    house.do("restore", str(backup), **version("two"))
    assert things_in(house, "name", "size") == MEASURED
    house.do("upgrade", **version("two"))  # new rows get new numbers, and nothing is pending


def test_what_a_newer_version_made_is_left_to_it(
    older: House, tmp_path: Path, another: Callable[..., House]
) -> None:
    older.do("upgrade", **version("two"))
    older.do("backup", str(tmp_path / "backups"), **version("two"))
    (backup,) = (tmp_path / "backups").glob("*.fieldwise")
    house = another()
    for refused in (
        house.run("restore", str(backup), **version("one")),
        older.run("backup", str(tmp_path / "more"), **version("one")),
        older.run("bring-up-to-date", **version("one")),
    ):
        assert refused.returncode == 1
        assert "made by a newer version of Fieldwise, with later 0002_size; this is 0.1.0." in refused.stderr
    assert house.state == {}
