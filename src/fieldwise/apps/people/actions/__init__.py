"""Deeds about people."""

from fieldwise.apps.people.actions.rosters import (
    RosterRefused,
    apply_roster,
    difference_lines,
    keep_roster,
    read_roster,
)
from fieldwise.apps.people.actions.staff import (
    end_access_of_leavers,
    enter_name,
    found_agency,
    grant_capability,
    note_standing,
    set_term,
)

__all__ = [
    "RosterRefused",
    "apply_roster",
    "difference_lines",
    "end_access_of_leavers",
    "enter_name",
    "found_agency",
    "grant_capability",
    "keep_roster",
    "note_standing",
    "read_roster",
    "set_term",
]
