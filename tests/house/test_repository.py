"""What a reader of the repository relies on: vendored files are the originals, locks are portable."""

import hashlib
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from fieldwise import __version__

ROOT = Path(__file__).parents[2]
VENDORED = ROOT / "src/fieldwise/shell/static/vendored.sha256"


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a checkout of the repository, so there is no list of its files")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[Path, str]:
    found = {}
    for path in tracked():
        try:
            found[path.relative_to(ROOT)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_vendored_files_are_the_originals() -> None:
    lines = [line for line in VENDORED.read_text().splitlines() if line and not line.startswith("#")]
    assert lines
    for line in lines:
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((VENDORED.parent / name).read_bytes()).hexdigest() == digest, name


def test_the_version_is_the_same_in_the_package_and_in_its_metadata() -> None:
    assert __version__ == version("fieldwise")


def test_locks_carry_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "locks").glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index" not in text


def test_no_file_names_the_host_of_a_registry() -> None:
    hosts = re.compile(
        "|".join(("pypi" + r"\.org", "python" + r"hosted", "npm" + r"js\.", "deb" + r"\.debian"))
    )
    assert [str(path) for path, text in texts().items() if hosts.search(text)] == []


def test_nothing_is_marked_as_undone() -> None:
    marks = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
    assert [str(path) for path, text in texts().items() if marks.search(text)] == []


def test_no_template_carries_inline_code_or_style() -> None:
    inline = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(src=|application/json))")
    found = [str(path) for path, text in texts().items() if path.suffix == ".html" and inline.search(text)]
    assert found == []
