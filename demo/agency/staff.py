"""One member of staff, as a row of the roster."""

from dataclasses import dataclass
from datetime import date

from demo.agency.names import work_email
from demo.agency.tree import Place

COLUMNS = (
    "employee_id",
    "name",
    "email",
    "title",
    "level",
    "division",
    "borough",
    "zone",
    "field_office",
    "unit",
    "unit_kind",
    "supervisor_employee_id",
    "hired_on",
    "in_position_since",
    "left_on",
    "leave_status",
    "previous_employee_id",
)
ACTIVE, ON_LEAVE, CEASED = "active", "on leave", "ceased"


@dataclass(frozen=True)
class Member:
    """Somebody in a place, under a supervisor.

    `since_on` is the first day in the present title: as if nobody had changed units without being promoted.
    """

    employee_id: str
    name: str
    title: str
    level: str
    place: Place
    supervisor_id: str
    hired_on: date
    since_on: date
    left_on: date | None = None
    leave_status: str = ACTIVE


def row(member: Member, taken_emails: set[str]) -> dict[str, str]:
    """The member in the roster's columns."""
    return {
        "employee_id": member.employee_id,
        "name": member.name,
        "email": work_email(member.name, taken_emails),
        "title": member.title,
        "level": member.level,
        **member.place._asdict(),
        "supervisor_employee_id": member.supervisor_id,
        "hired_on": member.hired_on.isoformat(),
        "in_position_since": member.since_on.isoformat(),
        "left_on": member.left_on.isoformat() if member.left_on else "",
        "leave_status": member.leave_status,
        "previous_employee_id": "",
    }
