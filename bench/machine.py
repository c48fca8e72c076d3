"""On what the figures were measured."""

import os
import platform
import re
import statistics
import tempfile
import time
from pathlib import Path


def machine() -> str:
    """Processor, cores, memory, kernel, Python, and how long the disk takes to keep a page."""
    processor = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{processor.group(1) if processor else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Linux {platform.release()}, Python {platform.python_version()}; "
        f"the disk keeps a page (fdatasync) in {_sync_ms():.2f} ms"
    )


def _sync_ms() -> float:
    taken = []
    with tempfile.TemporaryFile() as file:
        for number in range(200):
            os.pwrite(file.fileno(), bytes(4096), 4096 * number)
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - started)
    return 1000 * statistics.median(taken)
