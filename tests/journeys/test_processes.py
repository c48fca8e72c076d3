"""The processes of an installation: they start once, come back when killed, and leave nothing behind."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from fieldwise.shell import data_folder
from fieldwise.shell.web import PROCESSES
from tests.journeys.running import (
    FIELDWISE,
    Installation,
    environment,
    eventually,
    fieldwise,
    free_port,
    installation,
    is_free,
    process_ids,
)

MIB = 1024 * 1024
PYTHONPATH = os.environ.get("PYTHONPATH", "")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables and static files, copied for each test."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    data_folder.make(data)
    assert fieldwise("bring-up-to-date", data=data).returncode == 0
    return data


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation that does not run yet."""
    with installation(Path(shutil.copytree(prepared, tmp_path / "data"))) as house:
        yield house


class LateMailServer:
    """Takes connections at once, and answers them only when it is told to."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def has_a_caller(self) -> bool:
        self.listener.settimeout(0)
        try:
            self.caller = self.listener.accept()
        except BlockingIOError:
            return False
        return True

    def answer(self) -> Controller:
        self.listener.close()
        controller = Controller(Sink(), hostname="127.0.0.1", port=self.port)
        controller.start()
        return controller


@pytest.fixture(scope="module")
def mail_server() -> LateMailServer:
    return LateMailServer()


@pytest.fixture(scope="module")
def running(
    prepared: Path, mail_server: LateMailServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation that runs, shared by the tests that leave it running."""
    data = tmp_path_factory.mktemp("running") / "data"
    with installation(Path(shutil.copytree(prepared, data))) as house:
        house.start(FIELDWISE_SMTP_URL=f"smtp://127.0.0.1:{mail_server.port}")
        yield house


def test_the_first_start_makes_a_private_folder_and_sigterm_stops_everything(tmp_path: Path) -> None:
    with installation(tmp_path / "data") as house:
        house.start()
        eventually(house.is_well)
        assert house.health()[1] == '{"ok": true, "database": "ok", "worker": "ok", "disk": "ok"}'
        assert house.data.stat().st_mode & 0o777 == 0o700
        assert (house.data / "secret").stat().st_mode & 0o777 == 0o600
        assert len((house.data / "secret").read_text()) > 50
        with socket.create_connection(("127.0.0.1", house.port)) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")  # and stays connected
            assert house.stop() == 0
        assert process_ids(house.data) == []


def test_a_second_start_on_the_same_folder_or_port_is_refused_with_a_sentence(
    running: Installation, tmp_path: Path
) -> None:
    eventually(running.is_well)
    assert running.supervisor
    same_folder = fieldwise("serve", "--port", str(free_port()), data=running.data)
    assert same_folder.returncode == 1
    assert f"{running.data} is in use by process {running.supervisor.pid} (started " in same_folder.stderr
    same_port = fieldwise("serve", "--port", str(running.port), data=tmp_path / "other")
    assert same_port.returncode == 1
    assert f"Port {running.port} is taken by another program." in same_port.stderr
    assert f"--port {running.port + 1}" in same_port.stderr
    assert running.is_well()


def test_granian_comes_back_when_it_is_killed_and_takes_its_processes_along(running: Installation) -> None:
    eventually(running.is_well)
    before = process_ids(running.data, "web")
    assert len(before) == 1 + PROCESSES
    running.kill(min(before))
    eventually(lambda: not set(before) & set(process_ids(running.data, "web")))
    eventually(running.is_well)
    assert len(process_ids(running.data, "web")) == 1 + PROCESSES


def test_a_process_that_answers_comes_back_when_it_is_killed(running: Installation) -> None:
    eventually(running.is_well)
    before = process_ids(running.data, "web")
    running.kill(max(before))
    eventually(lambda: max(before) not in process_ids(running.data, "web"))
    eventually(lambda: len(process_ids(running.data, "web")) == 1 + PROCESSES)
    eventually(running.is_well)


