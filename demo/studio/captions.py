"""Captions as WebVTT: one cue for a sentence, at most two lines of 42 characters."""

import textwrap
from html import escape

from demo.studio.timeline import Timeline

LINE = 42


def caption_lines(text: str) -> list[str]:
    """The sentence in as few lines as fit, with the first break where the lines are most even."""
    wrapped = textwrap.wrap(text, LINE)
    if len(wrapped) != 2:
        return wrapped
    words = text.split()
    pairs = ((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words)))
    fitting = [(first, second) for first, second in pairs if max(len(first), len(second)) <= LINE]
    return list(min(fitting, key=lambda pair: _unevenness(*pair)))


def _unevenness(first: str, second: str) -> int:
    after_a_pause = first[-1] in ",.:;?"
    return abs(len(first) - len(second)) - (24 if after_a_pause else 0)


def webvtt(timeline: Timeline) -> str:
    """The captions file of one film."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(timeline.cues, start=1):
        text = "\n".join(escape(line, quote=False) for line in caption_lines(cue.text))
        blocks.append(f"{number}\n{_clock(cue.start_seconds)} --> {_clock(cue.end_seconds)}\n{text}")
    return "\n\n".join(blocks) + "\n"


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"
