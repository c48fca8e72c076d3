"""Fieldwise's settings, and the app `later` at the version that the variable LATER names."""

import os

from fieldwise.shell.settings import *  # noqa: F403
from fieldwise.shell.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.shell.keeping.later"]
MIGRATION_MODULES = {"later": f"tests.shell.keeping.later.{os.environ['LATER']}"}
