import sys
from pathlib import Path

import pytest

from fieldwise.standards import media
from fieldwise.standards.media import Medium, probe, problems

FILES = Path(__file__).parent / "files"
GOOD = FILES / "good.mp4"
CUT = ["The file is cut short: its end is missing. Copy or export it again."]
NOT_MP4 = ["The file is not an MP4 video. Export it as MP4 with H.264 and AAC."]


def test_a_good_file_is_described() -> None:
    medium = probe(GOOD)
    assert medium == Medium(
        container="MP4",
        seconds=4.0,
        width=96,
        height=54,
        video_codec="H.264",
        color="4:2:0 8-bit",
        audio_codec="AAC",
        faststart=True,
    )
    assert problems(medium) == []


def test_a_video_without_sound_is_good() -> None:
    assert problems(probe(FILES / "silent.mp4")) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("late-index.mp4", "The index is at the end of the file, so play cannot begin at once."),
        ("mpeg4-visual.mp4", "The picture is MPEG-4 Visual, not H.264."),
        ("mp3-sound.mp4", "The sound is MPEG audio, not AAC."),
        ("sound-only.mp4", "The file has no H.264 picture."),
        ("full-color.mp4", "The picture's color is 4:4:4 8-bit; tablets play 4:2:0 8-bit."),
        ("quicktime.mov", "The file is not an MP4 video."),
        ("poster.jpg", "The file is not an MP4 video."),
    ],
)
def test_what_some_browser_does_not_play_is_told(name: str, sentence: str) -> None:
    (told,) = problems(probe(FILES / name))
    assert told.startswith(sentence)


@pytest.mark.parametrize("name", ["good.mp4", "late-index.mp4"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.95, 0.9999])
def test_a_file_that_is_cut_is_found_out(tmp_path: Path, name: str, part: float) -> None:
    whole = (FILES / name).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: int(len(whole) * part)])
    assert problems(probe(cut)) == CUT


@pytest.mark.parametrize("part", [0.5, 0.95])
def test_a_cut_is_found_out_even_when_the_file_says_that_it_ends_where_it_ends(
    tmp_path: Path, part: float
) -> None:
    """A media box of size 0 runs to the end of the file, wherever that is."""
    whole = bytearray(GOOD.read_bytes())
    box = whole.index(b"mdat") - 4
    whole[box : box + 4] = bytes(4)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole)
    assert problems(probe(cut)) == []
    cut.write_bytes(whole[: int(len(whole) * part)])
    assert problems(probe(cut)) == CUT


def test_an_index_without_any_media_is_cut(tmp_path: Path) -> None:
    whole = GOOD.read_bytes()
    head = tmp_path / "head.mp4"
    head.write_bytes(whole[: whole.index(b"mdat") - 4])
    assert problems(probe(head)) == CUT


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00 a program", b"ftyp", b"#EXTM3U\nhttp://example.org/\n"]
)
def test_a_file_that_is_something_else_is_no_mp4(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "renamed.mp4"
    other.write_bytes(content)
    assert problems(probe(other)) == NOT_MP4


def test_a_file_that_keeps_the_library_busy_is_given_up(monkeypatch) -> None:
    monkeypatch.setattr(media, "PROBE_LIMIT_SECONDS", 0.001)
    assert problems(probe(GOOD)) == ["The file is damaged and cannot be read. Copy or export it again."]


def test_a_file_over_which_the_library_falls_is_damaged(monkeypatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert probe(GOOD).damaged


def test_nothing_in_the_working_folder_is_run(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert not probe(GOOD).damaged


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        probe(FILES / "nothing.mp4")


def test_a_video_of_no_length_is_told() -> None:
    medium = Medium(container="MP4", video_codec="H.264", color="4:2:0 8-bit", faststart=True)
    assert problems(medium) == ["The video has no length."]
