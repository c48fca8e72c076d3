"""A good course folder, and what is wrong with the files that it names."""

import os
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from fieldwise.standards.course_file import CourseFile, CourseProblems, read_course
from tests.standards.course_file.conftest import CAPTIONS, COURSE, FILES


def told(folder: Path) -> list[str]:
    answer = read_course(folder)
    return list(answer.sentences) if isinstance(answer, CourseProblems) else []


def name_file(folder: Path, field: str, written: str) -> None:
    lines = [
        f"{field} = {written}" if line.startswith(f"{field} =") else line for line in COURSE.splitlines()
    ]
    (folder / "course.toml").write_text("\n".join(lines))


def test_a_good_folder_is_read_whole(folder: Path) -> None:
    course = read_course(folder)
    assert isinstance(course, CourseFile)
    assert (course.slug, course.sample, course.contact_hours) == ("a-knock", True, Decimal("1.5"))
    assert course.paragraphs == ("How to arrive.", "And how to leave.")
    assert course.benefits_intro == "Learners will:"
    assert course.benefits == ("Know how to knock.",)
    assert [(way.unit_kind, way.levels) for way in course.audience.any_of] == [
        ("CARES", ()),
        (None, ("manager", "director")),
    ]
    (component,) = course.components
    assert (component.key, component.seconds, course.seconds) == ("knock", 4.0, 4.0)
    assert component.video == (folder / "media/knock.mp4").resolve()
    assert component.poster == (folder / "media/knock.jpg").resolve()
    assert [cue.text for cue in component.cues] == ["A knock.", "Who is there?"]
    assert [chapter.at for chapter in component.chapters] == [0, 2.5]
    assert component.transcript_text == "# A knock\n\nWho is there?"


def test_what_is_optional_may_be_absent(folder: Path) -> None:
    lines = COURSE.split("[help_desk]")[0] + "[[components]]" + COURSE.split("[[components]]")[1]
    optional = ("sample", "contact_hours", "license", "division", "any_of", "poster", "chapters")
    kept = [line for line in lines.splitlines() if not line.startswith(optional)]
    (folder / "course.toml").write_text("\n".join(kept))
    course = read_course(folder)
    assert isinstance(course, CourseFile)
    assert (course.sample, course.contact_hours, course.help_desk) == (False, None, None)
    assert course.audience.any_of == ()
    assert course.components[0].poster is None


def test_byte_order_marks_and_windows_lines_are_no_trouble(folder: Path) -> None:
    for name in ("course.toml", "captions/knock.vtt", "transcripts/knock.md"):
        file = folder / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    course = read_course(folder)
    assert isinstance(course, CourseFile)
    assert course.components[0].transcript_text == "# A knock\n\nWho is there?"


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    shutil.move(folder / "media/knock.mp4", folder / "media/really.mp4")
    (folder / "media/knock.mp4").symlink_to("really.mp4")
    assert told(folder) == []


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("../outside.md", "The path climbs out of its folder. Write it without “..”."),
        ("transcripts/../../outside.md", "The path climbs out of its folder. Write it without “..”."),
        ("/etc/hostname", "Write the path from the course folder on, with / between its parts."),
        ("C:/outside.md", "Write the path from the course folder on, with / between its parts."),
        ("transcripts\\\\knock.md", "Write the path from the course folder on, with / between its parts."),
        ("transcripts/nothing.md", "The file is not in the course folder."),
        ("transcripts", "This is not a file."),
        ("pipe", "This is not a file."),
        ("link.md", "The file is a link that leaves the course folder. Copy the file itself into it."),
        (
            "linked/outside.md",
            "The file is a link that leaves the course folder. Copy the file itself into it.",
        ),
        ("broken.md", "The file is not in the course folder."),
        ("round.md", "The file cannot be read: "),
        ("x" * 300, "The file cannot be read: File name too long."),
        ("", "This is not the name of a file."),
        ("a\\u0000b", "This is not the name of a file."),
        ("empty.md", "The file is empty."),
        ("blank.md", "The file has no words."),
        ("latin.md", "Line 2 is not UTF-8. Save the file as UTF-8."),
        ("big.md", "The file has 1,000,001 bytes; at most 1,000,000 fit."),
    ],
)
def test_a_text_that_cannot_be_used_is_told(bare: Path, written: str, sentence: str) -> None:
    (bare.parent / "outside.md").write_text("outside")
    os.mkfifo(bare / "pipe")
    (bare / "link.md").symlink_to(bare.parent / "outside.md")
    (bare / "linked").symlink_to(bare.parent)
    (bare / "broken.md").symlink_to("nowhere")
    (bare / "round.md").symlink_to("round.md")
    (bare / "empty.md").touch()
    (bare / "blank.md").write_text(" \n")
    (bare / "latin.md").write_bytes(b"Tea\ncaf\xe9")
    (bare / "big.md").write_bytes(b"x" * 1_000_001)
    name_file(bare, "transcript", f'"{written}"')
    (complaint,) = [line for line in told(bare) if "component 1, transcript (" in line]
    assert f": {sentence}" in complaint


