"""Certificates as PDF: made in one process, and downloaded from a running server by eight people at once."""

from bench import papers
from bench.browser import Browser
from bench.ours import installation
from bench.rounds import ROUND_SECONDS, ROUNDS, measured, median


class Downloading:
    """The holder of a certificate, who downloads it."""

    def __init__(self, port: int, people: dict[str, object]) -> None:
        browser = Browser(port, "csrftoken", people["graduate"])  # type: ignore[arg-type]
        self.whole = browser.prepared("GET", f"/certificates/{people['certificate']}.pdf")

    def request(self) -> bytes:
        return self.whole

    def check(self, status: int, body: bytes) -> None:
        assert (status, body[:5]) == (200, b"%PDF-"), (status, body[:200])


def main() -> None:
    papers.main()
    with installation("SQLite, synchronous=FULL") as made, made.served() as server:
        readers = [Downloading(made.port, made.people) for _ in range(8)]
        found = median([measured(server, readers, ROUND_SECONDS) for _ in range(ROUNDS)])
    print(f"downloaded from a server: {60 * found.per_second:,.0f} a minute (target: 2,000 in one process)")
    print(f"  {found}")
