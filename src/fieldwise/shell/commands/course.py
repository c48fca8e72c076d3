"""`fieldwise course`: check and import course folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldwise.shell.commands.setup import prepare

if TYPE_CHECKING:
    from fieldwise.standards.course_file import CourseFile

UNREADABLE = 2
folder_argument = click.argument("folder", type=click.Path(path_type=Path))


@click.group()
def course() -> None:
    """Read course folders."""


def read_or_stop(folder: Path) -> CourseFile:
    """The course in a folder; says everything that is wrong with it and ends with exit code 2."""
    from fieldwise.standards.course_file import CourseProblems, read_course

    read = read_course(folder)
    if isinstance(read, CourseProblems):
        for sentence in read.sentences:
            click.echo(sentence, err=True)
        count = len(read.sentences)
        click.echo(
            f"Nothing is stored: {count} thing{'' if count == 1 else 's'} to mend in {folder}.", err=True
        )
        raise click.exceptions.Exit(UNREADABLE)
    return read


@course.command()
@folder_argument
def check(folder: Path) -> None:
    """Say what is wrong with a course folder; store nothing."""
    found = read_or_stop(folder)
    click.echo(
        f"{found.title}: {len(found.components)} components, {found.seconds:.0f} s. Nothing is wrong with it."
    )


@course.command("import")
@folder_argument
@click.option("--agency", "code", required=True, help="The code of the agency.")
def import_(folder: Path, code: str) -> None:
    """Publish a course folder as the current version; the same folder twice changes nothing."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.learning.actions import publish_course
    from fieldwise.apps.people.queries import agency_with_code

    agency = agency_with_code(code)
    if agency is None:
        raise click.ClickException(f"There is no agency with the code {code}.")
    read = read_or_stop(folder)
    try:
        published = publish_course(agency=agency, course=read, by=None, at=timezone.now())
    except OSError as problem:
        raise click.ClickException(f"Nothing is published: a file cannot be stored. {problem}")
    what = "is published" if published.is_new else "was published before; nothing changed"
    click.echo(f"{published.version.title}, version {published.version.number}, {what}.")
