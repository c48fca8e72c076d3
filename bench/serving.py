"""A server under measurement: started, paused, looked at and stopped with all its processes."""

import http.client
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Event, Thread

from fieldwise.shell.supervisor import die_with

UP_WITHIN_SECONDS = 120
STOP_WITHIN_SECONDS = 30
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def plain_environment(**more: str) -> dict[str, str]:
    """This process's environment without what would slow a start or lead to another installation."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FIELDWISE_", "KOLIBRI_"))
        and name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE", "MAKELEVEL")
    }
    return kept | more


class Server:
    """A server with its children; `page` answers 200 when it is up."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], port: int, page: str) -> None:
        self.port, began = port, time.perf_counter()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  closed with the server
        self.process = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=self._said,
            preexec_fn=partial(die_with, os.getpid(), signal.SIGTERM),
        )
        self._wait(page)
        self.start_seconds = time.perf_counter() - began

    def _wait(self, page: str) -> None:
        until = time.monotonic() + UP_WITHIN_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if _answers(self.port, page):
                return
            time.sleep(0.01)
        self.stop()
        self._said.seek(0)
        said = self._said.read().decode(errors="replace")
        raise SystemExit(
            f"{self.process.args!r} does not answer on port {self.port}. It said: {said[-2000:]}"
        )

    def pids(self) -> list[int]:
        """The process and all its descendants."""
        found, looked_at = [self.process.pid], 0
        while looked_at < len(found):
            for children in Path(f"/proc/{found[looked_at]}/task").glob("*/children"):
                with suppress(OSError):  # a thread that has just ended
                    found += map(int, children.read_text().split())
            looked_at += 1
        return found

    def memory_mb(self) -> float:
        """What all its processes hold, each shared page counted once over those that share it (PSS)."""
        rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.pids()]
        return sum(int(found) for text in rollups for found in re.findall(r"^Pss: +(\d+)", text, re.M)) / 1024

    def cpu_seconds(self) -> float:
        """How long its living processes have been computing, for themselves and in the kernel."""
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.pids()]
        return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS_PER_SECOND

    def pause(self) -> None:
        """Let it do nothing, so that another has the machine to itself."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        self.resume()
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def _signal(self, number: signal.Signals) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def _answers(port: int, page: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", page)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class PeakMemory:
    """The most that a server holds while the block runs, looked at twice a second."""

    def __init__(self, server: Server) -> None:
        self.server, self.mb, self._over = server, 0.0, Event()
        self._thread = Thread(target=self._look)

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self.mb = max(self.mb, self.server.memory_mb())

    def __enter__(self) -> "PeakMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
