"""What the demonstration is filled with: the agencies, their rosters, the personas, the courses."""

import csv
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

from fieldwise.apps.learning.actions import publish_course
from fieldwise.apps.people import actions as people
from fieldwise.apps.people.models import Agency
from fieldwise.apps.people.queries import local_date, person_with_employee_id
from fieldwise.shell.commands.course import read_or_stop
from fieldwise.shell.commands.setup import step
from fieldwise.shell.demonstration import note_personas

REPOSITORY = Path(__file__).parents[4]
COURSES = REPOSITORY / "demo" / "courses"


def build(at: datetime) -> None:
    """Fill a new, empty demonstration."""
    sys.path.insert(0, str(REPOSITORY))  # the generator stands beside the package, not in it
    from demo.agency import AGENCIES
    from demo.agency.personas import PERSONAS

    ...
