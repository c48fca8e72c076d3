"""The synthetic voice: flite speaks each sentence, and the true lengths come back."""

import io
import re
import subprocess
import tempfile
import wave
from pathlib import Path

from demo.studio.script import Script
from demo.studio.timeline import FRAMES_PER_SECOND, Timeline

RATE = 16_000  # samples a second of the voice slt, 16 bit, one channel
SLOWER = "duration_stretch=1.03"


def speak(script: Script) -> list[list[bytes]]:
    """The samples of every sentence, slide by slide."""
    return [[_speak(_respelled(s.text, script.spoken)) for s in slide.sentences] for slide in script.slides]


def seconds(samples: bytes) -> float:
    """How long these samples sound."""
    return len(samples) / 2 / RATE


def soundtrack(speech: list[list[bytes]], timeline: Timeline) -> bytes:
    """A WAV file as long as the film, each sentence where the timeline puts it."""
    track = bytearray(timeline.frames * RATE // FRAMES_PER_SECOND * 2)
    for cue, samples in zip(timeline.cues, (each for row in speech for each in row), strict=True):
        start = round(cue.start_seconds * RATE) * 2
        track[start : start + len(samples)] = samples
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes(bytes(track))
    return file.getvalue()


def _respelled(text: str, spoken: dict[str, str]) -> str:
    text = text.replace("’", "'")  # flite reads plain ASCII only
    for word, spelling in spoken.items():
        text = re.sub(rf"\b{re.escape(word)}\b", spelling, text)
    return text


def _speak(text: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sentence.wav")
        subprocess.run(["flite", "-voice", "slt", "--setf", SLOWER, "-t", text, "-o", file], check=True)
        with wave.open(str(file)) as sound:
            if (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) != (RATE, 2, 1):
                raise ValueError("flite's voice slt did not answer in 16 kHz, 16 bit, one channel.")
            samples: bytes = sound.readframes(sound.getnframes())
            return samples
