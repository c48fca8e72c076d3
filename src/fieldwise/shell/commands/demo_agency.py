"""What the demonstration is filled with: the agencies, their rosters, the personas, the courses."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldwise.apps.learning.actions import publish_course
from fieldwise.apps.people import actions, queries
from fieldwise.shell.commands.course import read_or_stop
from fieldwise.shell.commands.setup import step
from fieldwise.shell.demonstration import note_personas

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency

REPOSITORY = Path(__file__).parents[4]
COURSES = REPOSITORY / "demo" / "courses"


def build(at: datetime) -> None:
    """Fill a new, empty demonstration as of this moment."""
    sys.path.insert(0, str(REPOSITORY))  # the generator stands beside the package, not in it
    from demo.agency import AGENCIES, roster
    from demo.agency.personas import PERSONAS

    with step("founding three agencies"):
        agencies = {each.code: actions.found_agency(**asdict(each), at=at) for each in AGENCIES}
    today = queries.local_date(agencies["ACS"], at)
    with step("reading the roster of about 2,000 synthetic staff"):
        _import(agencies["ACS"], roster.rows(today), at)
        _import(agencies["PARTNER"], roster.partner_rows(today), at)
    with step("giving each persona what she or he may do"):
        _appoint(PERSONAS, agencies, at)
    with step("publishing the courses"):
        for folder in sorted(COURSES.iterdir()):
            publish_course(agency=agencies["ACS"], course=read_or_stop(folder), by=None, at=at)


def _import(agency: Agency, rows: list[dict[str, str]], at: datetime) -> None:
    from demo.agency import roster

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sample-roster.csv"
        roster.write(file, rows)
        read = actions.read_roster(
            agency=agency, source=file, file_name=file.name, whole=False, by=None, at=at
        )
        actions.apply_roster(roster_import=read, by=None, at=at)


def _appoint(personas: tuple[Any, ...], agencies: dict[str, Agency], at: datetime) -> None:
    for persona in personas:
        agency = agencies[persona.agency]
        person = queries.person_with_employee_id(agency, persona.employee_id)
        assert person is not None, f"{persona.key} is not in the roster"
        today = queries.local_date(agency, at)
        for name in persona.capabilities:
            actions.grant_capability(person=person, name=name, from_on=today, by=None, at=at)
    note_personas(
        [
            {
                "key": each.key,
                "name": each.name,
                "employee_id": each.employee_id,
                "agency": each.agency,
                "role": each.title_line,
                "sentence": each.here_for,
            }
            for each in personas
        ]
    )
