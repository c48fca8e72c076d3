"""What `fieldwise doctor` makes of facts; and facts that are gathered without a whole installation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from fieldwise.apps.ledger.models import StoredFile
from fieldwise.shell.doctor import certificate, database, folder, mail, media, people, process, said, work
from fieldwise.shell.doctor.database import DatabaseFacts, file_system
from fieldwise.shell.doctor.findings import Finding, State
from fieldwise.shell.doctor.looking import look_at
from fieldwise.shell.env import read_environment
from tests.cast import Cast
from tests.tls_server import mail_server, make_certificate, web_server

AT = datetime(2026, 11, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SQLITE = DatabaseFacts(
    vendor="sqlite",
    version="3.45.1",
    settings={"journal_mode": "wal", "synchronous": "2"},
    file_system="ext4",
)
ON = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
POSTGRESQL = DatabaseFacts(vendor="postgresql", version="16", settings=ON)
WELL = work.WorkFacts(
    at=AT, is_served=True, worker_at=AT, backup_at=AT - HOUR, letters_waiting=0, letters_given_up=0,
    tasks_given_up=0, outside=(7, "ab"), inside=(7, "ab"), inside_newest=8,
)  # fmt: skip
AGENCY = people.AgencyFacts("ACS", 2, True, AT - timedelta(days=3))
FOLDER = folder.FolderFacts(Path("/srv/f"), 0o700, True, (), True, 10**10)
PROCESS = process.ProcessFacts(None, False, 65536)
MAIL = mail.MailFacts("Fieldwise <f@agency.gov>", uses_tls=True, logs_in=True)


def states(findings: list[Finding]) -> dict[str, str]:
    """The checks that are not ok, and how they stand."""
    return {each.check: each.state.value for each in findings if each.state is not State.OK}


def test_what_is_well_is_ok() -> None:
    well = [
        *database.judge(SQLITE), *database.judge(POSTGRESQL), *work.judge(WELL),
        *people.judge([AGENCY], "acs", ("ACS",), AT), *folder.judge(FOLDER), *process.judge(PROCESS),
        *mail.judge(MAIL), *media.judge(media.MediaFacts("media", 3, 0, "")),
        *certificate.judge(certificate.CertificateFacts("f.gov", days_left=14)),
    ]  # fmt: skip
    assert states(well) == {}
    assert all(each.sentence.endswith(".") and not each.mend for each in well)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (replace(SQLITE, settings={"journal_mode": "delete", "synchronous": "2"}), {"durability": "missing"}),
        (replace(SQLITE, settings={"journal_mode": "wal", "synchronous": "1"}), {"durability": "missing"}),
        (replace(SQLITE, file_system="nfs4"), {"file system": "missing"}),
        (replace(SQLITE, file_system="fuse.sshfs"), {"file system": "missing"}),
        (replace(SQLITE, tables_behind=2), {"tables": "missing"}),
        (DatabaseFacts(problem="gone"), {"database": "missing"}),
        (replace(POSTGRESQL, settings=ON | {"fsync": "off"}), {"durability": "missing"}),
        (replace(POSTGRESQL, settings=ON | {"synchronous_commit": "off"}), {"durability": "missing"}),
        (replace(POSTGRESQL, settings=ON | {"full_page_writes": "off"}), {"durability": "missing"}),
        (replace(POSTGRESQL, is_near=False), {"database TLS": "missing"}),
        (replace(POSTGRESQL, is_near=False, is_encrypted=True), {}),
        (replace(POSTGRESQL, version="13"), {"database": "missing"}),
        (replace(POSTGRESQL, gap_seconds=6), {"clock": "weak"}),
    ],
)
def test_a_database(facts: DatabaseFacts, found: dict[str, str]) -> None:
    assert states(database.judge(facts)) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"worker_at": AT - 2 * HOUR}, {"worker": "missing"}),
        ({"worker_at": None, "is_served": False, "inside_newest": 7}, {"worker": "weak"}),
        ({"letters_waiting": 1}, {"letters": "weak"}),
        ({"letters_waiting": 1, "letters_given_up": 1}, {"letters": "missing"}),
        ({"tasks_given_up": 1}, {"tasks": "weak"}),
        ({"backup_at": None}, {"backup": "missing"}),
        ({"backup_at": AT - 27 * HOUR}, {"backup": "weak"}),
        ({"outside": (0, ""), "inside": (0, ""), "inside_newest": 0}, {}),
        ({"outside": (9, "ab"), "inside": (9, "")}, {"seals": "missing"}),
        ({"inside": (7, "cd")}, {"seals": "missing"}),
        ({"outside": (-1, ""), "inside": (-1, "")}, {"seals": "missing"}),
        ({"is_served": False}, {"seals": "weak"}),
    ],
)
def test_the_work(change: dict[str, Any], found: dict[str, str]) -> None:
    assert states(work.judge(replace(WELL, **change))) == found


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ([], {"agency": "missing"}),
        ([replace(AGENCY, administrators=0)], {"ACS administrators": "missing"}),
        ([replace(AGENCY, administrators=1)], {"ACS administrators": "weak"}),
        ([replace(AGENCY, has_help_desk=False)], {"ACS help desk": "weak"}),
        ([replace(AGENCY, roster_at=None)], {"ACS roster": "missing"}),
        ([replace(AGENCY, roster_at=AT - timedelta(days=32))], {"ACS roster": "weak"}),
        ([replace(AGENCY, code="DYFS")], {"agency": "missing"}),
    ],
)
def test_the_agencies(facts: list[people.AgencyFacts], found: dict[str, str]) -> None:
    assert states(people.judge(facts, "ACS", (), AT)) == found


@pytest.mark.parametrize(
    ("findings", "found"),
    [
        (folder.judge(replace(FOLDER, mode=0o750)), {"folder mode": "missing"}),
        (folder.judge(replace(FOLDER, mode=0o710)), {}),
        (folder.judge(replace(FOLDER, is_ours=False)), {"folder": "missing"}),
        (folder.judge(replace(FOLDER, open_files=("seals.jsonl",))), {"files": "weak"}),
        (folder.judge(replace(FOLDER, open_files=("secret",))), {"files": "missing"}),
        (folder.judge(replace(FOLDER, free_bytes=10**9)), {"disk": "weak"}),
        (folder.judge(replace(FOLDER, free_bytes=10**8)), {"disk": "missing"}),
        (process.judge(replace(PROCESS, is_root=True)), {"user": "weak"}),
        (process.judge(replace(PROCESS, most_files=1024)), {"open files": "weak"}),
        (mail.judge(replace(MAIL, is_set=False)), {"mail": "missing"}),
        (mail.judge(replace(MAIL, problem="gone")), {"mail": "missing"}),
        (mail.judge(replace(MAIL, uses_tls=False)), {"mail": "weak"}),
        (mail.judge(replace(MAIL, uses_tls=False, is_near=True)), {}),
        (mail.judge(replace(MAIL, sender="Fieldwise <fieldwise@example.org>")), {"sender": "missing"}),
        (mail.judge(replace(MAIL, sender="nobody")), {"sender": "missing"}),
        (media.judge(media.MediaFacts("media", 9, 1, "")), {"stored files": "missing"}),
        (media.judge(media.MediaFacts("media", 9, 0, "full")), {"media": "missing"}),
        (certificate.judge(certificate.CertificateFacts("f.gov", days_left=13)), {"certificate": "weak"}),
        (certificate.judge(None), {}),
    ],
)
def test_folder_process_mail_media_and_certificate(findings: list[Finding], found: dict[str, str]) -> None:
    assert states(findings) == found
    assert all(each.mend for each in findings if each.state is not State.OK)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, {"settings": "weak"}),
        ({"keys": ()}, {"settings": "weak", "key": "missing"}),
        ({"keys": ("short",)}, {"settings": "weak", "key": "weak"}),
        ({"address": "http://localhost:8000"}, {"settings": "weak", "address": "weak"}),
        ({"address": "http://agency.gov"}, {"settings": "weak", "address": "missing"}),
        ({"trusted_proxies": 0}, {"settings": "weak", "proxies": "weak"}),
        ({"debug": True}, {"settings": "weak", "debug": "missing"}),
    ],
)
def test_the_settings(tmp_path: Path, change: dict[str, Any], found: dict[str, str]) -> None:
    well = {"data": tmp_path, "keys": ("k" * 50,), "address": "https://agency.gov", "trusted_proxies": 1}
    assert states(said.judge(replace(read_environment(), **(well | change)))) == found


def test_a_demonstration_is_weak(tmp_path: Path) -> None:
    (tmp_path / "demonstration").touch()
    assert states(said.judge(replace(read_environment(), data=tmp_path)))["purpose"] == "weak"


def test_what_raises_or_hangs_is_a_finding_and_the_rest_is_looked_at() -> None:
    def broken() -> list[Finding]:
        raise RuntimeError("no such thing\nand more")

    (found,) = look_at({"thing": broken})
    assert found.line.startswith("missing  thing: It could not be looked at: RuntimeError: no such thing.")


def test_the_file_system_is_that_of_the_nearest_mount() -> None:
    mounts = "disk / ext4 rw 0 0\nserver:/a /srv/my\\040data nfs4 rw 0 0\nbroken\n"
    assert file_system(Path("/srv/my data/fieldwise.sqlite3"), mounts) == "nfs4"
    assert file_system(Path("/srv/other/fieldwise.sqlite3"), mounts) == "ext4"
    assert file_system(Path("/srv/x"), "") == ""


@pytest.mark.django_db
def test_the_test_database_is_looked_at_on_both() -> None:
    facts = database.gather()
    assert facts.vendor == connection.vendor
    assert facts.is_usable, facts.problem
    assert facts.gap_seconds < 2
    assert "durability" in [each.check for each in database.judge(facts)]


def test_the_facts_of_people_and_work_come_from_the_database(cast: Cast, tmp_path: Path) -> None:
    facts = {each.code: each for each in people.gather(AT)}
    assert facts["ACS"].administrators == 1
    assert facts["PARTNER"].administrators == 0
    assert not facts["PARTNER"].has_help_desk
    seals = tmp_path / "seals.jsonl"
    seals.write_text('{"number": 3, "hash": "ab"}\n{"number": 4, "hash": "cd"}\n{"num')
    assert work.gather(seals, False, AT).outside == (4, "cd")
    assert states(work.judge(work.gather(seals, True, AT)))["seals"] == "missing"
    seals.write_text("rubbish\n")
    assert work.newest_noted(seals) == (-1, "")


@pytest.mark.django_db
def test_a_stored_file_that_is_not_there_is_counted() -> None:
    for letter in "ab":
        StoredFile.objects.create(sha256=letter * 64, extension=".mp4", size_bytes=1, stored_at=AT)
    here = StoredFile.objects.get(sha256="a" * 64)
    default_storage.save(here.path, ContentFile(b"a"))
    facts = media.gather(read_environment())
    default_storage.delete(here.path)
    assert (facts.looked_for, facts.not_found, facts.problem) == (2, 1, "")


@pytest.mark.parametrize(
    ("days", "is_trusted", "found"),
    [(90, True, {}), (5, True, {"certificate": "weak"}), (-2, True, {"certificate": "missing"}),
     (90, False, {"certificate": "missing"})],
)  # fmt: skip
def test_a_certificate_is_seen_as_a_browser_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, is_trusted: bool, found: dict[str, str]
) -> None:
    file = make_certificate(tmp_path, days)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with web_server(file) as port:
        facts = certificate.gather(f"https://localhost:{port}")
    assert states(certificate.judge(facts)) == found


def test_a_mail_server_in_the_clear_is_seen() -> None:
    with mail_server() as (port, _):
        facts = mail.gather(replace(read_environment(), smtp=f"smtp://127.0.0.1:{port}"))
    assert (facts.problem, facts.is_near, facts.uses_tls, facts.offers_tls) == ("", True, False, False)
    gone = mail.gather(replace(read_environment(), smtp=f"smtp://127.0.0.1:{port}"))
    assert gone.problem == "connection refused"
    assert "An example is" in mail.gather(replace(read_environment(), smtp="agency.gov")).problem
