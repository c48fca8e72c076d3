"""One parser in this process. The seed and the number of an input make that input again."""

import random
import sys

from drill.malformed.parsers import PARSERS
from drill.malformed.watch import Watch
from fieldwise.shell.env import data_folder

SEED = 20261114


def main(name: str, rounds: int, only: int | None = None) -> bool:
    """Every input, or the one with that number."""
    parser, folder = PARSERS[name], data_folder() / "inputs"
    folder.mkdir()
    watch = Watch(name, data_folder())
    for number in range(rounds) if only is None else (only,):
        content = parser.make(random.Random(f"{SEED} {name} {number}"))
        watch.give(
            lambda content=content: parser.take(folder, content),  # type: ignore[misc]
            lambda number=number, content=content: _shown(name, number, content),  # type: ignore[misc]
        )
    return watch.told()


def _shown(name: str, number: int, content: bytes) -> str:
    return f"seed {SEED}, input {number} of {name}, {len(content):,} bytes: {content[:400].hex()}"


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[2:]]
    sys.exit(not main(sys.argv[1], *numbers))
