"""Our settings with SQLite's synchronous=NORMAL, which may lose the last commits when the power goes."""

from fieldwise.shell.settings import *  # noqa: F403
from fieldwise.shell.settings import DATABASES

_options = DATABASES["default"]["OPTIONS"]
_options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
assert "synchronous=NORMAL" in _options["init_command"]
