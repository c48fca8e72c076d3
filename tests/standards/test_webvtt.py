import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldwise.standards.webvtt import Cue, NotWebVTT, problems, read


def cues(*blocks: str, header: str = "WEBVTT") -> list[Cue]:
    return read("\n\n".join([header, *blocks]) + "\n")


def test_cues_are_read_with_their_times_and_words() -> None:
    assert cues(
        "1\n00:00:01.000 --> 00:00:04.250 line:0\nA knock\nat the door.", "01:00:00.000 --> 01:00:01.000\nYes"
    ) == [
        Cue(1.0, 4.25, "A knock\nat the door."),
        Cue(3600.0, 3601.0, "Yes"),
    ]


def test_markup_and_entities_become_plain_words() -> None:
    (cue,) = cues("00:00.000 --> 00:01.000\n<v Ana><i>Tea</i> &amp; biscuits &lt;3")
    assert cue.text == "Tea & biscuits <3"


def test_comments_a_title_a_byte_order_mark_and_windows_lines_are_no_trouble() -> None:
    text = "\ufeffWEBVTT - Title\r\n\r\nNOTE ours\r\n\r\n00:00.000 --> 00:01.000\r\nYes\r\n"
    assert read(text) == [Cue(0.0, 1.0, "Yes")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The first line is not WEBVTT."),
        ("1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", "The first line is not WEBVTT."),
        ("WEBVTTX\n\n00:00.000 --> 00:01.000\nHi\n", "The first line is not WEBVTT."),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHi\n", "Line 3 is not a cue's times; write them as"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\n0:1.0 --> 0:2.0\nHi\n", "Line 6 is not a cue's times"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nHi\n", "Line 3 is not a cue's times"),
        ("WEBVTT\n\n00:01.000 --> \nHi\n", "Line 3 is not a cue's times"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n00:03.000 --> 00:04.000\nHo\n", "A cue cannot be read"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 size:large\nHi\n", "A cue cannot be read"),
    ],
)
def test_what_a_browser_would_skip_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(NotWebVTT) as refused:
        read(text)
    assert str(refused.value).startswith(sentence)


def test_good_captions_have_no_problems_and_may_touch_and_end_a_picture_late() -> None:
    assert problems([Cue(0, 2, "A"), Cue(2, 4.04, "B")], length_seconds=4) == []


@pytest.mark.parametrize(
    ("given_cues", "sentence"),
    [
        ([], "There are no captions."),
        (
            [Cue(0, 2, "A"), Cue(1.5, 3, "B")],
            "Caption 2 begins at 0:01.500, before caption 1 ends at 0:02.000.",
        ),
        (
            [Cue(2, 3, "A"), Cue(0, 1, "B")],
            "Caption 2 begins at 0:00.000, before caption 1 ends at 0:03.000.",
        ),
        ([Cue(0, 64.5, "A")], "Caption 1 ends at 1:04.500, but the video ends at 1:02.000."),
        ([Cue(0, 62.06, "A")], "Caption 1 ends at 1:02.060, but the video ends at 1:02.000."),
        ([Cue(1, 2, "")], "Caption 1, at 0:01.000, has no words."),
        ([Cue(3, 2, "A")], "Caption 1 begins at 0:03.000 and ends at 0:02.000; it must end after it begins."),
        ([Cue(2, 2, "A")], "Caption 1 begins at 0:02.000 and ends at 0:02.000; it must end after it begins."),
    ],
)
def test_each_problem_is_one_sentence(given_cues: list[Cue], sentence: str) -> None:
    assert problems(given_cues, length_seconds=62) == [sentence]


def test_all_problems_are_told() -> None:
    assert len(problems([Cue(0, 9, ""), Cue(8, 7, "B"), Cue(1, 90, "C")], length_seconds=62)) == 5


def test_without_a_known_length_nothing_is_too_late() -> None:
    assert problems([Cue(0, 9999, "A")], length_seconds=None) == []


@given(st.text())
def test_any_text_gives_cues_or_a_sentence(text: str) -> None:
    for whole in (text, f"WEBVTT\n\n{text}", f"WEBVTT\n\n00:01.000 --> 00:02.000{text}"):
        try:
            assert all(isinstance(cue, Cue) for cue in read(whole))
        except NotWebVTT as refused:
            told = str(refused)
        else:
            told = "."
        assert told.endswith(".")
