"""Puts the sentences of a film in time, from the true lengths of the spoken sentences.

Everything starts on a frame, so that sound, picture, captions and chapters agree exactly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from demo.studio.script import Script

FRAMES_PER_SECOND = 10
OPENING_FRAMES = 5  # the first slide is seen before it is heard
TURN_FRAMES = 3  # silence after a new slide appears
BREATH_FRAMES = 2  # silence after a sentence
CLOSING_FRAMES = 25  # the last question stays a while


@dataclass(frozen=True)
class Cue:
    start_seconds: float
    end_seconds: float
    text: str


@dataclass(frozen=True)
class View:
    """One state of one slide on screen, from its first frame until the next view's."""

    frame: int
    slide: int
    step: int


@dataclass(frozen=True)
class Timeline:
    cues: tuple[Cue, ...]
    views: tuple[View, ...]
    chapters: tuple[tuple[float, str], ...]
    frames: int

    @property
    def seconds(self) -> float:
        return self.frames / FRAMES_PER_SECOND

    @property
    def slide_starts(self) -> list[float]:
        """When each slide appears, in seconds; views within a slide only add to it."""
        first = {view.slide: view.frame for view in reversed(self.views)}
        return sorted(frame / FRAMES_PER_SECOND for frame in first.values())


def lay_out(script: "Script", spoken_seconds: Sequence[Sequence[float]]) -> Timeline:
    """The film's timeline; spoken_seconds has one row for each slide, one length for each sentence."""
    cues, views, chapters, frame = [], [], [], 0
    for index, (slide, lengths) in enumerate(zip(script.slides, spoken_seconds, strict=True)):
        if slide.chapter:
            chapters.append((frame / FRAMES_PER_SECOND, slide.chapter))
        views.append(View(frame, index, slide.sentences[0].step))
        frame += TURN_FRAMES if index else OPENING_FRAMES
        for sentence, seconds in zip(slide.sentences, lengths, strict=True):
            if sentence.step != views[-1].step:
                views.append(View(frame, index, sentence.step))
            start = frame / FRAMES_PER_SECOND
            cues.append(Cue(start, start + seconds, sentence.text))
            frame += math.ceil(seconds * FRAMES_PER_SECOND) + BREATH_FRAMES
    return Timeline(tuple(cues), tuple(views), tuple(chapters), frame + CLOSING_FRAMES)
