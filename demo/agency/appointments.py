"""Who in service gets which post of the Division of Child Protection."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from demo.agency.calendar import monday, start_day, years_before
from demo.agency.careers import Career, careers
from demo.agency.hazards import DAYS_PER_YEAR
from demo.agency.personas import BY_KEY
from demo.agency.staff import ACTIVE, CEASED, ON_LEAVE, Member
from demo.agency.tree import Place

SEED = 20201210
ON_LEAVE_SHARE = 0.07
LEAVERS_SHOWN_YEARS = 2
PERSONA_WEEKS = {"new-cps": 8, "learner": 61, "mentor": 314, "supervisor": 624, "director": 1_040}


class Rank(NamedTuple):
    """A title, its level, and the years of service after which people may be promoted to it."""

    title: str
    level: str
    least_years: float


CPS = Rank("Child Protective Specialist", "staff", 0)
SUPERVISOR = Rank("Child Protective Specialist Supervisor", "supervisor", 4)
MANAGER = Rank("Child Protective Manager", "manager", 8)
DIRECTOR = Rank("Director of Field Operations", "director", 15)
DEPUTY = Rank("Deputy Commissioner", "director", 18)


class Appointments:
    """Everybody in service on a day, who is still waiting for a post, and who left in the last two years."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.random = Random(SEED)
        self.members: list[Member] = []
        everybody = careers(as_of)
        self.serving = [career for career in everybody if career.left_on is None]
        holders = {
            key: _hired_by(self.serving, start_day(as_of, weeks)) for key, weeks in PERSONA_WEEKS.items()
        }
        self.personas = {key: _as_persona(career, key) for key, career in holders.items()}
        self.waiting = [career for career in self.serving if career not in holders.values()]
        since = years_before(as_of, LEAVERS_SHOWN_YEARS)
        self.leavers = [career for career in everybody if career.left_on and career.left_on >= since]

    def take(self, count: int, least_years: float, *personas: str) -> list[Career]:
        """So many people with the years of service: these personas first, the others by lot."""
        fit = [career for career in self.waiting if career.years(self.as_of) >= least_years]
        chosen = self.random.sample(fit, count - len(personas))
        taken = set(chosen)
        self.waiting = [career for career in self.waiting if career not in taken]
        return [*(self.personas[key] for key in personas), *chosen]

    def seat(self, career: Career, rank: Rank, place: Place, supervisor_id: str) -> str:
        """Put somebody into a place under a supervisor; gives back the employee id."""
        member = Member(
            employee_id=career.employee_id,
            name=career.name,
            title=rank.title,
            level=rank.level,
            place=place,
            supervisor_id=supervisor_id,
            hired_on=career.hired_on,
            since_on=self._since(career, rank),
            left_on=career.left_on,
            leave_status=self._leave_status(career),
        )
        self.members.append(member)
        return member.employee_id

    def _since(self, career: Career, rank: Rank) -> date:
        if rank is CPS:
            return career.hired_on
        years = self.random.uniform(rank.least_years - 1, career.years(self.as_of))
        return monday(career.hired_on + timedelta(days=years * DAYS_PER_YEAR))

    def _leave_status(self, career: Career) -> str:
        if career.left_on:
            return CEASED
        may_be_away = career.years(self.as_of) > 1 and career not in self.personas.values()
        return ON_LEAVE if may_be_away and self.random.random() < ON_LEAVE_SHARE else ACTIVE


def _hired_by(serving: list[Career], on: date) -> Career:
    """The first in service of the last class that had started by a day."""
    return max((career for career in serving if career.hired_on <= on), key=lambda career: career.hired_on)


def _as_persona(career: Career, key: str) -> Career:
    return replace(career, name=BY_KEY[key].name, employee_id=BY_KEY[key].employee_id)
