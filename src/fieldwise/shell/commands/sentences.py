"""What goes wrong while an installation is kept, as the sentence that ends a command."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def in_sentences() -> Iterator[None]:
    """Turn every refusal, full disk and failing database into the sentence that ends the command."""
    from django.db import DatabaseError

    from fieldwise.shell.keeping import Refused

    try:
        yield
    except Refused as refusal:
        raise click.ClickException(str(refusal))
    except DatabaseError as problem:
        raise click.ClickException(
            f"The database stopped it, and nothing in it was changed: {problem}".strip()
        )
    except OSError as problem:
        raise click.ClickException(_why(problem))


def _why(problem: OSError) -> str:
    place = f": {problem.filename}" if problem.filename else ""
    if problem.errno == errno.ENOSPC:
        return f"The disk is full, and nothing half was left{place}. Free some space, and try again."
    return f"{problem.strerror or problem}{place}. Nothing half was left."


def tell(troubles: tuple[str, ...], what: str) -> None:
    """Say what is not as it should be, and end with exit code 1 when there is something."""
    for trouble in troubles:
        click.echo(trouble, err=True)
    if troubles:
        click.echo(what, err=True)
        raise click.exceptions.Exit(1)
