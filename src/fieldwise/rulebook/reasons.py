"""How a rule explains itself: a code for programs and a sentence for people.

Source: docs/house.md, "Reasons, not booleans"
"""

from dataclasses import dataclass
from enum import Enum


class FixedReason(Enum):
    """A reason whose sentence never changes; the sentence is the value."""

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def sentence(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Reason:
    """One line under "Why?": whether it speaks for the person, and the sentence that says why."""

    code: str
    sentence: str
    ok: bool = False
