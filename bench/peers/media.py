"""A ranged megabyte of a video: nginx by itself, nginx with our check before it (X-Accel), and our server by itself."""

import math
import ssl
import statistics
from dataclasses import dataclass

from bench import ours
from bench.browser import Browser
from bench.load import load
from bench.peers import nginx
from bench.rounds import ROUNDS
from bench.serving import Server

MEGABYTE = 1 << 20
REQUESTS = 2000
CONNECTIONS = 4
HOW_TO_GET_NGINX = (
    "nginx is missing, so this is left out. On Debian and Ubuntu: apt-get install -y nginx-light"
)


class Megabyte:
    """Someone whose player asks for the first megabyte of a video, so many times."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.whole = browser.prepared("GET", path, Range=f"bytes=0-{MEGABYTE - 1}")
        self.left = REQUESTS // CONNECTIONS

    def request(self) -> bytes | None:
        self.left -= 1
        return self.whole if self.left >= 0 else None

    def check(self, status: int, body: bytes) -> None:
        assert (status, len(body)) == (206, MEGABYTE), (status, len(body), body[:200])


@dataclass
class Way:
    """One way to the megabyte, and whose processor time it costs."""

    port: int
    path: str
    servers: list[Server]
    tls: ssl.SSLContext | None = None

    def cpu_ms(self, session: dict[str, str]) -> float:
        """Milliseconds of processor for one answer, in one round."""
        browser = Browser(self.port, "csrftoken", session)
        before = sum(server.cpu_seconds() for server in self.servers)
        readers = [Megabyte(browser, self.path) for _ in range(CONNECTIONS)]
        load(self.port, readers, seconds=math.inf, warm_up=0, tls=self.tls)
        return 1000 * (sum(server.cpu_seconds() for server in self.servers) - before) / REQUESTS


def main() -> None:
    program = nginx.found()
    if program is None:
        print(HOW_TO_GET_NGINX)
        return
    print(f"CPU for a ranged megabyte, medians of {ROUNDS} rounds of {REQUESTS}, {CONNECTIONS} connections")
    with ours.installation("SQLite, synchronous=FULL", FIELDWISE_ACCELERATED_MEDIA="1") as made:
        with made.served() as app, nginx.in_front(program, made) as front:
            compare(made, app, front)
        made.environment["FIELDWISE_ACCELERATED_MEDIA"] = "0"
        with made.served() as app:
            way = Way(app.port, video(made), [app])
            session = made.people["learners"][0]
            alone_ms = statistics.median(way.cpu_ms(session) for _ in range(ROUNDS))
    print(f"  our server without nginx: {alone_ms:.2f} ms")


def compare(made: ours.Installation, app: Server, front: nginx.Nginx) -> None:
    """Print nginx by itself beside nginx with our check, over plain HTTP and over TLS."""
    plain, checked, both = f"/plain/{made.people['media']}", video(made), [front.server, app]
    ways = {
        "plain HTTP": (front.server.port, None),
        "TLS": (front.tls_port, front.tls),
    }
    session = made.people["learners"][0]
    for name, (port, tls) in ways.items():
        pair = Way(port, plain, [front.server], tls), Way(port, checked, both, tls)
        rounds = [[way.cpu_ms(session) for way in pair] for _ in range(ROUNDS)]
        alone_ms, accelerated_ms = (statistics.median(each) for each in zip(*rounds, strict=True))
        print(
            f"  {name}: nginx by itself {alone_ms:.2f} ms, with our check (X-Accel) {accelerated_ms:.2f} ms"
        )
        print(f"  ratio: {accelerated_ms / alone_ms:.1f} (target: at most 4)", flush=True)


def video(made: ours.Installation) -> str:
    """The address of the first video, for someone who is enrolled."""
    component, _ = ours.Playing(made.port, made.people["learners"][0]).components[0]
    return f"/media/{component}/video"
