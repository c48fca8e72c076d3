"""Which names can stand on a certificate.

Source: docs/operate/personal-data.md
"""

import unicodedata

from fieldwise.rulebook.reasons import FixedReason

LONGEST_NAME = 200
JOINERS = "\u200c\u200d"  # letters of Persian and Hindi names need them


class NameRefusal(FixedReason):
    """Why a name is not taken."""

    TOO_SHORT = "A name has at least two letters."
    TOO_LONG = "A name has at most 200 characters."
    INVISIBLE = "The name holds an invisible character. Type it again."


def written_name(typed: str) -> str:
    """A name with one space between its parts, and one spelling for letters that have two."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def name_refusal(name: str) -> NameRefusal | None:
    """Why a name as it is written is not taken; None when it is."""
    if sum(character.isalpha() for character in name) < 2:
        return NameRefusal.TOO_SHORT
    if len(name) > LONGEST_NAME:
        return NameRefusal.TOO_LONG
    visible = "".join(character for character in name if character not in JOINERS)
    return None if visible.isprintable() else NameRefusal.INVISIBLE
