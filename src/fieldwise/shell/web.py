"""The web server: granian with Django in it, on a socket that the supervisor opened."""

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from fieldwise.shell.supervisor import die_with

# Python runs one thread of a process at a time: a second process uses a second core.
PROCESSES = min(2, os.cpu_count() or 1)
THREADS = 2
# How many connections may be open at once; most of them wait for a person, few for an answer.
CONNECTIONS = 1024
STOP_WITHIN_SECONDS = 5


class _Server(MPServer):
    """granian on an open socket. Its own would share the port with any second server that asks for it."""

    def __init__(self, socket_number: int) -> None:
        super().__init__(
            "fieldwise.shell.wsgi",
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            workers=PROCESSES,
            respawn_failed_workers=True,
            blocking_threads=THREADS,
            backlog=CONNECTIONS,
            workers_kill_timeout=STOP_WITHIN_SECONDS,
            log_level=LogLevels.error,
            log_dictconfig=_LOG_TO_STDERR,
        )
        self._socket_number = socket_number

    def _init_shared_socket(self) -> None:
        self._ssp, self._sso = None, None
        self._shd = SocketHolder(self._socket_number, False, CONNECTIONS)  # type: ignore[call-arg, assignment]


_LOG_TO_STDERR = {
    "handlers": {"console": {"formatter": "generic", "class": "logging.StreamHandler", "stream": sys.stderr}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


def _load(server: int) -> Callable[..., Any]:
    die_with(server)  # granian forks a process of its own for each application
    from fieldwise.shell.wsgi import application

    return application


def serve(socket_number: int) -> None:
    """Answer on the open, listening socket with this file number until told to stop."""
    _Server(socket_number).serve(target_loader=partial(_load, os.getpid()), wrap_loader=False)
