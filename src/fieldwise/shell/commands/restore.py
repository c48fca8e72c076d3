"""`fieldwise restore`: an installation made again from a backup."""

from pathlib import Path

import click

from fieldwise.shell.commands.sentences import in_sentences, tell
from fieldwise.shell.commands.serve import hold
from fieldwise.shell.commands.setup import prepare
from fieldwise.shell.env import read_environment


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Lose what the database holds now.")
def restore(file: Path, replace: bool) -> None:
    """Make this installation what FILE holds; its media lie beside FILE.

    The database is the one that the settings name; the file settings.toml stays as it is.
    Exit 0 when all is back, 1 when nothing was changed or something is missing.
    """
    with hold(read_environment().data):
        prepare()
        from django.utils import timezone

        from fieldwise.shell.keeping.restore import restore as make_again

        with in_sentences():
            restored = make_again(file, replace, timezone.now(), click.echo)
        click.echo(
            f"{restored.rows:,} rows are back as they were; counts and hashes are those of the backup."
        )
    tell(restored.troubles, "All else is back. Mend that, and restore again with --replace if you can.")
