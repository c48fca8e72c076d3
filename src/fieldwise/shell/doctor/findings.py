"""What a check comes to."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How it stands; the value is the word on the screen."""

    OK = "ok"
    WEAK = "weak"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """One line: what was checked, what is so, and how to mend it when it is not well."""

    state: State
    check: str
    sentence: str
    mend: str = ""

    @property
    def line(self) -> str:
        return f"{self.state.value:<8} {self.check}: {self.sentence} {self.mend}".rstrip()


def ok(check: str, sentence: str) -> Finding:
    """All is well."""
    return Finding(State.OK, check, sentence)


def weak(check: str, sentence: str, mend: str) -> Finding:
    """It works, and could fail or be misused."""
    return Finding(State.WEAK, check, sentence, mend)


def missing(check: str, sentence: str, mend: str) -> Finding:
    """Something that is needed does not work."""
    return Finding(State.MISSING, check, sentence, mend)
