"""`fieldwise backup`: everything that this installation is, in one file and a folder of media beside it."""

import os
from pathlib import Path

import click

from fieldwise.shell.commands.sentences import in_sentences, tell
from fieldwise.shell.commands.setup import prepare


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="Afterwards, delete all but this many newest backups.")
def backup(folder: Path, keep: int | None) -> None:
    """Back this installation up into FOLDER, while it runs.

    Exit 0 when all is in the backup, 1 when it was not made or a media file is missing from it.
    """
    os.umask(0o077)
    prepare()
    from django.utils import timezone

    from fieldwise.apps.ledger.actions import beat
    from fieldwise.shell.delivery.seals import seal_and_note
    from fieldwise.shell.keeping.backup import back_up
    from fieldwise.shell.keeping.migrating import is_current
    from fieldwise.shell.keeping.pruning import keep_newest

    with in_sentences():
        current = is_current()
        if current:
            seal_and_note()
        made = back_up(folder, timezone.now(), click.echo)
        if current:
            beat(name="backup", at=timezone.now())
        size = made.path.stat().st_size / 1_000_000
        click.echo(f"{made.path} holds {made.manifest.rows:,} rows ({size:,.1f} MB).")
        if keep and (count := keep_newest(folder, keep)):
            click.echo(f"{count} older backup{'' if count == 1 else 's'} deleted.")
    tell(made.troubles, "The backup is whole but for that.")