def test_a_missing_video_and_picture_are_told(bare: Path) -> None:
    assert told(bare) == [
        "course.toml: component 1, video (media/knock.mp4): The file is not in the course folder.",
        "course.toml: component 1, poster (media/knock.jpg): The file is not in the course folder.",
    ]


@pytest.mark.parametrize("part", [0.5, 0.95])
def test_a_cut_video_is_told(folder: Path, part: float) -> None:
    video = folder / "media/knock.mp4"
    whole = video.read_bytes()
    video.write_bytes(whole[: int(len(whole) * part)])
    assert told(folder) == [
        "course.toml: component 1, video (media/knock.mp4): "
        "The file is cut short: its end is missing. Copy or export it again."
    ]


def test_a_video_with_several_faults_is_told_with_each(folder: Path) -> None:
    shutil.copy(FILES / "sound-only.mp4", folder / "media/knock.mp4")
    shutil.copy(FILES / "good.mp4", folder / "media/knock.jpg")
    assert told(folder) == [
        "course.toml: component 1, poster (media/knock.jpg): The file is neither a JPEG nor a PNG picture.",
        "course.toml: component 1, video (media/knock.mp4): The file has no H.264 picture.",
    ]


def test_captions_and_chapters_past_the_end_and_overlaps_are_told(folder: Path) -> None:
    late = CAPTIONS.replace("00:02.000 --> 00:04.000", "00:01.000 --> 00:04.500")
    (folder / "captions/knock.vtt").write_text(late)
    (folder / "course.toml").write_text(COURSE.replace("at = 2.5", "at = 4.0"))
    captions = "course.toml: component 1, captions (captions/knock.vtt): Caption 2"
    assert told(folder) == [
        f"{captions} begins at 0:01.000, before caption 1 ends at 0:02.000.",
        f"{captions} ends at 0:04.500, but the video ends at 0:04.000.",
        "course.toml: component 1, chapters: Chapter 2 begins at 4.0 s, after the end at 4.0 s.",
    ]


def test_captions_without_cues_are_told(folder: Path) -> None:
    (folder / "captions/knock.vtt").write_text("WEBVTT\n")
    assert told(folder) == ["course.toml: component 1, captions (captions/knock.vtt): There are no captions."]


def test_a_course_toml_that_is_a_link_out_of_the_folder_is_not_read(folder: Path) -> None:
    shutil.move(folder / "course.toml", folder.parent / "course.toml")
    (folder / "course.toml").symlink_to(folder.parent / "course.toml")
    assert told(folder) == [
        "course.toml: The file is a link that leaves the course folder. Copy the file itself into it."
    ]


def test_more_components_than_fit_are_told_without_opening_them(bare: Path) -> None:
    component = "\n[[components]]\n" + COURSE.split("[[components]]\n")[1].replace("media/", "none/")
    (bare / "course.toml").write_text(COURSE + component * 100)
    answer = told(bare)
    assert "course.toml: components: has 101; at most 100 fit." in answer
    assert not any("component 101," in line for line in answer)
