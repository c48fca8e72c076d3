"""`fieldwise serve`: one supervisor over the web server and the worker."""

import errno
import ipaddress
import os
import socket
import time
from pathlib import Path
from typing import TextIO

import click

from fieldwise.shell import data_folder
from fieldwise.shell.env import read_environment
from fieldwise.shell.supervisor import CannotStart, Child, spawn, supervise

port_option = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@port_option
def serve(host: str, port: int) -> None:
    """Serve this installation: the web server and the worker, until Ctrl-C."""
    environment = read_environment()
    if environment.demonstration_file.exists() and not _is_loopback(host):
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
    """Bring the installation in the folder up to date, then keep web server and worker running until told to stop."""
    began = time.monotonic()
    port = listener.getsockname()[1]
    os.environ["FIELDWISE_DATA"] = str(folder)
    os.environ.setdefault("FIELDWISE_ADDRESS", f"http://localhost:{port}")
    click.echo(f"Starting Fieldwise with the data in {folder}.")
    run_step("bring-up-to-date", lock)

    def say_ready() -> None:
        seconds = time.monotonic() - began
        click.echo(f"Open {os.environ['FIELDWISE_ADDRESS']} (ready after {seconds:.1f} s). Ctrl-C stops it.")

    held, open_ = lock.fileno(), listener.fileno()
    web = Child("web server", lambda: spawn("web", str(open_), inherits=(held, open_), own_group=True))
    worker = Child("worker", lambda: spawn("work", inherits=(held,), own_group=True))
    try:
        supervise(web, worker, listener, say_ready)
    except CannotStart as problem:
        raise click.ClickException(str(problem))


def run_step(command: str, lock: TextIO) -> None:
    """Run one of our hidden commands to its end, and stop with it when it fails; it has said why."""
    code = spawn(command, inherits=(lock.fileno(),)).wait()
    if code < 0:
        raise click.ClickException("The preparation was killed. Start it again.")
    if code:
        raise click.exceptions.Exit(1)


@click.command(hidden=True)
@click.argument("socket_number", type=int)
def web(socket_number: int) -> None:
    """Answer on a socket that the supervisor opened."""
    from fieldwise.shell.web import serve

    serve(socket_number)


@click.command(hidden=True)
def work() -> None:
    """Run the worker."""
    from fieldwise.shell.commands.setup import prepare

    prepare()
    from fieldwise.shell.delivery.worker import Rounds

    Rounds().run()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _why_not(problem: OSError, host: str, port: int, command: str) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or choose another: {command}{port + 1}"
    return f"Nothing can listen on {host}, port {port}: {problem.strerror}."
