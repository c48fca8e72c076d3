"""`fieldwise doctor` on real installations: what it finds, whatever is broken, and never a traceback."""

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.journeys.running import eventually, fieldwise, installation
from tests.tls_server import PASSWORD, USER, mail_server, make_certificate, web_server

Ran = subprocess.CompletedProcess[str]


def doctor(data: Path, *arguments: str, **more: str) -> Ran:
    ran = fieldwise("doctor", *arguments, data=data, **more)
    assert "Traceback" not in ran.stderr
    return ran


def line(ran: Ran, check: str) -> str:
    """The only line of a check."""
    (found,) = [each for each in ran.stdout.splitlines() if each[9:].startswith(f"{check}: ")]
    return found


@pytest.fixture(scope="module")
def looked_at(founded: Path) -> Ran:
    return doctor(founded)


def test_a_new_installation_lacks_roster_mail_and_backup_and_says_how_to_get_them(looked_at: Ran) -> None:
    assert looked_at.returncode == 1
    *lines, counts = looked_at.stdout.splitlines()
    missing = {each[9:].split(":")[0] for each in lines if each.startswith("missing")}
    assert missing == {"ACS roster", "mail", "backup"}
    assert counts.startswith("3 missing, ")
    assert "fieldwise roster import FILE --agency ACS --apply" in line(looked_at, "ACS roster")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("folder mode", "ok       folder mode: Nobody but its owner may read it (0700)."),
        ("files", "ok       files: Every file in it is its owner’s alone."),
        ("key", "ok       key: The signing key has 67 characters."),
        ("address", "ok       address: https://fieldwise.agency.gov is https."),
        ("durability", "ok       durability: Every confirmed write is on the disk (WAL, synchronous=FULL)."),
        ("tables", "ok       tables: They are of this version."),
        ("agency", "ok       agency: Founded: ACS."),
        ("ACS administrators", "weak     ACS administrators: Only one person may administer."),
        ("worker", "weak     worker: It has given no sign of life yet. Start `fieldwise serve`."),
        ("certificate", "weak     certificate: fieldwise.agency.gov does not answer from here"),
    ],
)
def test_each_check_is_one_line(looked_at: Ran, check: str, said: str) -> None:
    assert line(looked_at, check).startswith(said)


def test_while_it_runs_the_worker_is_alive_and_the_process_is_named(installed: Path) -> None:
    with installation(installed) as house:
        house.start()
        eventually(house.is_well)
        named = Request(f"http://127.0.0.1:{house.port}/healthz", headers={"Host": "fieldwise.agency.gov"})
        assert urlopen(named, timeout=5).status == 200  # the address of the settings file is in force
        ran = doctor(installed)
        assert house.supervisor
        assert f"Process {house.supervisor.pid} serves it" in line(ran, "user")
        assert line(ran, "worker") == "ok       worker: It is alive."
        assert line(ran, "files").startswith("ok")


def test_what_others_may_read_is_named_with_its_chmod(installed: Path) -> None:
    installed.chmod(0o755)
    (installed / "settings.toml").chmod(0o644)
    ran = doctor(installed)
    assert line(ran, "folder mode").startswith(
        "missing  folder mode: Other users of this machine may look into it"
    )
    assert line(ran, "folder mode").endswith(f"chmod 700 {installed}")
    assert line(ran, "files").startswith("missing  files: Other users could read settings.toml")
    assert line(ran, "files").endswith(f"chmod 600 {installed / 'settings.toml'}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("= 1", "settings.toml is not TOML"),
        ("nonsense = 1", "there is no setting nonsense"),
        ('trusted_proxies = "many"', "trusted_proxies (FIELDWISE_TRUSTED_PROXIES) is a whole number"),
        ('database = "nosql://here/x"', "A value is not understood"),
        ('media = "s3://"', "missing  settings: "),
    ],
)
def test_settings_that_cannot_be_used_are_a_finding(installed: Path, text: str, said: str) -> None:
    (installed / "settings.toml").write_text(text)
    ran = doctor(installed)
    assert ran.returncode == 1
    assert said in ran.stdout
    assert line(ran, "folder").startswith("ok")  # and the rest is looked at all the same


