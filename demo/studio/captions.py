"""Captions as WebVTT: one cue for a sentence."""

from html import escape

from demo.studio.lines import caption_lines
from demo.studio.timeline import Timeline


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
