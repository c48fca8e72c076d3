"""Fixtures that every test may use; the cast of people is in `cast.py`."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.flush import Command as Flush
from django.db import connection

from fieldwise.apps.ledger.triggers import create_statements, drop_statements
from tests.cast import Cast, make_cast
from tests.environment import DATA


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite in a file: in memory, concurrent requests fail."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"]["TEST"]["NAME"] = str(DATA / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _static_files() -> None:
    """Pages ask the manifest for their files, as in an installation."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers() -> Iterator[None]:
    """Tests with real commits empty the tables afterwards; only then the ledger's triggers stand aside."""
    real: Callable[..., Any] = Flush.handle

    def flush(self: Flush, **options: Any) -> Any:
        with connection.cursor() as cursor:
            for statement in drop_statements(connection.vendor):
                cursor.execute(statement)
            try:
                return real(self, **options)
            finally:
                for statement in create_statements(connection.vendor):
                    cursor.execute(statement)

    Flush.handle = flush  # type: ignore[method-assign]
    yield
    Flush.handle = real  # type: ignore[method-assign]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody who appears in the tests."""
    return make_cast()
