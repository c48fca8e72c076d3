"""Malformed inputs, made from good ones, to every parser and every endpoint.

Each target runs in a process of its own. One input may take 5 s and 512 MB; it may raise nothing that is not expected,
write nowhere but into data folder and temporary folder, and leave nothing in the latter.
"""

from concurrent.futures import ThreadPoolExecutor

from drill.house import DATABASES, inside
from drill.malformed.parsers import PARSERS

AT_ONCE = 2


def main(rounds: int) -> bool:
    """Every parser with so many inputs; every endpoint with half as many on each database."""
    targets = [("malformed.parsing", name, rounds, "sqlite") for name in PARSERS]
    targets += [("malformed.asking", database, max(1, rounds // 2), database) for database in DATABASES]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return all(list(pool.map(_one, targets)))


def _one(target: tuple[str, str, int, str]) -> bool:
    module, name, rounds, database = target
    return inside(module, name, str(rounds), database=database)
