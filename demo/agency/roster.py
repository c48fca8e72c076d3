"""The rosters of the demonstration's agencies, in the columns of the canonical roster file."""

import csv
from datetime import date
from pathlib import Path

from demo.agency.field import field_staff
from demo.agency.partner import partner_staff
from demo.agency.staff import COLUMNS, Member, row
from demo.agency.support import support_staff


def rows(as_of: date) -> list[dict[str, str]]:
    """The roster of ACS: everybody in service on a day, and who left in the two years before it."""
    return _rows([*field_staff(as_of), *support_staff(as_of)])


def partner_rows(as_of: date) -> list[dict[str, str]]:
    """The roster of PARTNER, twelve people."""
    return _rows(partner_staff(as_of))


def write(path: Path, roster: list[dict[str, str]]) -> None:
    """Write a roster as CSV in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(roster)


def _rows(members: list[Member]) -> list[dict[str, str]]:
    taken_emails: set[str] = set()
    return [row(member, taken_emails) for member in sorted(members, key=lambda member: member.employee_id)]
