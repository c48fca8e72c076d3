"""How a sentence is broken into the lines of a caption: at most two of 42 characters."""

import textwrap

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
