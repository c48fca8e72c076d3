"""`fieldwise upgrade`: an installation of an earlier version brought to this one, or left as it was."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldwise import __version__
from fieldwise.shell.commands.sentences import in_sentences
from fieldwise.shell.commands.serve import hold
from fieldwise.shell.commands.setup import bring_up, prepare, step

if TYPE_CHECKING:
    from fieldwise.shell.keeping.manifest import Manifest


@click.command()
@click.option(
    "--backups",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the backup before it goes; the folder `backups` in the data folder without it.",
)
def upgrade(backups: Path | None) -> None:
    """Back up this stopped installation, bring it to this version, and verify it.

    When anything fails, the database is as it was before.
    """
    prepare()
    from django.conf import settings
    from django.utils import timezone

    from fieldwise.shell.keeping.backup import back_up

    with hold(settings.ENV.data):
        with in_sentences():
            made = back_up(backups or settings.ENV.data / "backups", timezone.now(), lambda _: None)
            click.echo(f"{made.path} holds {made.manifest.rows:,} rows, as they are now.")
        for trouble in made.troubles:
            click.echo(trouble, err=True)
        try:
            _bring_forward(made.manifest)
        except Exception as problem:  # a migration may raise anything
            traceback.print_exc()
            raise click.ClickException(
                f"The upgrade failed: {type(problem).__name__}: {problem}\n"
                "The database is as it was before. Start the version that you ran until now again. "
                f"The backup {made.path} is there in any case."
            )
    click.echo(f"This installation is at version {__version__}. Start `fieldwise serve`.")


def _bring_forward(before: Manifest) -> None:
    from django.core.management import call_command

    from fieldwise.shell.keeping.databases import one_transaction
    from fieldwise.shell.keeping.migrating import migrate_forward
    from fieldwise.shell.keeping.verifying import check_upgraded, findings_before_an_upgrade

    known = findings_before_an_upgrade()
    with one_transaction():
        with step("bringing the tables up to date"):
            migrate_forward()
        with step("verifying rows, ledger and settings"):
            check_upgraded(before, known)
            call_command("check", databases=["default"], verbosity=0)
        bring_up()
