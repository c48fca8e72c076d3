"""WebVTT captions, read strictly: what a browser would skip in silence is refused with its line.

Source: WebVTT, https://www.w3.org/TR/webvtt1/
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import webvtt

END_TOLERANCE_SECONDS = (
    0.05  # about one picture: captions are timed on the sound, which may outlast the last one
)

_HEADER = re.compile(r"\ufeff?WEBVTT(?:[ \t\r\n]|\Z)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_TIMES = re.compile(
    r"\s*(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}\s*-->\s*(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}(?:\s.*)?"
)


class NotWebVTT(ValueError):
    """The text is not WebVTT; the message is a sentence for its author."""


@dataclass(frozen=True)
class Cue:
    """One caption: when it shows, in seconds, and its words without markup."""

    start_seconds: float
    end_seconds: float
    text: str


def read(text: str) -> list[Cue]:
    """The cues of a WebVTT file, in its order; raises NotWebVTT for what browsers would not show."""
    if not _HEADER.match(text):
        raise NotWebVTT("The first line is not WEBVTT.")
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if "-->" in line and not _TIMES.fullmatch(line):
            raise NotWebVTT(
                f"Line {number} is not a cue's times; write them as 00:00:01.000 --> 00:00:04.000."
            )
    try:
        captions = webvtt.from_string(text, strict=True).captions
    except (webvtt.errors.MalformedCaptionError, webvtt.errors.MalformedFileError) as error:
        raise NotWebVTT(f"A cue cannot be read: {error}.") from error
    return [_cue(caption) for caption in captions]


def _cue(caption: webvtt.Caption) -> Cue:
    return Cue(
        start_seconds=caption.start_time.in_milliseconds() / 1000,
        end_seconds=caption.end_time.in_milliseconds() / 1000,
        text=html.unescape(caption.text).strip(),
    )


def problems(cues: Sequence[Cue], length_seconds: float | None) -> list[str]:
    """A sentence for each thing wrong with the cues of a video of that length; None when it is not known."""
    if not cues:
        return ["There are no captions."]
    found = [sentence for number, cue in enumerate(cues, start=1) for sentence in _cue_problems(number, cue)]
    for number, (before, cue) in enumerate(pairwise(cues), start=2):
        if cue.start_seconds < before.end_seconds:
            found.append(
                f"Caption {number} begins at {_time(cue.start_seconds)}, "
                f"before caption {number - 1} ends at {_time(before.end_seconds)}."
            )
    return found + _late_cues(cues, length_seconds)


def _late_cues(cues: Sequence[Cue], length_seconds: float | None) -> list[str]:
    if length_seconds is None:
        return []
    end = _time(length_seconds)
    return [
        f"Caption {number} ends at {_time(cue.end_seconds)}, but the video ends at {end}."
        for number, cue in enumerate(cues, start=1)
        if cue.end_seconds > length_seconds + END_TOLERANCE_SECONDS
    ]


def _cue_problems(number: int, cue: Cue) -> list[str]:
    found = []
    if not cue.text:
        found.append(f"Caption {number}, at {_time(cue.start_seconds)}, has no words.")
    if cue.end_seconds <= cue.start_seconds:
        times = f"begins at {_time(cue.start_seconds)} and ends at {_time(cue.end_seconds)}"
        found.append(f"Caption {number} {times}; it must end after it begins.")
    return found


def _time(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    return f"{minutes}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
