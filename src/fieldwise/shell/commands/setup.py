"""Django for a command, and an installation brought up to date with this version."""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import django

from fieldwise import __version__


def prepare() -> None:
    """Set Django up for a command on an installation that exists."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldwise.shell.settings")
    _find_demonstration()
    from django.conf import settings

    if not settings.ENV.keys:
        raise click.ClickException(
            f"There is no installation in {settings.ENV.data} yet. Run `fieldwise init`, "
            "or name the data folder with FIELDWISE_DATA."
        )
    django.setup()


def _find_demonstration() -> None:
    folder = Path("demo-data")
    if "FIELDWISE_DATA" not in os.environ and not Path("data").exists() and folder.is_dir():
        click.echo(f"Using the demonstration in {folder.resolve()}.", err=True)
        os.environ["FIELDWISE_DATA"] = str(folder.resolve())


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done, and then how many seconds it took."""
    click.echo(f"  {what} …", nl=False)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        click.echo()
        raise
    click.echo(f" {time.monotonic() - started:.1f} s")


@click.command(hidden=True)
def bring_up_to_date() -> None:
    """Bring the installation up to date with this version."""
    prepare()
    bring_up()


def bring_up() -> None:
    """Bring tables and static files up to date with this version; says nothing when they are."""
    from django.db import DatabaseError

    from fieldwise.shell.keeping import Refused

    try:
        _bring_tables()
        _bring_static_files()
    except Refused as refusal:
        raise click.ClickException(str(refusal))
    except DatabaseError as problem:
        raise click.ClickException(f"The database cannot be brought up to date: {problem}".strip())


def _bring_tables() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from fieldwise.shell.keeping.databases import contents, one_transaction
    from fieldwise.shell.keeping.migrating import is_current, migrate_forward

    if not is_current():
        if contents() and not settings.ENV.demonstration_file.exists():
            raise click.ClickException(
                "The database is that of an earlier version of Fieldwise. Run `fieldwise upgrade`: it makes a "
                "backup first, and leaves all as it is when anything fails."
            )
        with step("bringing the tables up to date"), one_transaction():
            migrate_forward()
    call_command("createcachetable", verbosity=0)


def _bring_static_files() -> None:
    from django.conf import settings
    from django.core.management import call_command

    noted = settings.STATIC_ROOT.with_name("static.sha256")
    digest = _static_digest()
    if not noted.is_file() or noted.read_text() != digest:
        with step("collecting the static files"):
            shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
            call_command("collectstatic", interactive=False, verbosity=0)
            os.sync()  # the note must not outlive a power cut that the files do not
            noted.write_text(digest)


def _static_digest() -> str:
    from django.contrib.staticfiles.finders import get_finders

    lines = [__version__]
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = os.stat(storage.path(path))
            lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
