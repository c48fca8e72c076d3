"""Whether this installation is a demonstration: a mark in the data folder whose id is also in the database."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from fieldwise.apps.ledger import actions, queries


def is_demonstration() -> bool:
    """True only when folder and database bear the same mark; no variable of the environment can say so."""
    try:
        mark = UUID(settings.ENV.demonstration_file.read_text().strip())
    except (OSError, ValueError):
        return False
    return queries.demonstration_id() == mark


def make_demonstration() -> None:
    """Mark this folder and its database as a demonstration."""
    mark = uuid4()
    actions.mark_demonstration(demonstration_id=mark)
    settings.ENV.demonstration_file.write_text(f"{mark}\n")


def personas() -> list[dict[str, Any]]:
    """Whom one may sign in as, as the demonstration was made: key, name, employee_id, agency, role, sentence."""
    found: list[dict[str, Any]] = json.loads(_personas_file().read_text())
    return found


def note_personas(personas: list[dict[str, Any]]) -> None:
    """Keep the personas beside the mark."""
    _personas_file().write_text(json.dumps(personas, indent=1))


def _personas_file() -> Path:
    return settings.ENV.data / "personas.json"
