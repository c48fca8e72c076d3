"""`fieldwise demo`: a whole agency of synthetic people, made once and then served to this machine only."""

import os
import shutil
import signal
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import click

from fieldwise.shell.commands.serve import hold, open_port, port_option, run, run_step
from fieldwise.shell.commands.setup import bring_up, prepare
from fieldwise.shell.env import read_environment
from fieldwise.shell.supervisor import die_with


@click.command()
@port_option
@click.option("--reset", is_flag=True, help="Make the demonstration anew; what was done in it is lost.")
@click.option("--prepare-only", is_flag=True, help="Make the demonstration, and stop.")
def demo(port: int, reset: bool, prepare_only: bool) -> None:
    """Make the demonstration agency where there is none yet, and serve it."""
    if "MAKELEVEL" in os.environ:  # a killed `make demo` leaves nothing behind that keeps the port
        die_with(os.getppid(), signal.SIGTERM)
    folder, is_made = _place()
    with ExitStack() as stack:
        lock = stack.enter_context(hold(folder)) if is_made else None
        if reset or lock is None:
            building = folder.with_name(f"{folder.name}.building")
            lock = stack.enter_context(hold(building))
        listener = (
            None if prepare_only else stack.enter_context(open_port("127.0.0.1", port, "make demo PORT="))
        )
        if reset or not is_made:
            _make(folder, building, lock)
        if listener:
            run(folder, lock, listener)
        else:
            click.echo(f"The demonstration in {folder} is ready.")


def _place() -> tuple[Path, bool]:
    """The folder of the demonstration, and whether it is made already."""
    os.environ.setdefault("FIELDWISE_DATA", "demo-data")
    if os.environ.pop("DATABASE_URL", None):
        click.echo("DATABASE_URL is left alone: a demonstration keeps its database in its own folder.")
    environment = read_environment()
    folder, is_made = environment.data, environment.demonstration_file.exists()
    if not is_made and folder.exists() and any(folder.iterdir()):
        raise click.ClickException(
            f"{folder} holds something that is not a demonstration, and stays as it is. "
            "Choose another folder with FIELDWISE_DATA."
        )
    return folder, is_made


def _make(folder: Path, building: Path, lock: TextIO) -> None:
    """Build beside the folder and rename at the end, so that a killed build never leaves half a demonstration."""
    click.echo(f"Making the demonstration agency in {folder}. This is done once.")
    for left_over in building.iterdir():
        if left_over.name not in ("lock", "secret"):
            shutil.rmtree(left_over) if left_over.is_dir() else left_over.unlink()
    os.environ["FIELDWISE_DATA"] = str(building)
    run_step("fill-demonstration", lock)
    if folder.exists():
        shutil.rmtree(folder)
    building.rename(folder)


@click.command(hidden=True)
def fill_demonstration() -> None:
    """Fill the data folder with the demonstration agency."""
    prepare()
    bring_up()
    from django.utils import timezone

    from fieldwise.shell.commands import demo_agency
    from fieldwise.shell.demonstration import make_demonstration

    make_demonstration()
    demo_agency.build(timezone.now())
