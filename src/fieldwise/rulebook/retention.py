"""How long what is not needed any more is kept, with the reasons, and when it is deleted.

The agency's records schedule decides; these defaults stand until it is entered as terms. Ledger entries and
certificates are never deleted: they are what an agency answers for, and anybody may still verify a certificate.

Source: docs/operate/retention.md
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from fieldwise.rulebook.calendar import add_years


@dataclass(frozen=True)
class RetentionTerms:
    """How long each kind is kept: days after it was written or last used, years after the last day of service."""

    letters_days: int = 90
    roster_files_days: int = 400
    played_reports_days: int = 400
    untouched_reports_days: int = 800
    leavers_years: int = 6


class Kept(Enum):
    """What is deleted in time: a kind, and the sentence that says so to the person whom it is about."""

    LETTERS = "letters"
    ROSTER_FILES = "roster files"
    REPORTS = "played reports"
    LEAVERS = "leavers"

    def sentence(self, terms: RetentionTerms) -> str:
        """How long it is kept, and what happens then."""
        return {
            Kept.LETTERS: f"Deleted {_days(terms.letters_days)} after they were written.",
            Kept.ROSTER_FILES: (
                f"Deleted {_days(terms.roster_files_days)} after they were read; the one applied last stays."
            ),
            Kept.REPORTS: (
                f"Deleted {_days(terms.played_reports_days)} after the video was completed, or "
                f"{_days(terms.untouched_reports_days)} after it was last played. What you have played stays marked."
            ),
            Kept.LEAVERS: f"Erased {_years(terms.leavers_years)} after the last day of service.",
        }[self]


def _days(count: int) -> str:
    return f"{count:,} {'day' if count == 1 else 'days'}"


def _years(count: int) -> str:
    return f"{count:,} {'year' if count == 1 else 'years'}"


def kept_from(on: date, days: int) -> date:
    """The first day that is still kept on a day; what is from before it has fallen due."""
    return on - timedelta(days=days)


def due_on(last_on: date, days: int) -> date:
    """The day in whose night something of a day is deleted."""
    return last_on + timedelta(days=days + 1)


def leaver_due_on(last_on: date, terms: RetentionTerms) -> date:
    """The day in whose night a person is erased whose last day of service this was."""
    return add_years(last_on, terms.leavers_years) + timedelta(days=1)
