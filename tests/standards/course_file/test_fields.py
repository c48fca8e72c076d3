"""What is wrong in course.toml itself; the folders of these tests have no video, so that they are quick."""

from pathlib import Path

import pytest

from fieldwise.standards.course_file import CourseProblems, read_course


def told(folder: Path, old: str = "", new: str = "") -> list[str]:
    """The problems of the folder with a part of its course.toml replaced, without those of its missing files."""
    toml = folder / "course.toml"
    text = toml.read_text()
    assert old in text
    toml.write_text(text.replace(old, new, 1))
    answer = read_course(folder)
    assert isinstance(answer, CourseProblems)
    return [
        sentence for sentence in answer.sentences if "The file is not in the course folder." not in sentence
    ]


def test_the_fields_are_good_as_they_stand(bare: Path) -> None:
    assert told(bare) == []


SLUG = "must be lower-case letters and digits, joined by single hyphens."
HOURS = 'contact_hours: must be a number above 0 in quotes, such as "1.5".'
MODES = (
    "micro_video_series, micro_video, elearning, instructor_led, virtual_instructor_led or onboarding_program"
)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('slug = "a-knock"', 'slug = "A Knock"', f"slug: “A Knock” {SLUG}"),
        ('slug = "a-knock"', 'slug = "a-knock\\n"', f"slug: “a-knock�” {SLUG}"),
        ('slug = "a-knock"', f'slug = "{"a" * 101}"', "slug: is 101 characters long; at most 100 fit."),
        ('slug = "a-knock"', "", "slug: is missing."),
        ("A Knock at the Door", "x" * 201, "title: is 201 characters long; at most 200 fit."),
        ("A Knock at the Door", " \\t ", "title: is empty."),
        ("A Knock at the Door", "A\\u0000B", "title: contains the control character U+0000; remove it."),
        ("A Knock at the Door", "A\\nB", "title: must stand on one line."),
        ("A Knock at the Door", "A\\u2028B", "title: contains the control character U+2028; remove it."),
        ('mode = "micro_video_series"', 'mode = "film"', f"mode: must be one of {MODES}."),
        ("sample = true", 'sample = "yes"', "sample: must be true or false."),
        ('["Know how to knock."]', "[]", "benefits: at least one is needed."),
        ('["Know how to knock."]', '"Know"', "benefits: must be a list in square brackets."),
        ('["Know how to knock."]', '["a", " "]', "benefit 2: is empty."),
        ('["Know how to knock."]', f"{['a'] * 9}", "benefits: has 9; at most 8 fit."),
        ('["Know how to knock."]', '["a", 3]', "benefit 2: must be text in quotes."),
        ('["foundations"]', '["a-knock"]', "prerequisites: names the course itself."),
        ('["foundations"]', '["a", "a"]', "prerequisites: names a course twice."),
        ('["foundations"]', '["A"]', f"prerequisite 1: “A” {SLUG}"),
        ('"all_components"', '"some"', "certificate: must be one of all_components or none."),
        ('contact_hours = "1.5"', "contact_hours = 1.5", HOURS),
        ('contact_hours = "1.5"', 'contact_hours = "0.0"', HOURS),
        ('contact_hours = "1.5"', 'contact_hours = "NaN"', HOURS),
        ('license = "CC', 'licence = "CC', "licence: is not a field here. Did you mean license?"),
        ('license = "CC', '"\\u0000" = "CC', "�: is not a field here. Remove it."),
        ('license = "CC', 'xyzzy = "CC', "xyzzy: is not a field here. Remove it."),
        ('{ unit_kind = "CARES" }', "{ }", "audience, any_of 1: must name a unit_kind, levels or titles."),
        ('{ unit_kind = ', '{ kind = ', "audience, any_of 1, kind: is not a field here. Did you mean unit_kind?"),
        ('text = "All CARES staff and leadership."', "", "audience, text: is missing."),
        ("division = ", "divison = ", "audience, divison: is not a field here. Did you mean division?"),
        ('"manager"', "4", "audience, any_of 2, level 1: must be text in quotes."),
        ('levels = ["manager"', 'titles = [""', "audience, any_of 2, title 1: is empty."),
        ("{ at = 2.5", "{ from = 2, at = 2.5", "component 1, chapter 2, from: is not a field here. Remove it."),
        ('{ at = 2.5, title = "After" }', '"After"', "component 1, chapter 2: must be a table."),
        ("helpdesk@example.org", "helpdesk", "help_desk, email: “helpdesk” is not an e-mail address."),
        ('phone = "212-555-0148"', "", "help_desk, phone: is missing."),
        ('kind = "micro_video"', 'kind = "quiz"', "component 1, kind: must be one of micro_video."),
        ('title = "A Knock"', "title = 4", "component 1, title: must be text in quotes."),
        ('captions = "captions/knock.vtt"', "", "component 1, captions: is missing."),
        ("at = 2.5", "at = nan", "component 1, chapter 2, at: must be a number of seconds."),
        ("at = 2.5", 'at = "2.5"', "component 1, chapter 2, at: must be a number of seconds."),
        ("at = 2.5", "at = 0.0", "component 1, chapters: chapter 2 must begin after chapter 1."),
        ("at = 0,", "at = 1,", "component 1, chapters: the first must begin at 0."),
        ("at = 0,", "at = -1,", "component 1, chapters: the first must begin at 0."),
    ],
)  # fmt: skip
def test_a_wrong_field_is_told_with_its_place(bare: Path, old: str, new: str, sentence: str) -> None:
    assert told(bare, old, new) == [f"course.toml: {sentence}"]


