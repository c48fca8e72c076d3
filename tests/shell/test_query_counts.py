"""No page does work that grows with the whole agency."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fieldwise.apps.learning import actions
from fieldwise.apps.learning.actions import publish_course
from fieldwise.apps.people.models import OrgUnit, Person, ServiceSpell
from fieldwise.standards.course_file import CourseFile, read_course
from tests.apps.learning.conftest import SHORT_SERIES
from tests.cast import AT, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BOUNDS = {
    "/": 12,
    "/courses/": 12,
    "/courses/?q=short": 12,
    "/courses/short-series/": 14,
    "/courses/short-series/first/": 12,
    "/certificates/": 12,
    "/you/": 12,
    "/you/data": 22,
    "/you/data.json": 22,
    "/help/": 8,
    "/roster/": 10,
    "/verify/FW-0000-0000-0000": 20,
    "/api/v1/courses": 6,
    "/api/v1/courses/short-series": 8,
}


def more_staff(cast: Cast, count: int) -> None:
    unit = OrgUnit.objects.get(kind="CARES")
    people = Person.objects.bulk_create(
        Person(agency=cast.agency, employee_id=f"x{number}", sign_in_id=f"acs/x{number}")
        for number in range(count)
    )
    ServiceSpell.objects.bulk_create(
        ServiceSpell(
            agency=cast.agency,
            person=person,
            unit=unit,
            title="CPS",
            from_on=date(2026, 1, 5),
            recorded_at=AT,
        )
        for person in people
    )


@pytest.mark.parametrize("path", BOUNDS)
def test_a_page_asks_few_questions_however_many_work_here(cast: Cast, client: Client, path: str) -> None:
    read = read_course(SHORT_SERIES)
    assert isinstance(read, CourseFile)
    course = publish_course(agency=cast.agency, course=read, by=None, at=AT).version.course
    admin = cast["director"]
    actions.enroll(person=admin, course=course, by=admin.id, at=AT)
    client.force_login(cast["admin"] if path == "/roster/" else admin, backend=BACKEND)
    client.get(path)
    counts = []
    for count in (0, 300):
        more_staff(cast, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code in (200, 404)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= BOUNDS[path], "\n".join(query["sql"][:150] for query in queries.captured_queries)
