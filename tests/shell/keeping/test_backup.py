"""A backup is the installation: taken while it runs, and made again from it elsewhere."""

import json
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.db import connections

from tests.journeys.running import FIELDWISE, environment, eventually, installation
from tests.shell.keeping.houses import House, looking_at


def manifest_of(backup: Path) -> dict[str, object]:
    with zipfile.ZipFile(backup) as archive:
        return json.loads(archive.read("manifest.json"))


def rows_in(backup: Path) -> dict[str, tuple[int, int, str]]:
    tables = manifest_of(backup)["tables"]
    return {each["name"]: (each["rows"], each["size_bytes"], each["sha256"]) for each in tables}


def test_what_is_restored_is_what_was_backed_up(
    filled: House, backup: Path, another: Callable[..., House]
) -> None:
    house = another()
    said = house.do("restore", str(backup))
    assert "counts and hashes are those of the backup" in said
    assert house.state == rows_in(backup)
    assert house.state["ledger_entry"] == filled.state["ledger_entry"]
    for name in ("secret", "seals.jsonl"):
        assert (house.data / name).read_bytes() == (filled.data / name).read_bytes()
    assert stat.S_IMODE((house.data / "secret").stat().st_mode) == 0o600
    assert media_in(house.data / "media") == media_in(filled.data / "media") != {}
    assert "Nothing that is sealed" in house.do("ledger", "verify")


def media_in(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.glob("*/*")}


def test_a_backup_is_for_its_owner_alone_and_says_what_is_in_it(filled: House, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert not (backup.parent / "unfinished").exists()
    manifest = manifest_of(backup)
    newest = json.loads((filled.data / "seals.jsonl").read_text().splitlines()[-1])
    assert manifest["newest_seal"] == {"number": newest["number"], "hash": newest["hash"]}
    assert ["ledger", "0002_append_only"] in manifest["migrations"]
    assert rows_in(backup)["ledger_entry"][0] > 6_000


def test_only_the_newest_backups_are_kept_and_the_media_that_they_name(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    house.do("backup", str(folder))
    (first,) = folder.glob("*.fieldwise")
    stray = folder / "media" / "ab" / ("ab" * 32 + ".mp4")
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("of a course that is gone")
    kept = {each.name: each.stat().st_ino for each in folder.glob("media/*/*") if each != stray}
    assert "1 older backup deleted." in house.do("backup", str(folder), "--keep", "1")
    assert len(list(folder.glob("*.fieldwise"))) == 1
    assert not first.exists()
    assert {each.name: each.stat().st_ino for each in folder.glob("media/*/*")} == kept


def test_a_missing_or_changed_media_file_is_named_and_the_rest_is_in_the_backup(
    house: House, tmp_path: Path, another: Callable[..., House]
) -> None:
    lost, changed = sorted((house.data / "media").glob("*/*"))[:2]
    lost.unlink()
    changed.write_bytes(changed.read_bytes()[::-1])
    done = house.run("backup", str(tmp_path / "backups"))
    assert done.returncode == 1
    assert f"The media file {lost.name} is missing." in done.stderr
    assert f"The media file {changed.name} is not what was stored" in done.stderr
    (backup,) = (tmp_path / "backups").glob("*.fieldwise")
    other = another()
    restored = other.run("restore", str(backup))
    assert restored.returncode == 1
    assert f"The media file {lost.name} is missing." in restored.stderr
    assert other.state == rows_in(backup)


def test_a_killed_backup_leaves_nothing_that_looks_whole_and_the_next_one_works(
    filled: House, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    killed = subprocess.Popen([*FIELDWISE, "backup", str(folder)], env=environment(filled.data))
    eventually(lambda: list(folder.glob("unfinished/*.fieldwise")))
    killed.kill()
    killed.wait()
    assert list(folder.glob("*.fieldwise")) == []
    filled.do("backup", str(folder))
    assert [each.name for each in folder.iterdir() if each.is_dir()] == ["media"]


def test_a_database_that_holds_something_is_replaced_only_when_that_is_asked_for(
    house: House, backup: Path
) -> None:
    house.do("manage", "shell", "-v0", "-c", "from tests.shell.keeping.fill import AT; "
             "from fieldwise.apps.people.actions import found_agency; "
             "found_agency(code='NEW', name='New', zone='UTC', at=AT)")  # fmt: skip
    before = house.state
    refused = house.run("restore", str(backup))
    assert refused.returncode == 1
    assert "is not empty (agencies: 2" in refused.stderr
    assert house.state == before
    house.do("ledger", "seal")
    noted = (house.data / "seals.jsonl").read_text()
    house.do("restore", str(backup), "--replace")
    assert house.state == rows_in(backup)
    assert [each.read_text() for each in house.data.glob("seals-until-*.jsonl")] == [noted]
    assert noted.startswith((house.data / "seals.jsonl").read_text())


def test_a_killed_restore_leaves_the_old_data(house: House, backup: Path) -> None:
    house.do("ledger", "seal")
    before, secret = house.state, (house.data / "secret").read_text()
    (house.data / "secret").write_text(secret := "another" * 10 + "\n")
    restoring = subprocess.Popen(
        [*FIELDWISE, "restore", str(backup), "--replace"],
        env=environment(house.data),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert restoring.stdout
    while "ledger_sealmember" not in restoring.stdout.readline():
        assert restoring.poll() is None
    restoring.kill()
    restoring.wait()
    restoring.stdout.close()
    assert house.state == before
    assert (house.data / "secret").read_text() == secret


def test_a_backup_taken_under_load_is_one_moment(
    house: House, tmp_path: Path, another: Callable[..., House]
) -> None:
    writing = "from tests.shell.keeping.fill import write_on; write_on()"
    with installation(house.data) as running:
        running.start()
        eventually(running.is_well)
        writer = subprocess.Popen(
            [*FIELDWISE, "manage", "shell", "-v0", "-c", writing], env=environment(house.data)
        )
        until = house.state["ledger_entry"][0] + 50
        eventually(lambda: house.state["ledger_entry"][0] > until)
        house.do("backup", str(tmp_path / "backups"))
        taken = house.state["ledger_entry"][0]
        eventually(lambda: house.state["ledger_entry"][0] > taken)  # the writers went on all the while
        writer.kill()
        writer.wait()
    (backup,) = (tmp_path / "backups").glob("*.fieldwise")
    other = another()
    other.do("restore", str(backup))
    state = other.state
    assert state == rows_in(backup)
    assert until < state["ledger_entry"][0] <= taken
    with looking_at(other.database) as alias, connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_entry e LEFT JOIN ledger_letter l ON l.period = cast(e.id AS text) "
            "WHERE e.deed = 'load' AND l.id IS NULL"
        )
        assert cursor.fetchone() == (0,)  # no half of a transaction
    assert "Nothing that is sealed" in other.do("ledger", "verify")


def test_nothing_is_restored_beside_a_running_server(house: House, backup: Path) -> None:
    from fieldwise.shell import data_folder

    with data_folder.lock(house.data):
        refused = house.run("restore", str(backup), "--replace")
    assert refused.returncode == 1
    assert "is in use by" in refused.stderr
