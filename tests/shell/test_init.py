"""`fieldwise init`: an installation is whole or can be made whole; every answer is kept as it was typed."""

import os
import signal
import sqlite3
import subprocess
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from fieldwise.shell import data_folder
from tests.environment import postgresql_url
from tests.journeys.running import FIELDWISE, environment, eventually, fieldwise
from tests.shell.conftest import ASKED, options
from tests.tls_server import mail_server, make_certificate

ADMINISTRATORS = "SELECT name FROM people_capability ORDER BY name"


def rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "fieldwise.sqlite3")) as connection:
        return connection.execute(sql).fetchall()


def test_it_writes_one_settings_file_for_its_owner_alone(founded: Path) -> None:
    said = tomllib.loads((founded / "settings.toml").read_text())
    assert said == {
        "agency": "ACS",
        "address": "https://fieldwise.agency.gov",
        "trusted_proxies": 1,
        "mail_from": "Fieldwise <ada@agency.gov>",
    }
    assert founded.stat().st_mode & 0o777 == 0o700
    assert {
        file.name for file in founded.iterdir() if file.is_file() and file.stat().st_mode & 0o077
    } == set()


def test_the_agency_and_its_administrator_are_entered_with_entries_in_the_ledger(founded: Path) -> None:
    agency = "SELECT code, name, academy_name, zone, help_desk_email FROM people_agency"
    assert rows(founded, agency) == [
        ("ACS", ASKED["agency-name"], "Workforce Institute", "America/Chicago", "ada@agency.gov")
    ]
    assert rows(founded, "SELECT sign_in_id, name, email, substr(password, 1, 1) FROM people_person") == [
        ("acs/100001", ASKED["name"], "ada@agency.gov", "!")
    ]
    assert rows(founded, ADMINISTRATORS) == [("administer",), ("grant_capabilities",), ("import_roster",)]
    deeds = [deed for (deed,) in rows(founded, "SELECT deed FROM ledger_entry ORDER BY id")]
    assert deeds == ["found_agency", "enter_administrator", *["grant_capability"] * 3]


def test_a_second_time_it_refuses_and_leaves_the_settings_as_they_are(installed: Path) -> None:
    before = (installed / "settings.toml").read_bytes()
    ran = fieldwise("init", *options(), data=installed)
    assert ran.returncode == 1
    assert "settings.toml is there already, and stays as it is." in ran.stderr
    assert "fieldwise doctor" in ran.stderr
    assert (installed / "settings.toml").read_bytes() == before


def test_without_its_settings_it_is_made_whole_again_and_no_second_agency_beside_it(installed: Path) -> None:
    (installed / "settings.toml").unlink()
    other = fieldwise("init", *options(agency="DYFS"), data=installed)
    assert "already holds the agency ACS" in other.stderr
    assert not (installed / "settings.toml").exists()
    taken = fieldwise("init", *options(employee_id="100002"), data=installed)
    assert "Somebody else has this work e-mail." in taken.stderr
    assert not (installed / "settings.toml").exists()
    assert fieldwise("init", *options(), data=installed).returncode == 0
    assert rows(installed, "SELECT count(*) FROM ledger_entry") == [(5,)]


def test_killed_while_it_makes_the_tables_it_is_simply_run_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with subprocess.Popen(
        [*FIELDWISE, "init", *options()], env=environment(data), stdout=subprocess.PIPE
    ) as first:
        assert first.stdout
        said = b""
        while b"bringing the tables" not in said:
            said += os.read(first.stdout.fileno(), 4096)
        time.sleep(0.3)
        first.kill()
    assert not (data / "settings.toml").exists()
    again = fieldwise("init", *options(), data=data)
    assert again.returncode == 0, again.stderr
    assert rows(data, ADMINISTRATORS) == [("administer",), ("grant_capabilities",), ("import_roster",)]
    assert fieldwise("ledger", "verify", data=data).returncode == 0


def test_ctrl_c_at_a_question_leaves_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*FIELDWISE, "init"],
        env=environment(tmp_path / "data"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        preexec_fn=_listen_to_ctrl_c,
    ) as asking:
        assert asking.stdout
        os.read(asking.stdout.fileno(), 4096)

        def has_ended() -> bool:
            asking.send_signal(signal.SIGINT)
            return asking.poll() is not None

        eventually(has_ended)
        assert asking.returncode == 1
    assert list(tmp_path.iterdir()) == []


def _listen_to_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background job would ignore it


