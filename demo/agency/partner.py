"""The staff of PARTNER, a small agency beside the first."""

from datetime import date
from typing import NamedTuple

from demo.agency.calendar import start_day
from demo.agency.personas import BY_KEY
from demo.agency.staff import Member
from demo.agency.tree import Place

DIVISION = "Family Services"


class Post(NamedTuple):
    """Somebody's post, and how many weeks ago she or he started."""

    employee_id: str
    name: str
    title: str
    level: str
    unit: str
    supervisor_id: str
    weeks: int


def _worker(employee_id: str, name: str, supervisor_id: str, unit: str, weeks: int) -> Post:
    return Post(employee_id, name, "Family Case Worker", "staff", unit, supervisor_id, weeks)


def _supervisor(employee_id: str, name: str, unit: str, weeks: int) -> Post:
    return Post(employee_id, name, "Family Case Worker Supervisor", "supervisor", unit, "500100", weeks)


POSTS = (
    Post("500100", "Cordelia Vance", "Director, Family Services", "director", "", "", 700),
    _supervisor("500101", "Rosamund Teague", "Family Team 1", 520),
    _worker("500102", "Augusto Linares", "500101", "Family Team 1", 400),
    _worker("500103", "Hyacinth Rowe", "500101", "Family Team 1", 310),
    _worker("500104", "Lorcan Whitty", "500101", "Family Team 1", 205),
    _worker("500105", "Minh Castellanos", "500101", "Family Team 1", 150),
    _supervisor("500106", "Odette Farr", "Family Team 2", 610),
    _worker("500107", BY_KEY["other-agency"].name, "500106", "Family Team 2", 130),
    _worker("500108", "Sanjay Merriweather", "500106", "Family Team 2", 96),
    _worker("500109", "Thea Bronstein", "500106", "Family Team 2", 44),
    _worker("500110", "Ulises Pemberton", "500106", "Family Team 2", 20),
    Post("500111", "Vera Lachapelle", "Office Administrator", "staff", "Office", "500100", 260),
)


def partner_staff(as_of: date) -> list[Member]:
    """The twelve people of PARTNER."""
    return [_member(post, start_day(as_of, post.weeks)) for post in POSTS]


def _member(post: Post, hired_on: date) -> Member:
    place = Place(DIVISION, unit=post.unit)
    return Member(
        post.employee_id, post.name, post.title, post.level, place, post.supervisor_id, hired_on, hired_on
    )
