"""Puts the people of the hiring classes into the Division of Child Protection.

A unit has a supervisor and four to six specialists, a manager four units and perhaps those of new hires, a
borough a director.
"""

from datetime import date
from random import Random

from demo.agency.appointments import CPS, DEPUTY, DIRECTOR, MANAGER, SUPERVISOR, Appointments
from demo.agency.careers import Career
from demo.agency.staff import Member
from demo.agency.tree import DIVISION, OFFICES, Place, Team, field_teams, offices, onboarding_teams

ONBOARDING_YEARS = 0.25
LEARNERS_UNIT, MENTORS_UNIT, NEW_CPS_UNIT = "Bronx East 4-B", "Queens North 2-A", "Queens Onboarding 2"
FIELD_TEAMS = sorted(
    field_teams(), key=lambda team: (team.place.unit != LEARNERS_UNIT, team.place.unit != MENTORS_UNIT)
)
ONBOARDING_TEAMS = sorted(onboarding_teams(), key=lambda team: team.place.unit != NEW_CPS_UNIT)

Ids = dict[str, str]  # employee ids of those who lead, by the place that they lead


def field_staff(as_of: date) -> list[Member]:
    """Everybody in the Division of Child Protection, and who left it in the last two years."""
    division = Appointments(as_of)
    managers = _seat_managers(division, _seat_directors(division))
    supervisors = _seat_supervisors(division, managers)
    _seat_specialists(division, supervisors)
    _seat_leavers(division, managers, supervisors)
    return division.members


def deal(people: list[Career], teams: list[Team], random: Random) -> list[tuple[Career, Team]]:
    """Everybody with a team: four to each, the others by lot, never more than six."""
    fifth_and_sixth = random.sample(teams * 2, len(people) - 4 * len(teams))
    return list(zip(people, teams * 4 + fifth_and_sixth, strict=True))


def _seat_directors(division: Appointments) -> Ids:
    deputy = division.seat(division.take(1, DEPUTY.least_years)[0], DEPUTY, Place(DIVISION), "")
    people = division.take(len(OFFICES), DIRECTOR.least_years, "director")
    return {
        borough: division.seat(person, DIRECTOR, Place(DIVISION, borough), deputy)
        for borough, person in zip(OFFICES, people, strict=True)
    }


def _seat_managers(division: Appointments, directors: Ids) -> Ids:
    posts = [(office, group) for office, groups in offices() for group in range(1, groups + 1)]
    people = division.take(len(posts), MANAGER.least_years)
    return {
        f"{office.field_office} {group}": division.seat(person, MANAGER, office, directors[office.borough])
        for (office, group), person in zip(posts, people, strict=True)
    }


def _seat_supervisors(division: Appointments, managers: Ids) -> Ids:
    teams = [*FIELD_TEAMS, *ONBOARDING_TEAMS]
    people = division.take(len(teams), SUPERVISOR.least_years, "supervisor")
    return {
        team.place.unit: division.seat(person, SUPERVISOR, team.place, managers[team.group])
        for team, person in zip(teams, people, strict=True)
    }


def _seat_specialists(division: Appointments, supervisors: Ids) -> None:
    settled = [person for person in division.waiting if person.years(division.as_of) >= ONBOARDING_YEARS]
    new_hires = [person for person in division.waiting if person.years(division.as_of) < ONBOARDING_YEARS]
    division.random.shuffle(settled)
    division.random.shuffle(new_hires)
    settled = [division.personas["learner"], division.personas["mentor"], *settled]
    new_hires = [division.personas["new-cps"], *new_hires]
    for person, team in [
        *deal(settled, FIELD_TEAMS, division.random),
        *deal(new_hires, ONBOARDING_TEAMS, division.random),
    ]:
        division.seat(person, CPS, team.place, supervisors[team.place.unit])


def _seat_leavers(division: Appointments, managers: Ids, supervisors: Ids) -> None:
    """Leavers under those who lead their unit now; of those with long service, as many had led one as lead one."""
    long_service = [person for person in division.serving if _is_long(person, division.as_of)]
    share = len(supervisors) / len(long_service)
    for person in division.leavers:
        was_new = person.years(division.as_of) < ONBOARDING_YEARS
        team = division.random.choice(ONBOARDING_TEAMS if was_new else FIELD_TEAMS)
        if _is_long(person, division.as_of) and division.random.random() < share:
            division.seat(person, SUPERVISOR, team.place, managers[team.group])
        else:
            division.seat(person, CPS, team.place, supervisors[team.place.unit])


def _is_long(person: Career, as_of: date) -> bool:
    return person.years(as_of) >= SUPERVISOR.least_years
