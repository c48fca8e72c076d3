"""Keeps the web server and the worker running, and takes them along when it goes, however it goes."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import FrameType

TICK_SECONDS = 0.1
# A child that lived so long is started again at once when it ends; one that ends sooner waits ever longer.
STEADY_AFTER_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
# So many times a child may end by itself before it has ever been up.
TRIES = 3
STOP_WITHIN_SECONDS = 8.0

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class CannotStart(Exception):
    """A child ended by itself again and again, and was never up."""


def die_with(parent: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel (Linux) to signal this process when its parent ends, and end now if it already has."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:
            os._exit(1)


def spawn(
    *arguments: str, inherits: tuple[int, ...] = (), own_group: bool = False
) -> subprocess.Popen[bytes]:
    """Start another `fieldwise` that cannot outlive this process.

    With `own_group` the terminal's Ctrl-C reaches it only through us.
    """
    return subprocess.Popen(
        [sys.executable, "-m", "fieldwise.shell.commands", *arguments],
        stdin=subprocess.DEVNULL,
        pass_fds=inherits,
        process_group=0 if own_group else None,
        preexec_fn=partial(die_with, os.getpid()),
    )


@dataclass
class Child:
    """One process to keep running."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    next_start: float = 0.0
    ends: int = 0
    own_ends: int = 0
    was_up: bool = False

    def look(self) -> None:
        """Start it when it is due, and notice when it has ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self.process, self.started = self.start(), now
        elif self.process.poll() is not None:
            self._ended(self.process.returncode, now)

    def is_steady(self) -> bool:
        """Whether it has been running for a while."""
        return self.process is not None and time.monotonic() - self.started >= STEADY_AFTER_SECONDS

    def _ended(self, code: int, now: float) -> None:
        print(f"The {self.name} ended ({_how(code)}); starting it again.", file=sys.stderr, flush=True)
        self.own_ends += code >= 0  # a signal comes from outside and says nothing about the child
        if self.own_ends >= TRIES and not self.was_up:
            raise CannotStart(f"The {self.name} cannot start; what it said stands above.")
        self.ends = 1 if self.is_steady() else self.ends + 1
        self.next_start = now + min(LONGEST_PAUSE_SECONDS, 0.1 * 2**self.ends)
        self.process = None


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def supervise(web: Child, worker: Child, listener: socket.socket, when_ready: Callable[[], None]) -> None:
    """Run both until SIGTERM, SIGINT or SIGHUP; raises CannotStart when one is never up."""
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup ignores SIGHUP
            signal.signal(number, ask)
    try:
        while not asked:
            web.look()
            worker.look()
            worker.was_up = worker.was_up or worker.is_steady()
            if not web.was_up and _answers(listener):
                web.was_up = True
                when_ready()
            time.sleep(TICK_SECONDS)
    finally:
        _stop([child.process for child in (web, worker) if child.process])


def _answers(listener: socket.socket) -> bool:
    try:
        with socket.create_connection(listener.getsockname()[:2], timeout=0.5) as client:
            client.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return client.recv(5) == b"HTTP/"
    except OSError:
        return False


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + STOP_WITHIN_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
