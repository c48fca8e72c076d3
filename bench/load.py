"""A light process that keeps a few connections busy: each sends its next request when its answer is there."""

import json
import re
import selectors
import socket
import ssl
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from os import getpid
from typing import Protocol

from fieldwise.shell.supervisor import die_with

WARM_UP_SECONDS = 2.0
TRIVIAL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Client(Protocol):
    """What one connection asks until it has nothing more to ask, and how it knows that an answer is right."""

    def request(self) -> bytes | None: ...

    def check(self, status: int, body: bytes) -> None: ...


@dataclass(frozen=True)
class Load:
    """What a server did in one round: the speeds without the warm-up, all answers with it."""

    per_second: float
    p50_ms: float
    p99_ms: float
    answers: int


class Connection:
    """One connection with one request under way."""

    def __init__(self, port: int, client: Client, tls: ssl.SSLContext | None) -> None:
        self.client = client
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.got = bytearray()

    def send(self) -> bool:
        """Send the next request; False when there is none."""
        request = self.client.request()
        self.started = time.perf_counter()
        if request:
            self.socket.sendall(request)
        return bool(request)

    def receive(self) -> float | None:
        """Take what has come; the seconds it took once the answer is whole and right, None before."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError(f"The server closed the connection after {bytes(self.got[:200])!r}.")
        self.got += piece
        head = self.got.find(b"\r\n\r\n")
        if head < 0:
            return None
        length = LENGTH.search(self.got, 0, head)
        assert length, bytes(self.got[:head])
        if len(self.got) < head + 4 + int(length.group(1)):
            return None
        seconds = time.perf_counter() - self.started
        self.client.check(int(self.got[9:12]), bytes(self.got[head + 4 :]))
        self.got.clear()
        return seconds


def load(
    port: int,
    clients: Sequence[Client],
    seconds: float,
    warm_up: float = WARM_UP_SECONDS,
    tls: ssl.SSLContext | None = None,
) -> Load:
    """Keep every client busy for so many seconds; raises when an answer is not right."""
    connections = [Connection(port, client, tls) for client in clients]
    began = time.perf_counter() + warm_up
    taken: list[float] = []
    answers = 0
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        while selector.get_map():
            for key, _ in selector.select():
                took = key.data.receive()
                if took is None:
                    continue
                answers += 1
                if key.data.started >= began:
                    taken.append(took)
                if time.perf_counter() > began + seconds or not key.data.send():
                    selector.unregister(key.fileobj)
                    key.data.socket.close()
    elapsed = time.perf_counter() - began
    hundredths = statistics.quantiles(taken, n=100)
    return Load(len(taken) / elapsed, 1000 * hundredths[49], 1000 * hundredths[98], answers)


class Trivial:
    """Asks a server that does nothing."""

    def request(self) -> bytes:
        body = json.dumps({"id": "x" * 36, "from": 0.01, "to": 0.02})
        return f"POST / HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()

    def check(self, status: int, body: bytes) -> None:
        assert (status, json.loads(body)) == (200, {})


def own_speed() -> float:
    """How many requests a second this generator itself can do, from a server that only answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.load", str(listener.fileno())],
            pass_fds=[listener.fileno()],
            preexec_fn=partial(die_with, getpid()),
        )
        try:
            port = listener.getsockname()[1]
            return load(port, [Trivial() for _ in range(8)], seconds=2, warm_up=0.5).per_second
        finally:
            server.kill()
            server.wait()


def answer(listener: socket.socket) -> None:
    """Answer whatever comes, one piece one answer."""
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is listener:
                    selector.register(listener.accept()[0], selectors.EVENT_READ)
                elif key.fileobj.recv(65536):  # type: ignore[union-attr]
                    key.fileobj.sendall(TRIVIAL)  # type: ignore[union-attr]
                else:
                    selector.unregister(key.fileobj)


if __name__ == "__main__":
    answer(socket.socket(fileno=int(sys.argv[1])))