def test_without_an_installation_it_names_init(tmp_path: Path) -> None:
    ran = doctor(tmp_path / "data")
    assert ran.returncode == 1
    assert "There is no installation" in ran.stdout
    assert "fieldwise init" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_down_is_one_finding_beside_the_others(founded: Path) -> None:
    ran = doctor(founded, DATABASE_URL="postgresql://127.0.0.1:1/gone")
    assert ran.returncode == 1
    assert line(ran, "database").startswith("missing  database: It does not answer: ")
    assert line(ran, "key").startswith("ok")
    assert "worker: " not in ran.stdout


def test_tables_of_another_version_are_a_finding(installed: Path) -> None:
    (installed / "fieldwise.sqlite3").write_bytes(b"")
    assert "run `fieldwise upgrade`" in line(doctor(installed), "tables")


def test_servers_that_never_answer_are_waited_for_in_vain_and_not_for_long(founded: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        ran = doctor(
            founded,
            DATABASE_URL=f"postgresql://{place}/x",
            FIELDWISE_SMTP_URL=f"smtp://{place}",
            FIELDWISE_ADDRESS=f"https://{place}",
        )
    for check in ("database", "mail", "certificate"):
        assert not line(ran, check).startswith("ok"), check
    assert line(ran, "key").startswith("ok")


def test_a_letter_is_sent_over_tls_with_a_login_when_it_is_asked_for(installed: Path, tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    with mail_server(certificate, login=True) as (port, letters), web_server(certificate) as web:
        said = {
            "FIELDWISE_SMTP_URL": f"smtp+starttls://{USER}:{PASSWORD.replace('/', '%2F')}@localhost:{port}",
            "FIELDWISE_ADDRESS": f"https://localhost:{web}",
            "SSL_CERT_FILE": str(certificate),
        }
        quiet = doctor(installed, **said)
        assert line(quiet, "mail") == "ok       mail: The mail server answers over TLS and accepts the login."
        assert (
            line(quiet, "certificate")
            == "ok       certificate: The one of localhost is good for 90 more days."
        )
        assert letters == []
        asked = doctor(installed, "--mail", "ada@agency.gov", **said)
        assert line(asked, "test letter").startswith("ok       test letter: The mail server took the letter")
        (letter,) = letters
        assert letter["To"] == "ada@agency.gov"  # type: ignore[index]
        said["FIELDWISE_SMTP_URL"] = f"smtp+starttls://{USER}:wrong@localhost:{port}"
        assert "it does not accept the user name and password" in line(doctor(installed, **said), "mail")


class _Discovery(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        host = f"http://localhost:{self.server.server_address[1]}"
        issuer = {"/good": f"{host}/good", "/other": "https://other.gov"}.get(
            self.path.removesuffix("/.well-known/openid-configuration")
        )
        self.send_response(200 if issuer else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"issuer": issuer}).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def provider() -> Iterator[str]:
    """The address of a server with two discovery documents."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Discovery) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


def test_a_provider_answers_as_itself_or_is_a_finding(installed: Path, provider: str) -> None:
    issuers = {
        "ACS": f"{provider}/good",
        "B": f"{provider}/other",
        "C": f"{provider}/none",
        "D": "file:///etc",
    }
    tables = [
        f'[[oidc]]\nagency = "{agency}"\nname = "{agency}"\nissuer = "{issuer}"\nclient_id = "x"\nclient_secret = "y"\n'
        for agency, issuer in issuers.items()
    ]
    (installed / "settings.toml").write_text("\n".join(tables))
    ran = doctor(installed)
    assert line(ran, "accounts of ACS") == f"ok       accounts of ACS: {provider}/good answers as itself."
    assert "The provider calls itself https://other.gov, not" in line(ran, "accounts of B")
    assert "answers 404" in line(ran, "accounts of C")
    assert "its issuer is not an https address" in line(ran, "accounts of D")
    assert line(ran, "agency").startswith("missing  agency: The settings name B, C, D; there are ACS.")
