"""Makes a course folder from its scripts; README.md says how to set up the studio."""

import argparse
import sys
import tempfile
from pathlib import Path

from demo.studio.captions import webvtt
from demo.studio.course import course_toml, fresh_folders
from demo.studio.film import FULL, SMALL, Size, write_film, write_poster
from demo.studio.script import Script, ScriptError, read_scripts
from demo.studio.slides import draw
from demo.studio.timeline import Timeline, lay_out
from demo.studio.transcript import transcript
from demo.studio.voice import seconds, soundtrack, speak

Take = tuple[Script, list[list[bytes]], Timeline]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.studio", description=__doc__)
    parser.add_argument("scripts", type=Path, help="folder with course.toml and one script for each film")
    parser.add_argument("course", type=Path, help="course folder to write")
    parser.add_argument("--slides", type=Path, metavar="DIR", help="only draw the slides, as PNG, into DIR")
    parser.add_argument(
        "--small", action="store_true", help="640 by 360 with 32 kbit/s sound, for a test course"
    )
    given = parser.parse_args()
    try:
        takes = [_take(script) for script in read_scripts(given.scripts)]
    except ScriptError as refusal:
        sys.exit(str(refusal))
    pictures = [draw(script, timeline, _place(n, takes)) for n, (script, _, timeline) in enumerate(takes)]
    if given.slides:
        _keep_slides(given.slides, takes, pictures)
        return 0
    fresh_folders(given.course)
    for take, drawn in zip(takes, pictures, strict=True):
        _film(given.course, take, drawn, SMALL if given.small else FULL)
    head = (given.scripts / "course.toml").read_text(encoding="utf-8")
    films = [(script, timeline) for script, _, timeline in takes]
    (given.course / "course.toml").write_text(course_toml(head, films), encoding="utf-8")
    return 0


def _take(script: Script) -> Take:
    speech = speak(script)
    return script, speech, lay_out(script, [[seconds(each) for each in row] for row in speech])


def _place(index: int, takes: list[Take]) -> dict[str, object]:
    return {"position": index + 1, "seconds": [timeline.seconds for _, _, timeline in takes]}


def _keep_slides(folder: Path, takes: list[Take], pictures: list[list[bytes]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for (script, _, timeline), drawn in zip(takes, pictures, strict=True):
        for view, picture in zip(timeline.views, drawn, strict=True):
            (folder / f"{script.stem}-{view.slide + 1}-{view.step}.png").write_bytes(picture)


def _film(course: Path, take: Take, pictures: list[bytes], size: Size) -> None:
    script, speech, timeline = take
    (course / f"captions/{script.stem}.vtt").write_text(webvtt(timeline), encoding="utf-8")
    (course / f"transcripts/{script.stem}.md").write_text(transcript(script), encoding="utf-8")
    write_poster(course / f"media/{script.stem}.jpg", pictures[0], size)
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder, "sound.wav")
        sound.write_bytes(soundtrack(speech, timeline))
        video = course / f"media/{script.stem}.mp4"
        write_film(video, pictures, sound, timeline, size)
    print(f"{script.title}: {timeline.seconds:.1f} s, {video.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
