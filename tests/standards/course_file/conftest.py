"""A course folder of one component, good as it stands; tests break one thing of it."""

import shutil
from pathlib import Path

import pytest

FILES = Path(__file__).parent.parent / "files"
COURSE = '''slug = "a-knock"
title = "A Knock at the Door"
mode = "micro_video_series"
sample = true
description = """How to
arrive.

And how to leave."""
benefits = ["Know how to knock."]
prerequisites = ["foundations"]
certificate = "all_components"
contact_hours = "1.5"
registration = "self"
license = "CC-BY-4.0"

[audience]
text = "All CARES staff and leadership."
division = "Division of Child Protection"
any_of = [ { unit_kind = "CARES" }, { levels = ["manager", "director"] } ]

[help_desk]
email = "helpdesk@example.org"
phone = "212-555-0148"

[[components]]
key = "knock"
kind = "micro_video"
title = "A Knock"
video = "media/knock.mp4"
captions = "captions/knock.vtt"
transcript = "transcripts/knock.md"
poster = "media/knock.jpg"
chapters = [ { at = 0, title = "Before" }, { at = 2.5, title = "After" } ]
'''
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nA knock.\n\n00:02.000 --> 00:04.000\nWho is there?\n"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The folder with its texts, without the video and the picture."""
    folder = tmp_path / "course"
    for name in ("media", "captions", "transcripts"):
        (folder / name).mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE)
    (folder / "captions/knock.vtt").write_text(CAPTIONS)
    (folder / "transcripts/knock.md").write_text("# A knock\n\nWho is there?\n")
    return folder


@pytest.fixture
def folder(bare: Path) -> Path:
    shutil.copy(FILES / "good.mp4", bare / "media/knock.mp4")
    shutil.copy(FILES / "poster.jpg", bare / "media/knock.jpg")
    return bare
