"""Draws slides: one PNG of 1280 by 720 for each view of a film."""

import json
from pathlib import Path
from typing import Any

import typst

from demo.studio.script import Script
from demo.studio.timeline import Timeline

TEMPLATES = Path(__file__).parent / "drawing"
FONTS = Path(__file__).parents[2] / "src/fieldwise/shell/static/fonts/ttf"


def draw(script: Script, timeline: Timeline, film: dict[str, Any]) -> list[bytes]:
    """The pictures of a film, one for each view; film says its place in the series."""
    over, _, _ = script.title.partition(":")
    pictures = []
    for view in timeline.views:
        given = {"over": over, "number": view.slide + 1, "step": view.step, "film": film}
        pictures.append(_picture(given | script.slides[view.slide].drawing))
    return pictures


def _picture(slide: dict[str, Any]) -> bytes:
    picture, warnings = typst.compile_with_warnings(
        str(TEMPLATES / "slide.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=72,
        sys_inputs={"slide": json.dumps(slide)},
    )
    if warnings:
        # typst falls back silently when the font is missing: a warning is a broken slide.
        raise ValueError(f"typst, slide {slide['number']}: {'; '.join(str(w) for w in warnings)}")
    return picture
