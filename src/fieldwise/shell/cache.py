"""The cache, in a table, so that lock-outs are shared by all processes and outlive them."""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache


class CannotStore(Exception):
    """The table takes nothing, as on a full disk."""


class HonestCache(DatabaseCache):
    """Django's, but what it cannot store is told: the limits on tries would take silence for too many tries."""

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store what is not there yet; raises CannotStore."""
        for _ in range(2):  # between the two questions somebody else may have let go of the key
            if super().add(key, value, timeout, version):
                return True
            if self.has_key(key, version):
                return False
        raise CannotStore
