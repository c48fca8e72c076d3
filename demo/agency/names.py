"""Synthetic names and work addresses."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

NAMES_FILE = Path(__file__).with_name("names.txt")


@dataclass(frozen=True)
class Name:
    """A given and a family name."""

    given: str
    family: str

    def __str__(self) -> str:
        return f"{self.given} {self.family}"


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """The lists "given" and "family" of `names.txt`."""
    lists: dict[str, list[str]] = {}
    words: list[str] = []
    for line in NAMES_FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = lists.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            words.append(line)
    return {title: tuple(words) for title, words in lists.items()}


def draw_name(random: Random) -> Name:
    """Any given name with any family name."""
    lists = word_lists()
    return Name(random.choice(lists["given"]), random.choice(lists["family"]))


def work_email(name: str, taken: set[str]) -> str:
    """given.family[number]@example.org, which no one in `taken` has; the address is added to `taken`."""
    given, _, family = name.partition(" ")
    stem = f"{_plain(given)}.{_plain(family)}"
    email, number = f"{stem}@example.org", 1
    while email in taken:
        number += 1
        email = f"{stem}{number}@example.org"
    taken.add(email)
    return email


def _plain(word: str) -> str:
    """The word in the letters a-z."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", word).lower() if "a" <= letter <= "z")
