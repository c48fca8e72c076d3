"""Looks at many areas at once, and waits for none of them for long."""

import threading
import time
from collections.abc import Callable, Mapping

from fieldwise.shell.doctor.findings import Finding, missing
from fieldwise.shell.postgresql import first_line

WITHIN_SECONDS = 20.0
Look = Callable[[], list[Finding]]


class _Area(threading.Thread):
    """One area; when looking at it fails, that is what is found."""

    def __init__(self, name: str, look: Look) -> None:
        super().__init__(name=name, daemon=True)
        self._look = look
        sentence = f"No answer came within {WITHIN_SECONDS:.0f} seconds."
        self.findings = [missing(name, sentence, "Look at the network and at what it names, and try again.")]

    def run(self) -> None:
        try:
            self.findings = self._look()
        except Exception as problem:
            sentence = f"It could not be looked at: {type(problem).__name__}: {first_line(problem)}."
            self.findings = [missing(self.name, sentence, "Mend what it names, and try again.")]


def look_at(areas: Mapping[str, Look]) -> list[Finding]:
    """What every area comes to, in their order."""
    threads = [_Area(name, look) for name, look in areas.items()]
    for thread in threads:
        thread.start()
    until = time.monotonic() + WITHIN_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return [finding for thread in threads for finding in thread.findings]
