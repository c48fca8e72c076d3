"""Keeps the web server and the worker running, and takes them along when it goes, however it goes."""

import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from types import FrameType

import uuid_utils

TICK_SECONDS = 0.1
# The worker, which answers nobody, is up when it has lived so long.
STEADY_AFTER_SECONDS = 3.0
# A child that was up is started again at once when it ends; one that never came up waits ever longer.
LONGEST_PAUSE_SECONDS = 30.0
# So many times a child may end by itself before it has ever been up.
TRIES = 3
STOP_WITHIN_SECONDS = 8.0

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_libc = ctypes.CDLL(None)
# Two processes that go on from one state would make the same keys.
os.register_at_fork(after_in_child=uuid_utils.reseed_rng)


class CannotStart(Exception):
    """A child ended by itself again and again, and was never up."""


def die_with(parent: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel (Linux) to signal this process when its parent ends, and end now if it already has."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:
            os._exit(1)


def _begin(name: str, do: Callable[[], object], parent: int) -> None:
    """What a child does first: it ends with its parent, hears the terminal's Ctrl-C only from it, and has a name."""
    die_with(parent)
    os.setpgid(0, 0)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_NAME, name.encode())
    do()


@dataclass
class Child:
    """One process to keep running: a fork of this one, which has everything imported.

    `name` is for people; `process_name`, at most 15 letters, is what `ps` and `top` show.
    """

    name: str
    process_name: str
    do: Callable[[], object]
    process: ForkProcess | None = None
    started: float = 0.0
    next_start: float = 0.0
    ends: int = 0
    own_ends: int = 0
    was_up: bool = False
    is_up: bool = False

    def look(self) -> None:
        """Notice when it has ended, and start it when it is due."""
        now = time.monotonic()
        if self.process is not None and self.process.exitcode is not None:
            self._ended(self.process.exitcode, now)
        if self.process is None and now >= self.next_start:
            self.process, self.started = self._start(), now

    def is_steady(self) -> bool:
        """Whether it has been running for a while."""
        return self.process is not None and time.monotonic() - self.started >= STEADY_AFTER_SECONDS

    def _start(self) -> ForkProcess:
        process = get_context("fork").Process(target=_begin, args=(self.process_name, self.do, os.getpid()))
        process.start()
        return process

    def came_up(self) -> None:
        """Note that it does its work since it was started last."""
        self.is_up = self.was_up = True

    def _ended(self, code: int, now: float) -> None:
        print(f"The {self.name} ended ({_how(code)}); starting it again.", file=sys.stderr, flush=True)
        self.own_ends += code >= 0  # a signal comes from outside and says nothing about the child
        if self.own_ends >= TRIES and not self.was_up:
            raise CannotStart(f"The {self.name} cannot start; what it said stands above.")
        self.ends = 0 if self.is_up else self.ends + 1
        self.next_start = now + (min(LONGEST_PAUSE_SECONDS, 0.1 * 2**self.ends) if self.ends else 0)
        self.process, self.is_up = None, False


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def supervise(web: Child, worker: Child, listener: socket.socket, when_ready: Callable[[], None]) -> None:
    """Run both until SIGTERM, SIGINT or SIGHUP; raises CannotStart when one is never up."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in _SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, ask)
    try:
        while not asked:
            web.look()
            if web.was_up:  # the first page before the first chore
                worker.look()
            if worker.is_steady():
                worker.came_up()
            if web.process and not web.is_up and _answers(listener):
                if not web.was_up:
                    when_ready()
                web.came_up()
            time.sleep(TICK_SECONDS)
    finally:
        _stop([child.process for child in (web, worker) if child.process])


def _answers(listener: socket.socket) -> bool:
    try:
        with socket.create_connection(listener.getsockname()[:2], timeout=0.5) as client:
            client.sendall(b"GET /here HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return client.recv(5) == b"HTTP/"
    except OSError:
        return False


def _stop(processes: list[ForkProcess]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + STOP_WITHIN_SECONDS
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
