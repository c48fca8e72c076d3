"""Courses: versions that enrollments pin, prerequisites, registration by others, pages that say why."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from fieldwise.apps.learning import actions
from fieldwise.apps.learning.models import Course, CourseVersion, Enrollment, Medium
from fieldwise.shell.commands.course import course as course_command
from fieldwise.standards.course_file import CourseFile, read_course
from tests.apps.learning.conftest import SHORT_SERIES
from tests.cast import AT, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def changed(folder: Path, *pairs: tuple[str, str]) -> CourseFile:
    """The short series with some texts replaced."""
    target = folder / f"course-{len(list(folder.iterdir()))}"
    shutil.copytree(SHORT_SERIES, target)
    file = target / "course.toml"
    for old, new in pairs:
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
    read = read_course(target)
    assert isinstance(read, CourseFile), read
    return read


def test_the_same_folder_twice_is_one_version(cast: Cast, short_series: CourseFile, course: Course) -> None:
    again = actions.publish_course(agency=cast.agency, course=short_series, by=None, at=AT)
    assert not again.is_new
    assert CourseVersion.objects.count() == 1


def test_an_enrollment_keeps_its_version_and_played_seconds_follow_the_medium(
    cast: Cast, course: Course, tmp_path: Path
) -> None:
    learner, supervisor = cast["learner"], cast["supervisor"]
    actions.enroll(person=learner, course=course, by=learner.id, at=AT)
    newer = changed(tmp_path, ("See a whole series", "Watch a whole series"))
    published = actions.publish_course(agency=cast.agency, course=newer, by=None, at=AT)
    assert (published.is_new, published.version.number) == (True, 2)
    course.refresh_from_db()
    actions.enroll(person=supervisor, course=course, by=supervisor.id, at=AT)
    pinned = dict(Enrollment.objects.values_list("person__employee_id", "version__number"))
    assert pinned == {learner.employee_id: 1, supervisor.employee_id: 2}
    assert Medium.objects.count() == 2

    for person, words in ((learner, "See a whole series"), (supervisor, "Watch a whole series")):
        client = Client()
        client.force_login(person, backend=BACKEND)
        assert words in client.get("/courses/short-series/").content.decode()
        assert words in client.get("/api/v1/courses/short-series").json()["benefits"][0]


def test_a_prerequisite_is_named_until_it_is_completed(cast: Cast, course: Course, tmp_path: Path) -> None:
    slug = ('slug = "short-series"', 'slug = "later-series"')
    later = changed(tmp_path, slug, ("prerequisites = []", 'prerequisites = ["short-series"]'))
    second = actions.publish_course(agency=cast.agency, course=later, by=None, at=AT).version.course
    with pytest.raises(actions.Refusal) as refused:
        actions.enroll(person=cast["learner"], course=second, by=cast["learner"].id, at=AT)
    assert [reason.sentence for reason in refused.value.reasons] == [
        "You have not completed “Short Series” yet."
    ]


def test_a_course_that_others_register_refuses_self_registration(cast: Cast, tmp_path: Path) -> None:
    by_others = changed(tmp_path, ('registration = "self"', 'registration = "coordinator"'))
    course = actions.publish_course(agency=cast.agency, course=by_others, by=None, at=AT).version.course
    with pytest.raises(actions.Refusal, match="Staff Development Coordinator"):
        actions.enroll(person=cast["learner"], course=course, by=cast["learner"].id, at=AT)


def test_the_page_says_why_in_the_words_of_the_rule(cast: Cast, course: Course, client: Client) -> None:
    client.force_login(cast["learner"], backend=BACKEND)
    page = client.get("/courses/short-series/").content.decode()
    for sentence in (
        "You can enroll. Why?",
        "You work in the Division of Child Protection, since September 15, 2025.",
        "Your unit, Bronx East 4-B, is a CARES unit.",
        "From the HR roster of November 9, 2026.",
    ):
        assert sentence in page
    client.force_login(cast["new-cps"], backend=BACKEND)
    page = client.get("/courses/short-series/").content.decode()
    assert "You cannot enroll yet. Why?" in page
    assert "Your unit, Queens Onboarding 2, is not a CARES unit." in page
    answer = client.post("/courses/short-series/enroll", follow=True)
    assert "is not a CARES unit" in answer.content.decode()
    assert not Enrollment.objects.exists()


def test_search_finds_words_anywhere_and_marks_them(course: Course, client: Client) -> None:
    assert "<mark>Short</mark>" in client.get("/courses/?q=short").content.decode()
    assert "Nothing matches" in client.get("/courses/?q=unicorn").content.decode()
    assert client.get("/courses/", {"q": "a\x00b <script>" * 50, "mode": "nonsense"}).status_code == 200


@pytest.mark.parametrize("what", ["nothing", "file"])
def test_a_folder_that_is_none_is_refused_with_exit_code_2(tmp_path: Path, what: str) -> None:
    folder = tmp_path / what
    if what == "file":
        folder.write_text("no folder")
    done = CliRunner().invoke(course_command, ["check", str(folder)])
    assert done.exit_code == 2
    assert "Nothing is stored: 1 thing to mend" in done.output


def test_a_cut_video_stores_nothing(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "cut"
    shutil.copytree(SHORT_SERIES, folder)
    video = folder / "media" / "1-first.mp4"
    video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    done = CliRunner().invoke(course_command, ["check", str(folder)])
    assert done.exit_code == 2
    assert "cut short" in done.output
    assert not Course.objects.exists()
