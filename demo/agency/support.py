"""The small divisions beside the Division of Child Protection."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import NamedTuple

from demo.agency.calendar import start_day
from demo.agency.names import draw_name
from demo.agency.personas import BY_KEY, Persona
from demo.agency.staff import Member
from demo.agency.tree import Place

SEED = 20201103
FIRST_EMPLOYEE_ID = 800_000
TENURE_WEEKS = (60, 1_000)


class Posts(NamedTuple):
    """So many posts of a title in a unit, and the persona who holds the first."""

    unit: str
    title: str
    number: int
    persona: str


DIVISIONS: dict[str, tuple[Posts, ...]] = {
    "Workforce Institute": (
        Posts("Course Administration", "Training Administrator", 3, "training-admin"),
        Posts("Course Administration", "Staff Development Coordinator", 5, "development-coordinator"),
        Posts("Instruction", "Instructor", 8, "instructor"),
        Posts("Mentorship Program", "Mentorship Program Coordinator", 2, "coordinator"),
    ),
    "Human Resources": (
        Posts("Personnel Services", "Human Resources Specialist", 8, "reader"),
        Posts("Labor Relations", "Labor Relations Officer", 3, "panel"),
    ),
    "Payroll": (Posts("Payroll Services", "Payroll Officer", 5, "payroll"),),
    "Evaluation": (Posts("Evaluation and Equity", "Evaluation Analyst", 5, "analyst"),),
    "Information Technology": (
        Posts("Help Desk", "Help Desk Specialist", 6, "help-desk"),
        Posts("Systems", "Systems Administrator", 4, "admin"),
    ),
}


def support_staff(as_of: date) -> list[Member]:
    """The staff of the small divisions; each has a director, and the directors have one deputy commissioner."""
    random = Random(SEED)
    members: list[Member] = []

    def hire(title: str, level: str, place: Place, supervisor_id: str) -> Member:
        members.append(_member(random, len(members), as_of, title, level, place, supervisor_id))
        return members[-1]

    deputy = hire("Deputy Commissioner", "director", Place("Human Resources"), "")
    for division, posts in DIVISIONS.items():
        director = hire(f"Director, {division}", "director", Place(division), deputy.employee_id)
        for post in posts:
            place = Place(division, unit=post.unit)
            team = [hire(post.title, "staff", place, director.employee_id) for _ in range(post.number)]
            members[-post.number] = _as_persona(team[0], BY_KEY[post.persona])
    return members


def _member(
    random: Random, index: int, as_of: date, title: str, level: str, place: Place, supervisor_id: str
) -> Member:
    employee_id = str(FIRST_EMPLOYEE_ID + 7 * index + random.randrange(7))
    hired_on = start_day(as_of, random.randint(*TENURE_WEEKS))
    name = str(draw_name(random))
    return Member(employee_id, name, title, level, place, supervisor_id, hired_on, hired_on)


def _as_persona(member: Member, persona: Persona) -> Member:
    return replace(member, name=persona.name, employee_id=persona.employee_id)
