"""Writes a course folder: its course.toml, films, posters, captions and transcripts."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from demo.studio.script import Script
from demo.studio.timeline import Timeline


def fresh_folders(course: Path) -> None:
    """Empty media, captions and transcripts folders in the course."""
    for name in ("media", "captions", "transcripts"):
        shutil.rmtree(course / name, ignore_errors=True)
        (course / name).mkdir(parents=True)


def course_toml(head: str, films: Iterable[tuple[Script, Timeline]]) -> str:
    """The course's own words, followed by one component for each film."""
    return head.rstrip() + "\n" + "".join(_component(script, timeline) for script, timeline in films)


def _component(script: Script, timeline: Timeline) -> str:
    chapters = "".join(
        f"  {{ at = {at:.1f}, title = {_quoted(title)} }},\n" for at, title in timeline.chapters
    )
    return f"""
[[components]]
key = {_quoted(script.key)}
kind = "micro_video"
title = {_quoted(script.title)}
video = "media/{script.stem}.mp4"
captions = "captions/{script.stem}.vtt"
transcript = "transcripts/{script.stem}.md"
poster = "media/{script.stem}.jpg"
chapters = [
{chapters}]
"""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
