"""The numbers of roster imports that an agency may change, with their defaults.

Source: Fieldwise contract for roster imports, docs/journeys/hr-roster.md
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class RosterTerms:
    """A file has too many leavers to be believed from this share of those in service on, and this many."""

    alarming_leaver_share: float = 0.05
    alarming_leavers_at_least: int = 5
