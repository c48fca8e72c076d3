"""The transcript of a film in Markdown: what is said, and what only the slides show."""

from typing import Any

from demo.studio.script import Script, Slide

SAMPLE = "Sample content, read by a synthetic voice. Scenes are invented and show places without people."


def transcript(script: Script) -> str:
    """Headings for chapters, a paragraph for each slide, and the sources."""
    paragraphs = [f"# {script.title}", SAMPLE]
    for slide in script.slides:
        if slide.chapter:
            paragraphs.append(f"## {slide.chapter}")
        paragraphs.append(" ".join(sentence.text for sentence in slide.sentences))
        paragraphs.append(f"On the slide: {_shown(slide)}")
    if script.sources:
        paragraphs += ["## Sources", *script.sources]
    return "\n\n".join(paragraphs) + "\n"


def _shown(slide: Slide) -> str:
    drawing = slide.drawing
    parts = [drawing.get("over"), drawing["head"], drawing.get("sub"), drawing.get("text")]
    parts += [f"{column['head']}: {column['text']}" for column in drawing.get("columns", ())]
    parts += [f"{finding['label']}: {finding['text']}" for finding in drawing.get("findings", ())]
    parts += [f"{level['who']} {level['does']}" for level in drawing.get("levels", ())]
    parts += _charted(drawing.get("chart", {}))
    parts += [drawing.get("risk"), drawing.get("line"), drawing.get("moved_by"), *drawing.get("asks", ())]
    parts += [*drawing.get("aside", {}).values(), drawing.get("note"), *drawing.get("lines", ())]
    parts += [drawing.get("picture")]
    return " ".join(_ended(part.replace("\n", " ")) for part in parts if part)


def _charted(chart: dict[str, Any]) -> list[str]:
    parts = [f"{bar['label']}: {bar['value']}{chart.get('unit', '')}" for bar in chart.get("bars", ())]
    parts += [
        f"{bar['label']}: {bar['percent']}% {chart['filled_label']}" for bar in chart.get("portions", ())
    ]
    for pair in chart.get("pairs", ()):
        counts = [f"{each['value']:,} in {each['label']}" for each in (pair["from"], pair["to"])]
        parts.append(f"{pair['title']}: {', '.join(counts)}")
    if "filled" in chart:
        parts.append(f"{chart['filled']} of 100 {chart['filled_label']}")
    return parts


def _ended(part: str) -> str:
    return part if part[-1] in ".?!:" else part + "."
