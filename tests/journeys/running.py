"""Real Fieldwise processes on a data folder of their own, for tests that kill them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FIELDWISE = [sys.executable, "-m", "fieldwise.shell.commands"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether nobody listens on the port."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def environment(data: Path | None, **more: str) -> dict[str, str]:
    """What a newcomer's shell holds, and the data folder."""
    ours = ("FIELDWISE_", "DATABASE_URL", "DJANGO_", "MAKE", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | ({"FIELDWISE_DATA": str(data)} if data else {}) | more


def fieldwise(*arguments: str, data: Path | None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*FIELDWISE, *arguments], env=environment(data, **more), capture_output=True, text=True, timeout=60
    )


def eventually(is_so: Callable[[], object], seconds: float = 20) -> None:
    """Wait until it is so; fails when it never is."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "It never came about."
        time.sleep(0.05)


def process_ids(data: Path, word: str = "") -> list[int]:
    """Every living process, orphans too, that works on the data folder; `word` is web, work, or of the command line."""
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdigit() and _works_on(folder, data) and _is_called(folder, word)
    ]


def _is_called(process: Path, word: str) -> bool:
    name = _read(process / "comm").strip()
    return name == f"fieldwise-{word}" or word in _read(process / "cmdline").split("\0")


def _works_on(process: Path, data: Path) -> bool:
    return f"FIELDWISE_DATA={data}" in _read(process / "environ").split("\0")


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:  # it ended meanwhile, or is another user's
        return ""


class Installation:
    """A data folder, a port, and the supervisor when it runs."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self, **more: str) -> None:
        """Start it, without waiting."""
        self.supervisor = subprocess.Popen(
            [*FIELDWISE, "serve", "--port", str(self.port)], env=environment(self.data, **more)
        )

    def health(self) -> tuple[int, str]:
        """Status and body of /healthz; (0, "") without an answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
        except OSError:
            return 0, ""

    def is_well(self) -> bool:
        return self.health()[0] == 200

    def kill(self, *process_ids: int) -> None:
        """SIGKILL, all at once."""
        for process_id in process_ids:
            with suppress(ProcessLookupError):  # a child goes with its parent
                os.kill(process_id, signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM to the supervisor; its exit status, within the 10 seconds that it has."""
        assert self.supervisor
        self.supervisor.terminate()
        return self.supervisor.wait(10)


@contextmanager
def installation(data: Path) -> Iterator[Installation]:
    """An installation of which nothing is left running afterwards."""
    house = Installation(data)
    try:
        yield house
    finally:
        house.kill(*process_ids(data))
        if house.supervisor:
            house.supervisor.wait(10)
