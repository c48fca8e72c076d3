"""The HR roster: who works where, in CSV or XLSX, with a map for other people's columns and values.

One row is one person. The columns are those of `COLUMNS`; a map (TOML) says what another file calls them. Row numbers
are those that a person sees in a spreadsheet: the heading is row 1.

Source: Fieldwise roster format; RFC 4180 for CSV; ECMA-376 for XLSX
"""

from fieldwise.standards.hr_roster.mapping import Mapping, read_mapping
from fieldwise.standards.hr_roster.reading import Reading, read
from fieldwise.standards.hr_roster.shape import (
    COLUMNS,
    LARGEST_FILE_BYTES,
    Dated,
    Problem,
    RosterUnreadable,
    Row,
)

__all__ = [
    "COLUMNS",
    "LARGEST_FILE_BYTES",
    "Dated",
    "Mapping",
    "Problem",
    "Reading",
    "RosterUnreadable",
    "Row",
    "read",
    "read_mapping",
]