def test_it_asks_again_until_an_answer_can_be_kept(installed: Path) -> None:
    (installed / "settings.toml").unlink()
    typed = [
        "", "Agency", "A/B", "acs", "America/Nowhere", "", "", "1 2", "100001", "Ada", "ada", "ada@agency.gov",
        "http://agency.gov", "https://agency.gov/path", "http://localhost:8000", "2", "",
        "smtp://127.0.0.1:1", "n", "smtp://127.0.0.1:1", "y", "no address", "Fieldwise <a@agency.gov>", "",
        "postgresql://127.0.0.1:1/none", "",
    ]  # fmt: skip
    ran = subprocess.run(
        [*FIELDWISE, "init"],
        env=environment(installed),
        input="\n".join(typed) + "\n",
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for sentence in (
        "letters, digits and hyphens",
        "America/Nowhere is not a time zone",
        "no space and no slash",
        "ada is not an e-mail address",
        "Only http://localhost goes without",
        "https://agency.gov/path is not an address",
        "Answer 1 with a reverse proxy",
        "The mail server cannot be used now: connection refused. Keep it all the same?",
        "The database cannot be opened",
    ):
        assert sentence in ran.stdout + ran.stderr
    said = tomllib.loads((installed / "settings.toml").read_text())
    assert said["smtp"] == "smtp://127.0.0.1:1"
    assert said["trusted_proxies"] == 0
    assert said["mail_from"] == "Fieldwise <a@agency.gov>"


def test_without_input_it_names_every_option_that_is_missing(tmp_path: Path) -> None:
    ran = fieldwise("init", "--no-input", "--name", "Ada", data=tmp_path / "data")
    assert ran.returncode == 2
    assert "--agency-name, --agency, --employee-id, --email, --address." in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "answer", "sentence"),
    [
        ("zone", "Mars/Olympus", "--zone: Mars/Olympus is not a time zone."),
        ("address", "http://agency.gov", "--address: Staff sign in here"),
        ("address", "https://a b.gov", "is not an address"),
        ("smtp", "agency.gov", "--smtp: A mail server is written smtp://"),
        ("smtp", "smtp://127.0.0.1:1", "connection refused. Mend the address, or add --keep-smtp."),
        ("database", "mysql://localhost/x", "--database: A database is written postgresql://"),
        ("database", "postgresql://127.0.0.1:1/x", "--database: The database cannot be opened"),
        ("agency", "a code that is far too long for one", "at most 20 fit"),
    ],
)
def test_an_option_that_cannot_be_kept_is_named_and_nothing_is_made(
    tmp_path: Path, option: str, answer: str, sentence: str
) -> None:
    ran = fieldwise("init", *options(**{option: answer}), data=tmp_path / "data")
    assert ran.returncode == 1
    assert sentence in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_a_folder_that_is_in_use_and_a_demonstration(tmp_path: Path) -> None:
    data_folder.make(tmp_path / "data")
    with data_folder.lock(tmp_path / "data"):
        ran = fieldwise("init", *options(), data=tmp_path / "data")
    assert f"{tmp_path / 'data'} is in use by process {os.getpid()}" in ran.stderr
    (tmp_path / "data/demonstration").write_text(str(uuid4()))
    assert (
        "is a demonstration, and stays one." in fieldwise("init", *options(), data=tmp_path / "data").stderr
    )


@pytest.fixture
def empty_database() -> Iterator[str]:
    """A PostgreSQL database of its own."""
    url, name = postgresql_url(), f"init_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield url.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_in_the_environment_wins_and_is_not_written_down(
    tmp_path: Path, empty_database: str
) -> None:
    data = tmp_path / "data"
    ran = fieldwise("init", *options(database="sqlite:///x"), data=data, DATABASE_URL=empty_database)
    assert ran.returncode == 0, ran.stderr
    assert "DATABASE_URL is set in the environment, and wins." in ran.stdout
    assert "The database answers: PostgreSQL 1" in ran.stdout
    assert "database" not in tomllib.loads((data / "settings.toml").read_text())
    assert not (data / "fieldwise.sqlite3").exists()
    with psycopg.connect(empty_database) as connection:
        assert connection.execute(ADMINISTRATORS).fetchall()[0] == ("administer",)


def test_the_mail_server_is_tried_with_tls_and_login(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with mail_server(certificate, login=True) as (port, _):
        good, bad = (
            f"smtp+starttls://fieldwise:{word}@localhost:{port}" for word in ("pass%2Fword%40host", "x")
        )
        trusting = {"SSL_CERT_FILE": str(certificate), "FIELDWISE_SMTP_URL": good}
        wrong = fieldwise("init", *options(smtp=bad), data=tmp_path / "data", SSL_CERT_FILE=str(certificate))
        assert "it does not accept the user name and password" in wrong.stderr
        unknown = fieldwise("init", *options(smtp=good), data=tmp_path / "data")
        assert "its certificate is not trusted (self-signed certificate)" in unknown.stderr
        ran = fieldwise(
            "init", *options(database="postgresql://127.0.0.1:1/x"), data=tmp_path / "data", **trusting
        )
    assert "FIELDWISE_SMTP_URL is set in the environment, and wins." in ran.stdout
    assert "The mail server answers." in ran.stdout
    assert not (tmp_path / "data").exists()


def test_a_printed_link_is_the_administrators_and_stands_in_the_ledger(installed: Path) -> None:
    ran = fieldwise("sign-in-link", "acs", "100001", data=installed)
    assert ran.stdout.startswith("https://fieldwise.agency.gov/sign-in/link/")
    assert "It signs Ada" in ran.stderr
    assert rows(installed, "SELECT deed FROM ledger_entry ORDER BY id DESC LIMIT 1") == [
        ("print_sign_in_link",)
    ]
    nobody = fieldwise("sign-in-link", "acs", "7", data=installed)
    assert "Nobody in service in acs has the employee id 7." in nobody.stderr
    assert nobody.stdout == ""


def test_a_help_desk_is_named_later_too(installed: Path) -> None:
    ran = fieldwise(
        "agency", "help-desk", "acs", "help@agency.gov", "--phone", "212-555-0148", data=installed
    )
    assert ran.stdout == "Staff of ACS ask help@agency.gov for help.\n"
    wrong = fieldwise("agency", "help-desk", "acs", "help@", data=installed)
    assert "help@ is not an e-mail address." in wrong.stderr