def test_a_task_that_the_killed_worker_had_begun_is_run_again(
    running: Installation, mail_server: LateMailServer
) -> None:
    eventually(running.is_well)
    writing = (
        "from django.utils import timezone as t; from fieldwise.apps.ledger.actions import *; "
        "write_letter_to_address(agency=None, to='a@example.org', topic='t', period='p', subject='s', "
        "body='b', at=t.now())"
    )
    assert fieldwise("manage", "shell", "-v0", "-c", writing, data=running.data).returncode == 0
    eventually(mail_server.has_a_caller)
    (worker,) = process_ids(running.data, "work")
    running.kill(worker)
    controller = mail_server.answer()
    with sqlite3.connect(running.data / "fieldwise.sqlite3") as database:
        sent = "SELECT count(*) FROM ledger_letter WHERE sent_at IS NOT NULL"
        eventually(lambda: database.execute(sent).fetchone() == (1,))
    controller.stop()
    assert worker not in process_ids(running.data, "work")


def test_health_names_the_worker_when_it_is_the_worker_that_is_not_well(running: Installation) -> None:
    eventually(running.is_well)
    (worker,) = process_ids(running.data, "work")
    os.kill(worker, signal.SIGSTOP)
    with sqlite3.connect(running.data / "fieldwise.sqlite3") as database:
        database.execute("UPDATE ledger_heartbeat SET at = datetime(at, '-2 minutes')")
        database.commit()
        status, body = running.health()
        database.execute("UPDATE ledger_heartbeat SET at = datetime(at, '+2 minutes')")
    os.kill(worker, signal.SIGCONT)
    assert status == 503
    assert '"database": "ok", "worker": "The worker has given no sign of life for 60 seconds."' in body


def test_the_worker_waits_out_a_database_that_fails(running: Installation) -> None:
    eventually(running.is_well)
    before = process_ids(running.data, "work")
    with sqlite3.connect(running.data / "fieldwise.sqlite3", isolation_level=None) as database:
        database.execute("ALTER TABLE ledger_recurring RENAME TO gone")
        time.sleep(3)
        database.execute("ALTER TABLE gone RENAME TO ledger_recurring")
        assert process_ids(running.data, "work") == before
        planned = "2000-01-01 00:00:00"
        database.execute(
            "INSERT INTO ledger_recurring (topic, next_at, every_seconds, zone) VALUES (?, ?, 999, 'UTC')",
            ["seals_letters", planned],
        )
        still = f"SELECT count(*) FROM ledger_recurring WHERE next_at = '{planned}'"
        eventually(lambda: database.execute(still).fetchone() == (0,))


def test_when_the_supervisor_is_killed_nothing_is_left_and_the_next_start_works(house: Installation) -> None:
    house.start()
    eventually(house.is_well)
    assert house.supervisor
    house.kill(house.supervisor.pid)
    eventually(lambda: not process_ids(house.data) and is_free(house.port), seconds=5)
    house.supervisor.wait()
    house.start()
    eventually(house.is_well)
    house.kill(*process_ids(house.data))  # now all at once, and start again without waiting
    house.start()
    eventually(house.is_well)


def test_a_start_that_cannot_succeed_ends_with_a_sentence(house: Installation, tmp_path: Path) -> None:
    nowhere = fieldwise(
        "serve",
        "--port",
        str(house.port),
        data=house.data,
        DATABASE_URL=f"postgresql://x@127.0.0.1:{free_port()}/x",
    )
    assert nowhere.returncode == 1
    assert "The database cannot be brought up to date" in nowhere.stderr
    (tmp_path / "granian.py").write_text("raise SystemExit('granian is broken')")
    broken = fieldwise(
        "serve", "--port", str(house.port), data=house.data, PYTHONPATH=f"{tmp_path}:{PYTHONPATH}"
    )
    assert broken.returncode == 1
    assert "The web server cannot start" in broken.stderr
    (tmp_path / "a file").write_text("")
    no_folder = fieldwise("serve", data=tmp_path / "a file")
    assert no_folder.returncode == 1
    assert "cannot be written" in no_folder.stderr


