"""Deeds about people."""

from fieldwise.apps.people.actions.administrators import (
    AdministratorRefused,
    enter_administrator,
    name_help_desk,
    note_printed_link,
)
from fieldwise.apps.people.actions.personal import NameRefused, correct_name, note_export
from fieldwise.apps.people.actions.retention import delete_roster_files, erase_leaver
from fieldwise.apps.people.actions.rosters import (
    RosterRefused,
    apply_roster,
    difference_lines,
    keep_roster,
    read_roster,
)
from fieldwise.apps.people.actions.sign_in import use_sign_in_link
from fieldwise.apps.people.actions.staff import (
    end_access_of_leavers,
    enter_name,
    found_agency,
    grant_capability,
    note_standing,
)
from fieldwise.apps.people.actions.terms import TermRefused, set_term

__all__ = [
    "AdministratorRefused",
    "NameRefused",
    "RosterRefused",
    "TermRefused",
    "apply_roster",
    "correct_name",
    "delete_roster_files",
    "difference_lines",
    "end_access_of_leavers",
    "enter_administrator",
    "enter_name",
    "erase_leaver",
    "found_agency",
    "grant_capability",
    "keep_roster",
    "name_help_desk",
    "note_export",
    "note_printed_link",
    "note_standing",
    "read_roster",
    "set_term",
    "use_sign_in_link",
]
