"""Fieldwise beside its peers, in one run: `make bench-peers`."""

import os
from pathlib import Path


def cache() -> Path:
    """Where installed peers are kept from one run to the next."""
    named = os.environ.get("FIELDWISE_BENCH_CACHE")
    folder = Path(named) if named else Path.home() / ".cache" / "fieldwise-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
