"""`fieldwise serve`: one supervisor over the web server and the worker."""

import errno
import gc
import ipaddress
import os
import socket
import subprocess
import sys
import time
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TextIO

import click

from fieldwise.shell import data_folder
from fieldwise.shell.env import DEFAULT_ADDRESS, read_environment
from fieldwise.shell.supervisor import CannotStart, Child, die_with, supervise

WORKER = "fieldwise.shell.delivery.worker"

port_option = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@port_option
def serve(host: str, port: int) -> None:
    """Serve this installation: the web server and the worker, until Ctrl-C."""
    environment = read_environment()
    if environment.demonstration_file.exists() and not is_loopback(host):
        raise click.ClickException(
            f"{environment.data} is a demonstration, where anyone may sign in as anyone. It is served to this "
            "machine only: leave out --host."
        )
    with hold(environment.data) as lock, open_port(host, port, "fieldwise serve --port ") as listener:
        run(environment.data, lock, listener)


def hold(folder: Path) -> TextIO:
    """Make the data folder where it is missing, and lock it."""
    try:
        data_folder.make(folder)
        return data_folder.lock(folder)
    except data_folder.Refused as refusal:
        raise click.ClickException(str(refusal))


def open_port(host: str, port: int, command: str) -> socket.socket:
    """Listen on the port; nobody else can while the socket is open. `command` is how to choose another port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + data_folder.WAIT_SECONDS
    while True:
        try:
            return socket.create_server((host, port), family=family, backlog=1024)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE or time.monotonic() > until:
                raise click.ClickException(_why_not(problem, host, port, command))
            time.sleep(0.1)


def run(folder: Path, lock: TextIO, listener: socket.socket) -> None:
    """Bring the installation in the folder up to date, then keep web server and worker running until told to stop.

    Both inherit the lock and hold it as long as they live.
    """
    began = time.monotonic()
    port = listener.getsockname()[1]
    os.environ["FIELDWISE_DATA"] = str(folder)
    address = _address(port)
    click.echo(f"Starting Fieldwise with the data in {folder}.")
    _load()

    def say_ready() -> None:
        seconds = time.monotonic() - began
        click.echo(f"Open {address} (ready after {seconds:.1f} s). Ctrl-C stops it.")

    web = Child("web server", "fieldwise-web", lambda: _answer(listener.fileno()))
    worker = Child("worker", "fieldwise-work", _work)
    try:
        supervise(web, worker, listener, say_ready)
    except CannotStart as problem:
        raise click.ClickException(str(problem))


def _address(port: int) -> str:
    """The public address; where the settings name none, this machine and the port, for the children too."""
    said = read_environment().address
    if said == DEFAULT_ADDRESS:
        said = os.environ["FIELDWISE_ADDRESS"] = f"http://localhost:{port}"
    return said


def run_step(command: str, lock: TextIO) -> None:
    """Run one of our hidden commands to its end, and stop with it when it fails; it has said why."""
    code = subprocess.run(
        [sys.executable, "-m", "fieldwise.shell.commands", command],
        stdin=subprocess.DEVNULL,
        pass_fds=(lock.fileno(),),
        preexec_fn=partial(die_with, os.getpid()),
        check=False,
    ).returncode
    if code < 0:
        raise click.ClickException("The preparation was killed. Start it again.")
    if code:
        raise click.exceptions.Exit(1)


def _load() -> None:
    """Bring the installation up to date, and import all that answers or works: children share it, and begin at once.

    A page that cannot be imported shows now, not at the first visit.
    """
    # It would look through every installed distribution for plugins, of which there are none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    from fieldwise.shell.commands.setup import bring_up, prepare

    prepare()
    bring_up()
    from django.conf import settings
    from django.db import connections

    for module in (settings.WSGI_APPLICATION.rpartition(".")[0], settings.ROOT_URLCONF, WORKER):
        import_module(module)
    connections.close_all()
    gc.freeze()  # what never goes is not looked at again, so it stays shared


def _answer(socket_number: int) -> None:
    from fieldwise.shell.web import serve

    serve(socket_number)


def _work() -> None:
    from fieldwise.shell.delivery.worker import Rounds

    Rounds().run()


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, whoever asks."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _why_not(problem: OSError, host: str, port: int, command: str) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or choose another: {command}{port + 1}"
    return f"Nothing can listen on {host}, port {port}: {problem.strerror}."
