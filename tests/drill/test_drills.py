"""Each drill with few rounds, so that none of them rots; `make drill` runs them whole."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from drill import disk
from drill.accounts import lost
from drill.forged import altered
from drill.house import REPOSITORY, inside
from drill.malformed.mutations import mutated
from drill.malformed.parsers import PARSERS
from drill.report import NotRun
from drill.writers import Acknowledged
from tests.environment import DATABASE

MISDEED = """
import sys, time
from pathlib import Path
from drill.malformed import watch
watch.MOST_SECONDS = 0.2
watched = watch.Watch("nothing", Path("{allowed}"))
watched.give(lambda: {misdeed}, lambda: "the input")
sys.exit(not watched.told())
"""
MISDEEDS = {
    "True": True,
    "(_ for _ in ()).throw(KeyError('x'))": False,
    "time.sleep(0.3) or True": False,
    "bool(open('{allowed}/x', 'w'))": True,
    "bool(open('{outside}/x', 'w'))": False,
    "Path('{outside}/folder').mkdir() or True": False,
    "bool(open('{temporary}/x', 'w'))": False,
    "len(b'x' * 600_000_000) > 0": False,
}


@pytest.mark.parametrize(
    ("module", "rounds"), [("kills", 3), ("tampering", 20), ("backup", 1), ("malformed.asking", 2)]
)
def test_a_drill_holds_on_this_database(module: str, rounds: int) -> None:
    assert inside(module, DATABASE, str(rounds), database=DATABASE)


@pytest.mark.parametrize("name", PARSERS)
def test_malformed_files_are_refused_with_reasons(name: str) -> None:
    assert inside("malformed.parsing", name, "10")


def test_nothing_forged_is_taken() -> None:
    assert inside("forged", "10")


def test_a_full_disk_is_told_and_loses_nothing() -> None:
    try:
        assert disk.main(1)
    except NotRun as reason:
        pytest.skip(str(reason))


@pytest.mark.django_db
def test_what_was_acknowledged_and_is_not_there_is_lost() -> None:
    kept = Acknowledged(enrollments={"e"}, segments={("p", "s", 0, 1)}, letters={"m"})
    assert lost(kept) == ["enrollment e", "segment ('p', 's', 0, 1)", "letter m"]


@pytest.mark.parametrize(("misdeed", "held"), MISDEEDS.items())
def test_each_misdeed_of_a_parser_is_seen(tmp_path: Path, misdeed: str, held: bool) -> None:
    folders = {name: tmp_path / name for name in ("allowed", "outside", "temporary")}
    for folder in folders.values():
        folder.mkdir()
    script = MISDEED.replace("{misdeed}", misdeed)
    for name, folder in folders.items():
        script = script.replace(f"{{{name}}}", str(folder))
    surroundings = {"TMPDIR": str(folders["temporary"]), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, env=surroundings, check=False)
    assert (done.returncode == 0) is held


def test_the_same_number_makes_the_same_input() -> None:
    for parser in PARSERS.values():
        if parser is not PARSERS["backup"]:  # it holds the moment at which it was made
            assert parser.make(random.Random("7")) == parser.make(random.Random("7"))
    assert mutated(random.Random("7"), [b"good"]) != mutated(random.Random("8"), [b"good"])


def test_what_is_altered_is_never_the_same() -> None:
    chance = random.Random(1)
    same = [
        text
        for text in ("FW-0A", "aa", "abc:def")
        for _ in range(200)
        if altered(chance, text, "abc019") == text
    ]
    assert same == []
