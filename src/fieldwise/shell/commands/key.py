"""`fieldwise key`: the key that signs sessions, leases and links."""

import os
import secrets
from pathlib import Path

import click

from fieldwise.shell import data_folder
from fieldwise.shell.env import data_folder as folder
from fieldwise.shell.env import secret_file

KEY_BYTES = 50


@click.group()
def key() -> None:
    """Change the key that signs sessions and leases."""


@key.command()
def rotate() -> None:
    """Sign with a new key from the next start on; what earlier keys signed stays good."""
    file, keys = _keys()
    data_folder.write_privately(file, "\n".join([secrets.token_urlsafe(KEY_BYTES), *keys]) + "\n")
    click.echo(f"{file} begins with a new key. What was signed before stays good ({len(keys)} earlier).")
    click.echo("Start `fieldwise serve` again: from then on the new key signs. Nobody is signed out.")
    click.echo("After eight days, `fieldwise key forget` lets the earlier ones go.")


@key.command()
def forget() -> None:
    """Keep the newest key alone; what earlier keys signed ends."""
    file, keys = _keys()
    if not keys[1:]:
        raise click.ClickException(
            "There is only one key, and it is needed. `fieldwise key rotate` makes another."
        )
    data_folder.write_privately(file, f"{keys[0]}\n")
    click.echo(f"{file} holds the newest key alone; {len(keys) - 1} before it no longer count.")
    click.echo(
        "Start `fieldwise serve` again. From then on, sessions, links in letters and videos that were begun "
        "under an earlier key have ended: people sign in again, and open the video again."
    )


def _keys() -> tuple[Path, list[str]]:
    """The file of the keys and the keys, newest first."""
    if os.environ.get("FIELDWISE_SECRET_KEY"):
        raise click.ClickException(
            "FIELDWISE_SECRET_KEY is set in the environment and wins over the file `secret`. Change it there: "
            "the new key first, then a space, then the earlier ones."
        )
    file = secret_file(folder())
    if not file.is_file() or not (keys := file.read_text().split()):
        raise click.ClickException(
            f"There is no key in {file} yet. `fieldwise init` makes one; FIELDWISE_DATA names the folder."
        )
    if file.stat().st_uid != os.geteuid():
        raise click.ClickException(
            f"{file} belongs to another user, who could not read it any more. Run it as that user."
        )
    return file, keys
