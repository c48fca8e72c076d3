"""An installation as `fieldwise init` makes it, made once and copied for each test that changes it."""

import shutil
from pathlib import Path

import pytest

from tests.journeys.running import fieldwise

ASKED = {
    "agency-name": "Agency for Children’s Services",
    "agency": "acs",
    "employee-id": "100001",
    "name": 'Ada "the first" Admin\\',
    "email": "ada@agency.gov",
    "address": "https://fieldwise.agency.gov/",
}


def options(**other: str) -> list[str]:
    """The answers as options, some of them others."""
    said = ASKED | {name.replace("_", "-"): value for name, value in other.items()}
    return ["--no-input", *(word for name, value in said.items() for word in (f"--{name}", value))]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first `fieldwise init` makes; nobody changes it."""
    data = tmp_path_factory.mktemp("founded") / "data"
    ran = fieldwise("init", *options(academy="Workforce Institute", zone="America/Chicago"), data=data)
    assert ran.returncode == 0, ran.stderr
    assert "choose “Mail me a sign-in link” for ACS/100001" in ran.stdout
    assert "https://fieldwise.agency.gov/accounts/login/" in ran.stdout
    return data


@pytest.fixture
def installed(founded: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(founded, tmp_path / "data"))