def test_a_demonstration_is_served_to_this_machine_only(house: Installation) -> None:
    (house.data / "demonstration").write_text("")
    refused = fieldwise("serve", "--host", "0.0.0.0", "--port", str(house.port), data=house.data)
    assert refused.returncode == 1
    assert "It is served to this machine only" in refused.stderr


def test_a_killed_reset_leaves_the_old_demonstration_and_the_next_one_makes_it_anew(tmp_path: Path) -> None:
    data, building = tmp_path / "data", tmp_path / "data.building"
    data.mkdir()
    (data / "demonstration").write_text("old")
    reset = [*FIELDWISE, "demo", "--reset", "--prepare-only"]
    killed = subprocess.Popen(reset, env=environment(data))
    eventually((building / "fieldwise.sqlite3").exists)
    killed.kill()
    eventually(lambda: not process_ids(building), seconds=5)
    assert (data / "demonstration").read_text() == "old"
    killed.wait()
    assert fieldwise("demo", "--reset", "--prepare-only", data=data).returncode == 0
    assert (data / "demonstration").read_text() != "old"
    assert (data / "fieldwise.sqlite3").exists()
    assert not building.exists()


@pytest.mark.parametrize("option", ["--prepare-only", "--reset"])
def test_a_folder_that_is_not_a_demonstration_is_left_as_it_is(house: Installation, option: str) -> None:
    before = sorted(house.data.rglob("*"))
    refused = fieldwise("demo", option, data=house.data)
    assert refused.returncode == 1
    assert f"{house.data} holds something that is not a demonstration" in refused.stderr
    assert sorted(house.data.rglob("*")) == before


def test_a_demonstration_goes_when_the_make_that_started_it_is_killed(house: Installation) -> None:
    (house.data / "demonstration").write_text("")
    makefile = f"start:\n\t@{' '.join(FIELDWISE)} demo --port {house.port}\n"
    (house.data / "Makefile").write_text(makefile)
    house.supervisor = subprocess.Popen(
        ["make", "-f", house.data / "Makefile", "start"], env=environment(house.data)
    )
    eventually(house.is_well)
    house.supervisor.kill()
    eventually(lambda: not process_ids(house.data), seconds=10)


def test_eight_slow_readers_keep_nobody_waiting(house: Installation) -> None:
    (house.data / "static" / "long.txt").write_bytes(b"x" * MIB)
    # The kernel would swallow a whole MiB on loopback; a small buffer makes readers as slow as on a real network.
    listener = socket.create_server(("127.0.0.1", house.port), backlog=64)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
    script = f"from fieldwise.shell.web import serve; serve({listener.fileno()})"
    command = [sys.executable, "-c", script]
    web = subprocess.Popen(command, env=environment(house.data), pass_fds=[listener.fileno()])
    eventually(lambda: house.health()[0] == 503)  # well, but for the worker, which does not run here
    readers = [threading.Thread(target=_read_slowly, args=(house.port,), daemon=True) for _ in range(8)]
    for reader in readers:
        reader.start()
    time.sleep(1)
    waits = []
    for _ in range(10):
        began = time.monotonic()
        assert house.health()[0] == 503
        waits.append(time.monotonic() - began)
    assert all(reader.is_alive() for reader in readers)
    assert sorted(waits)[8] < 0.2
    web.kill()
    web.wait()


def _read_slowly(port: int) -> None:
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET /static/long.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while client.recv(1000):
            time.sleep(0.1)


def test_importing_the_settings_writes_nothing(tmp_path: Path) -> None:
    settings = environment(None, DJANGO_SETTINGS_MODULE="fieldwise.shell.settings")
    script = "import django; django.setup()"
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=settings, check=True)
    assert list(tmp_path.iterdir()) == []


def test_help_comes_without_django() -> None:
    script = (
        "import sys; from fieldwise.shell.commands import main; main(['--help'], standalone_mode=False); "
        "sys.exit('django' in sys.modules)"
    )
    helped = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment(None)
    )
    assert helped.returncode == 0
    assert "demo" in helped.stdout
    assert "ledger" in helped.stdout
