"""Videos that every browser plays from the first byte on: MP4, H.264 in 8-bit 4:2:0 color, AAC or no sound.

Source: ISO/IEC 14496-12 (the MP4 file format); https://developer.mozilla.org/docs/Web/Media/Guides/Formats
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pymediainfo import MediaInfo

PROBE_LIMIT_SECONDS = 20

_NAMES = {"AVC": "H.264", "HEVC": "H.265", "MPEG Audio": "MPEG audio"}


@dataclass(frozen=True)
class Medium:
    """What a media file says of itself; None where it says nothing, `seconds` to the millisecond."""

    container: str | None = None
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    video_codec: str | None = None
    color: str | None = None
    audio_codec: str | None = None
    faststart: bool = False
    cut: bool = False
    damaged: bool = False


def probe(path: Path) -> Medium:
    """Reads the file's own description of itself; what is no MP4 gives an empty Medium. Raises OSError."""
    with path.open("rb") as file:
        if file.read(12)[4:8] != b"ftyp":
            return Medium()
    # A damaged index can keep the library busy for ever, so it reads in a process that can be ended.
    command = [sys.executable, "-P", "-m", __name__, str(path.absolute())]
    try:
        answer = subprocess.run(command, capture_output=True, check=True, timeout=PROBE_LIMIT_SECONDS).stdout
    except subprocess.SubprocessError:
        return Medium(damaged=True)
    return Medium(**json.loads(answer))


def _read(path: Path) -> Medium:
    tracks: dict[str, dict[str, Any]] = {}
    with path.open("rb") as file:
        for track in MediaInfo.parse(file).tracks:
            tracks.setdefault(track.track_type, track.to_data())
    return _medium(tracks.get("General", {}), tracks.get("Video", {}), tracks.get("Audio", {}))


def _medium(general: dict[str, Any], video: dict[str, Any], audio: dict[str, Any]) -> Medium:
    is_mp4 = general.get("format") == "MPEG-4" and general.get("format_profile") != "QuickTime"
    return Medium(
        container="MP4" if is_mp4 else general.get("format_profile"),
        seconds=float(general.get("duration") or 0) / 1000,
        width=int(video.get("width") or 0),
        height=int(video.get("height") or 0),
        video_codec=_NAMES.get(video.get("format", ""), video.get("format")),
        color=_color(video) if video else None,
        audio_codec=_NAMES.get(audio.get("format", ""), audio.get("format")),
        faststart=general.get("isstreamable") == "Yes",
        cut=general.get("istruncated") == "Yes" or _lacks_samples(general, video, audio),
    )


def _color(video: dict[str, Any]) -> str:
    sampling, bits = video.get("chroma_subsampling"), video.get("bit_depth")
    return f"{sampling} {bits}-bit" if sampling and bits else "unknown"


def _lacks_samples(general: dict[str, Any], *streams: dict[str, Any]) -> bool:
    """Whether the streams claim more bytes than follow the file's head: a cut that the boxes do not betray."""
    size = int(general.get("file_size") or 0)
    after_head = size - int(general.get("headersize") or size)
    return after_head < sum(int(s.get("source_stream_size") or s.get("stream_size") or 0) for s in streams)


def problems(medium: Medium) -> list[str]:
    """A sentence for each reason why a browser would not play the whole medium at once."""
    if medium.damaged:
        return ["The file is damaged and cannot be read. Copy or export it again."]
    if medium.container != "MP4":
        return ["The file is not an MP4 video. Export it as MP4 with H.264 and AAC."]
    if medium.cut:
        return ["The file is cut short: its end is missing. Copy or export it again."]
    findings = (
        (medium.seconds <= 0, "The video has no length."),
        (medium.video_codec != "H.264", _wrong("picture", medium.video_codec, "H.264")),
        (
            medium.video_codec == "H.264" and medium.color != "4:2:0 8-bit",
            f"The picture's color is {medium.color}; tablets play 4:2:0 8-bit. Export it so.",
        ),
        (medium.audio_codec not in (None, "AAC"), _wrong("sound", medium.audio_codec, "AAC")),
        (
            not medium.faststart,
            "The index is at the end of the file, so play cannot begin at once. Export it with “fast start”.",
        ),
    )
    return [sentence for wrong, sentence in findings if wrong]


def _wrong(part: str, codec: str | None, asked: str) -> str:
    return f"The {part} is {codec}, not {asked}." if codec else f"The file has no {asked} {part}."


if __name__ == "__main__":
    print(json.dumps(asdict(_read(Path(sys.argv[1])))))
