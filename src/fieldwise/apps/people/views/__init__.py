"""Pages of people."""

from fieldwise.apps.people.views.rosters import apply_roster, roster_import, roster_imports
from fieldwise.apps.people.views.you import enter_name, you

__all__ = ["apply_roster", "enter_name", "roster_import", "roster_imports", "you"]
