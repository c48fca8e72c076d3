"""To note what this installation is, and that its processes live."""

from datetime import datetime
from uuid import UUID

from fieldwise.apps.ledger.models import (
    Heartbeat,
    Installation,
)


def beat(*, name: str, at: datetime) -> None:
    """Say that a process is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def mark_demonstration(*, demonstration_id: UUID) -> None:
    """Note in the database which demonstration it was made for."""
    Installation.objects.update_or_create(id=1, defaults={"demonstration_id": demonstration_id})
