"""Turns pictures and a soundtrack into an MP4 that starts at once, and a first picture into a poster."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from demo.studio.timeline import FRAMES_PER_SECOND, Timeline

KEY_FRAME_SECONDS = 5
LOUDNESS = "I=-16:TP=-1.5:LRA=7"
SPEECH = "highpass=f=70,acompressor=threshold=-21dB:ratio=2.5:attack=8:release=120"
BT709 = "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv"
PICTURE = (
    "-c:v libx264 -profile:v high -level 3.1 -pix_fmt yuv420p -preset veryslow "
    "-tune stillimage -psy-rd 0:0 -crf 38 -refs 4 -bf 3 "
    f"-g {KEY_FRAME_SECONDS * FRAMES_PER_SECOND} -sc_threshold 0 {BT709}"
)
SOUND = "-c:a aac -ac 1 -ar 44100"
COLOR = "out_color_matrix=bt709:out_range=tv,format=yuv420p"
FILE = "-movflags +faststart -map_metadata -1 -fflags +bitexact -metadata:s:a:0 language=eng"


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    sound_kbits: int


FULL = Size(1280, 720, 64)
SMALL = Size(640, 360, 32)  # for courses that tests carry


def write_film(path: Path, pictures: list[bytes], soundtrack: Path, timeline: Timeline, size: Size) -> None:
    """An MP4 (H.264 and AAC) exactly as long as the timeline."""
    ends = [view.frame for view in timeline.views[1:]] + [timeline.frames]
    frames = b"".join(
        picture * (end - view.frame)
        for picture, view, end in zip(pictures, timeline.views, ends, strict=True)
    )
    starts = ",".join(f"{start:.1f}" for start in timeline.slide_starts)
    _ffmpeg(
        f"-f image2pipe -framerate {FRAMES_PER_SECOND} -c:v png -i -".split(),
        ["-i", str(soundtrack)],
        ["-vf", f"scale={size.width}:{size.height}:{COLOR}"],
        ["-af", f"{SPEECH},loudnorm={LOUDNESS}:linear=true:{_measured(soundtrack)}"],
        ["-force_key_frames", starts],
        [*PICTURE.split(), *SOUND.split(), "-b:a", f"{size.sound_kbits}k"],
        [*FILE.split(), "-t", f"{timeline.seconds:.1f}", str(path)],
        given=frames,
    )


def write_poster(path: Path, picture: bytes, size: Size) -> None:
    """The picture as a JPEG."""
    scale = ["-vf", f"scale={size.width}:{size.height}"]
    as_jpeg = ["-frames:v", "1", "-q:v", "11", "-huffman", "optimal", "-fflags", "+bitexact"]
    _ffmpeg(["-f", "image2pipe", "-c:v", "png", "-i", "-"], scale, [*as_jpeg, str(path)], given=picture)


def _measured(soundtrack: Path) -> str:
    """What loudnorm's first pass found, as arguments of its second."""
    said = _ffmpeg(
        ["-i", str(soundtrack), "-af", f"{SPEECH},loudnorm={LOUDNESS}:print_format=json", "-f", "null", "-"]
    )
    found = json.loads(re.findall(r"\{[^{}]*\}", said)[-1])
    names = {"measured_I": "input_i", "measured_TP": "input_tp", "measured_LRA": "input_lra"}
    names |= {"measured_thresh": "input_thresh", "offset": "target_offset"}
    return ":".join(f"{name}={found[key]}" for name, key in names.items())


def _ffmpeg(*arguments: list[str], given: bytes | None = None) -> str:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-y"]
    command += [each for group in arguments for each in group]
    ran = subprocess.run(command, input=given or b"", capture_output=True)
    said = ran.stderr.decode(errors="replace")
    if ran.returncode:
        raise ValueError(f"ffmpeg stopped: {said[-800:]}")
    return said
