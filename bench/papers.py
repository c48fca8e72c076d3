"""Certificates as PDF, against starting typst anew for each."""

import os
import statistics
import tempfile
import time
from types import SimpleNamespace
from typing import Any

from bench.rounds import ROUNDS

COUNT = 100


def certificate(number: int) -> Any:
    """What a certificate's paper needs of it."""
    components = [{"title": f"CARES: Part {part}", "seconds": 70.0} for part in range(1, 6)]
    told = {
        "name": f"Sample Person {number}",
        "course": "CARES: Racial Equity Micro Video Series",
        "completed_on": "2026-11-19",
        "minutes": 6,
        "contact_hours": None,
        "version": 1,
        "version_on": "2026-09-01",
        "components": components,
        "agency": "Administration for Children’s Services (demonstration)",
        "academy": "Workforce Institute",
        "sample": True,
    }
    return SimpleNamespace(number=f"FW-7K2M-94QX-{number:04}", snapshot=told)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "fieldwise.shell.settings"
    os.environ["FIELDWISE_SECRET_KEY"] = "only-for-benchmarks"
    os.environ["FIELDWISE_DATA"] = tempfile.mkdtemp()
    import django

    django.setup()
    from fieldwise.apps.learning import papers

    def per_minute(count: int, fresh: bool) -> float:
        started = time.perf_counter()
        for number in range(count):
            if fresh:
                vars(papers._of_this_thread).clear()
            papers.certificate_pdf(certificate(number))
        return 60 * count / (time.perf_counter() - started)

    pairs = [(per_minute(COUNT // 10, fresh=True), per_minute(COUNT, fresh=False)) for _ in range(ROUNDS)]
    baseline, ours = (statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"certificates per minute, one process: {ours:,.0f}; with a fresh compiler each: {baseline:,.0f}")
    print(f"ratio: {ours / baseline:.1f}")
