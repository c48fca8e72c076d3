"""`fieldwise doctor`: what is missing or weak, and how to mend it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import click

from fieldwise.shell.commands.setup import prepare
from fieldwise.shell.doctor import (
    certificate,
    database,
    folder,
    mail,
    media,
    people,
    process,
    providers,
    said,
    work,
)
from fieldwise.shell.doctor.findings import Finding, State, missing
from fieldwise.shell.doctor.looking import Look, look_at
from fieldwise.shell.env import Unreadable, data_folder
from fieldwise.shell.postgresql import first_line

if TYPE_CHECKING:
    from fieldwise.shell.env import Environment, Provider


@click.command()
@click.option("--mail", "to", metavar="ADDRESS", help="Also send one letter to this address, now.")
def doctor(to: str | None) -> None:
    """Say what is missing or weak in this installation, and how to mend it.

    Looks while it is served and while it is not; changes nothing. Exit 1 when something is missing.
    """
    found = _findings(to)
    for finding in found:
        click.echo(finding.line)
    counts = Counter(finding.state for finding in found)
    click.echo(f"{counts[State.MISSING]} missing, {counts[State.WEAK]} weak, {counts[State.OK]} ok.")
    if counts[State.MISSING]:
        raise click.exceptions.Exit(1)


def _findings(to: str | None) -> list[Finding]:
    environment = _environment()
    place = data_folder()
    here: dict[str, Look] = {}
    if place.is_dir():
        here = {
            "folder": lambda: folder.judge(folder.gather(place)),
            "process": lambda: process.judge(process.gather(place)),
        }
    if isinstance(environment, Finding):
        return [*look_at(here), environment]
    return _of_installation(environment, here, to)


def _environment() -> Environment | Finding:
    """The settings with which Django is ready; or why it cannot be."""
    database.keep_time()
    try:
        prepare()
        from django.conf import settings

        environment: Environment = settings.ENV
        return environment
    except click.ClickException as problem:
        return missing("installation", problem.message, "")
    except Unreadable as problem:
        return missing("settings", str(problem), "")
    except Exception as problem:  # a value that only a library refuses, such as the URL of a database
        mend = "Mend the settings file or the variable in which it stands."
        return missing("settings", f"A value is not understood: {first_line(problem)}.", mend)


def _of_installation(environment: Environment, here: dict[str, Look], to: str | None) -> list[Finding]:
    asked: list[database.DatabaseFacts] = []

    def database_() -> list[Finding]:
        asked.append(database.gather())
        return database.judge(asked[0])

    found = look_at(here | _outside(environment, to) | {"database": database_})
    usable = bool(asked) and asked[0].is_usable
    return found + (look_at(_inside(environment)) if usable else [])


def _outside(environment: Environment, to: str | None) -> dict[str, Look]:
    """What can be looked at without the database."""
    accounts: dict[str, Look] = {
        f"accounts of {each.name}": partial(_accounts, each) for each in environment.providers
    }
    letter: dict[str, Look] = {"test letter": lambda: [mail.send_test(environment, to)]} if to else {}
    return {
        "settings": lambda: said.judge(environment),
        "certificate": lambda: certificate.judge(certificate.gather(environment.address)),
        "mail": lambda: mail.judge(mail.gather(environment)),
        **letter,
        **accounts,
    }


def _accounts(provider: Provider) -> list[Finding]:
    return providers.judge(providers.gather(provider))


def _inside(environment: Environment) -> dict[str, Look]:
    """What only the database knows."""
    from django.utils import timezone

    at = timezone.now()
    accounts_of = tuple(provider.agency for provider in environment.providers)
    serves = process.serving_process(environment.data) is not None
    return {
        "agencies": lambda: people.judge(people.gather(at), environment.agency, accounts_of, at),
        "work": lambda: work.judge(work.gather(environment.seals_file, serves, at)),
        "media": lambda: media.judge(media.gather(environment)),
    }
