"""The numbers of played seconds that an agency may change, with their defaults.

Source: Fieldwise contract for played seconds, docs/journeys/watch-to-certificate.md
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class WatchTerms:
    """How reports of played seconds are bounded and joined; `speed_bound` is content time per clock time."""

    lease_days: int = 7
    speed_bound: float = 2
    grace_seconds: float = 15
    longest_segment_seconds: float = 60
    joined_gap_seconds: float = 1
    joined_total_seconds: float = 2
