"""A file that is damaged, cut, forged or foreign is refused with a sentence, before anything is changed."""

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldwise.shell.keeping import Refused
from fieldwise.shell.keeping.backup_file import reading, writing
from fieldwise.shell.keeping.manifest import FilePart, Manifest, TablePart
from fieldwise.shell.keeping.media import read_media

LINES = {"ledger_seal": b'[1,"a"]\n[2,"b"]\n', "people_agency": b'["c"]\n'}
SECRET = b"key\n"
Forge = Callable[[dict[str, bytes], dict[str, object]], None]


def part(content: bytes) -> dict[str, object]:
    return {"size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def manifest() -> Manifest:
    return Manifest(
        format=1,
        fieldwise="0.1.0",
        taken_at=datetime(2026, 11, 12, tzinfo=UTC),
        migrations=(("ledger", "0001_initial"),),
        tables=tuple(
            TablePart(name=name, columns=("id",), rows=content.count(b"\n"), **part(content))
            for name, content in LINES.items()
        ),
        files={"secret": FilePart(**part(SECRET))},
        newest_seal=None,
    )


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A small backup file."""
    return write(tmp_path, lambda files, declared: None)


def write(folder: Path, forge: Forge) -> Path:
    """A backup file that was changed before it got its digest, as by somebody who knows how."""
    declared = manifest().model_dump(mode="json")
    files = {"secret": SECRET, **{f"rows/{name}.jsonl": content for name, content in LINES.items()}}
    forge(files, declared)
    path = folder / "a.fieldwise"
    with writing(path) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(declared))
    return path


def read(path: Path) -> dict[str, bytes]:
    with reading(path) as backup:
        return {name: b"".join(backup.lines(name)) for name in backup.manifest.members}


def test_a_whole_file_is_read_as_it_was_written(backup: Path) -> None:
    assert read(backup)["rows/ledger_seal.jsonl"] == LINES["ledger_seal"]
    assert read(backup)["secret"] == SECRET
    with zipfile.ZipFile(backup) as archive:
        assert archive.testzip() is None
    assert backup.stat().st_mode & 0o777 == 0o600


def test_every_flipped_byte_shows(backup: Path) -> None:
    whole = backup.read_bytes()
    for place in range(len(whole)):
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with pytest.raises(Refused, match="is damaged, cut short, or not a backup of Fieldwise"):
            read(backup)


def test_every_cut_shows(backup: Path) -> None:
    whole = backup.read_bytes()
    for length in range(len(whole)):
        backup.write_bytes(whole[:length])
        with pytest.raises(Refused, match="cut short"):
            read(backup)
    backup.write_bytes(whole + b"\n")
    with pytest.raises(Refused):
        read(backup)


def swap_tables(files: dict[str, bytes], declared: dict[str, object]) -> None:
    first, second = "rows/ledger_seal.jsonl", "rows/people_agency.jsonl"
    files[first], files[second] = files[second], files[first]


def declare(**more: object) -> Forge:
    return lambda files, declared: declared.update(more)


def declare_table(**more: object) -> Forge:
    return lambda files, declared: declared["tables"][0].update(more)


def add_file(name: str) -> Forge:
    return lambda files, declared: files.update({name: b"x"})


def bomb(files: dict[str, bytes], declared: dict[str, object]) -> None:
    files["rows/ledger_seal.jsonl"] = bytes(200 * 1024 * 1024)


def long_line(files: dict[str, bytes], declared: dict[str, object]) -> None:
    files["rows/ledger_seal.jsonl"] = content = bytes(65 * 1024 * 1024)
    declared["tables"][0].update(part(content))


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (swap_tables, "holds more than it declares|does not hold what the manifest says"),
        (declare_table(rows=3), "does not hold what the manifest says"),
        (declare_table(sha256="0" * 64), "does not hold what the manifest says"),
        (declare_table(size_bytes=10**12), "does not hold what the manifest says"),
        (bomb, "holds more than it declares"),
        (long_line, "has a line of more than 64 MB"),
        (add_file("../../etc/cron.d/x"), "the files in it are not those that its manifest names"),
        (add_file("rows/people_agency.jsonl "), "the files in it are not those"),
        (lambda files, declared: files.pop("secret"), "the files in it are not those"),
        (declare_table(name="../people_agency"), "tables.0.name"),
        (declare_table(name="people_agency"), "a table is named twice"),
        (declare_table(columns=["id; DROP"]), "tables.0.columns.0"),
        (declare(files={"../secret": part(SECRET)}), "files"),
        (declare(migrations=[["ledger", "../x"]]), "migrations.0.1"),
        (declare(format=2), "format"),
        (declare(more="than we know"), "more"),
        (declare(taken_at="NaN"), "taken_at"),
        (lambda files, declared: declared.clear(), "format"),
    ],
)
def test_a_forged_file_is_refused(tmp_path: Path, forge: Forge, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(write(tmp_path, forge))


def test_a_media_name_is_a_digest_and_never_a_path() -> None:
    good = b'{"name":"' + b"a" * 64 + b'.mp4","size_bytes":1}\n'
    assert read_media([good])[0].path == f"aa/{'a' * 64}.mp4"
    for name in ("../" + "a" * 61, "a" * 64 + "/../../x", "a" * 64 + ".", "a" * 63, "a" * 64 + ".mp4\n", ""):
        with pytest.raises(Refused):
            read_media([b'{"name":"%s","size_bytes":1}' % name.encode()])
    for line in (b"", b"[]", b"{}", b'{"name":1,"size_bytes":1}', b'{"name":"a","size_bytes":1,"more":1}'):
        with pytest.raises(Refused):
            read_media([line])


def test_bytes_of_any_kind_are_refused_with_a_sentence(tmp_path: Path) -> None:
    chance, path = random.Random(3), tmp_path / "noise"
    for _ in range(300):
        noise = chance.randbytes(chance.randrange(400))
        # Now and then with a digest that fits, so that the zip itself is read.
        path.write_bytes(
            noise + hashlib.sha256(noise).hexdigest().encode() if chance.random() < 0.5 else noise
        )
        with pytest.raises(Refused):
            read(path)


def test_a_damaged_zip_with_a_digest_that_fits_is_refused_too(backup: Path) -> None:
    chance, whole = random.Random(3), backup.read_bytes()[:-64]
    outcomes = set()
    for _ in range(500):
        place = chance.randrange(len(whole))
        forged = whole[:place] + chance.randbytes(1) + whole[place + 1 :]
        backup.write_bytes(forged + hashlib.sha256(forged).hexdigest().encode())
        try:
            outcomes.add(read(backup)["secret"] == SECRET)
        except Refused:
            outcomes.add("refused")
    assert outcomes == {True, "refused"}  # read as it was, or refused: never something else


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing cannot be read: No such file"), reading(tmp_path / "nothing"):
        pass
