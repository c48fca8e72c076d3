"""One filled installation and one backup of it, made once; a test that changes something takes a copy."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.shell.keeping.houses import House, copy_of, empty_house

FILLING = "from tests.shell.keeping.fill import fill; fill()"


@pytest.fixture(autouse=True)
def _look_at_any_database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """These tests look at databases of their own, never at the one that Django's tests share."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> House:
    """An installation with a little of everything. Leave it as it is."""
    house = empty_house(tmp_path_factory.mktemp("filled") / "data")
    house.do("bring-up-to-date")
    house.do("manage", "shell", "-v0", "-c", FILLING)
    return house


@pytest.fixture
def house(filled: House, tmp_path: Path) -> House:
    """A copy of it, to change."""
    return copy_of(filled, tmp_path / "data")


@pytest.fixture(scope="session")
def backup(filled: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the filled installation, with its media beside it."""
    folder = tmp_path_factory.mktemp("backups")
    filled.do("backup", str(folder))
    (file,) = folder.glob("*.fieldwise")
    return file


@pytest.fixture
def another(tmp_path: Path) -> Callable[..., House]:
    """Makes installations that are empty, on the database of this run or on the kind that is named."""
    count = 0

    def make(*kind: str) -> House:
        nonlocal count
        count += 1
        return empty_house(tmp_path / f"another-{count}", *kind)

    return make