def test_a_key_that_two_components_share_is_told(bare: Path) -> None:
    toml = (bare / "course.toml").read_text()
    component = toml[toml.index("[[components]]") :]
    assert told(bare, component, component + component) == [
        "course.toml: component 2, key: “knock” is the key of component 1 too."
    ]


def test_a_course_without_components_is_told(bare: Path) -> None:
    toml = (bare / "course.toml").read_text()
    assert told(bare, toml[toml.index("[[components]]") :], "components = []\n") == [
        "course.toml: help_desk, components: is not a field here. Remove it.",
        "course.toml: components: is missing.",
    ]


@pytest.mark.parametrize("value", ["3", '"x"', "[3]", "[[]]", "[{ key = [] }]"])
def test_components_of_any_other_shape_are_told(bare: Path, value: str) -> None:
    (bare / "course.toml").write_text(f"components = {value}\n")
    answer = read_course(bare)
    assert isinstance(answer, CourseProblems)
    assert any(sentence.startswith("course.toml: component") for sentence in answer.sentences)


def test_everything_that_is_wrong_is_told_at_once(bare: Path) -> None:
    toml = (bare / "course.toml").read_text()
    (bare / "course.toml").write_text(
        toml.replace('["Know how to knock."]', "[]")
        .replace('title = "A Knock"', "titel = 1")
        .replace("at = 0,", "at = 1,")
    )
    (bare / "captions/knock.vtt").write_text("SubRip")
    (bare / "transcripts/knock.md").unlink()
    answer = read_course(bare)
    assert isinstance(answer, CourseProblems)
    assert answer.sentences == (
        "course.toml: benefits: at least one is needed.",
        "course.toml: component 1, title: is missing.",
        "course.toml: component 1, chapters: the first must begin at 0.",
        "course.toml: component 1, titel: is not a field here. Did you mean title?",
        "course.toml: component 1, video (media/knock.mp4): The file is not in the course folder.",
        "course.toml: component 1, captions (captions/knock.vtt): The first line is not WEBVTT.",
        "course.toml: component 1, transcript (transcripts/knock.md): The file is not in the course folder.",
        "course.toml: component 1, poster (media/knock.jpg): The file is not in the course folder.",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b'slug = "a"\nmode = \n', "line 2, column 8: Invalid value."),
        (b'slug = "a"\nslug = "b"\n', "line 2, column 11: Cannot overwrite a value."),
        (b'slug = "a', "end of document: Unterminated string."),
        (b'slug = "a"\ntitle = "caf\xe9"\n', "Line 2 is not UTF-8. Save the file as UTF-8."),
        ('slug = "a"'.encode("utf-16"), "The file is in UTF-16. Save it as UTF-8."),
        (b'slug = "a"\n\x00', "Line 2 contains a NUL character. Remove it."),
        (b"x = " + b"9" * 5000, "The file has a number with too many digits."),
        (b"x = " + b"[" * 5000, "The file is nested too deep."),
        (b"#" * 1_000_001, "The file has 1,000,001 bytes; at most 1,000,000 fit."),
    ],
)
def test_a_file_that_is_not_toml_is_told_with_its_line(bare: Path, content: bytes, sentence: str) -> None:
    (bare / "course.toml").write_bytes(content)
    assert read_course(bare) == CourseProblems((f"course.toml: {sentence}",))


def test_a_folder_without_course_toml_and_no_folder_at_all(tmp_path: Path) -> None:
    assert read_course(tmp_path) == CourseProblems(("course.toml: The file is not in the course folder.",))
    nowhere = tmp_path / "nowhere"
    assert read_course(nowhere) == CourseProblems((f"course.toml: There is no folder {nowhere}.",))
