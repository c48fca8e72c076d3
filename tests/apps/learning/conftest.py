"""A course whose two videos last a few seconds, in the agency of the cast."""

from pathlib import Path

import pytest

from fieldwise.apps.learning.actions import publish_course
from fieldwise.apps.learning.models import Course
from fieldwise.standards.course_file import CourseFile, read_course
from tests.cast import AT, Cast

SHORT_SERIES = Path(__file__).parents[2] / "courses" / "short-series"


@pytest.fixture(scope="session")
def short_series() -> CourseFile:
    """The folder, read."""
    course = read_course(SHORT_SERIES)
    assert isinstance(course, CourseFile)
    return course


@pytest.fixture
def course(cast: Cast, short_series: CourseFile) -> Course:
    """The course, published."""
    return publish_course(agency=cast.agency, course=short_series, by=None, at=AT).version.course
