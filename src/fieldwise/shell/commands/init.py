"""`fieldwise init`: from an empty folder to an installation whose first administrator can sign in."""

from __future__ import annotations

import os
import smtplib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from fieldwise.shell import data_folder
from fieldwise.shell.commands.questions import Question, ask, questions
from fieldwise.shell.commands.serve import hold
from fieldwise.shell.commands.setup import bring_up, prepare, step
from fieldwise.shell.env import Environment, read_environment
from fieldwise.shell.settings_file import SETTINGS, settings_text

SMTP_SECONDS = 10


def _as_options(command: Callable[..., None]) -> Callable[..., None]:
    """Every question as an option, in the order in which they are asked."""
    for question in reversed(questions(str, str)):
        command = click.option(question.option, question.name, help=question.hint or f"{question.asked}.")(
            command
        )
    return command


@click.command()
@_as_options
@click.option("--no-input", is_flag=True, help="Ask nothing: what no option says is its default or an error.")
@click.option("--keep-smtp", is_flag=True, help="Keep the mail server even if it does not answer now.")
def init(no_input: bool, keep_smtp: bool, **given: Any) -> None:
    """Set up an installation: ask what differs between agencies, and write one settings file.

    The folder is FIELDWISE_DATA, or data. Stopped at any point, it can be run again.
    """
    environment = read_environment()
    _refuse_if_settled(environment)
    with ExitStack() as stack:
        if environment.data.exists():
            stack.enter_context(hold(environment.data))  # said before the questions if a server uses it
        asked = questions(lambda answer: _smtp(answer, no_input, keep_smtp), _database)
        said = ask(asked, given, no_input)
        if not environment.data.exists():
            stack.enter_context(hold(environment.data))
        text = _settings(asked, said)
        _set_up(said)
        # The settings come last: where they stand, the rest is whole.
        data_folder.write_privately(environment.settings_file, text)
    _say_what_is_next(environment.settings_file, said)


def _refuse_if_settled(environment: Environment) -> None:
    if environment.demonstration_file.exists():
        raise click.ClickException(
            f"{environment.data} is a demonstration, and stays one. Choose another folder with FIELDWISE_DATA."
        )
    if environment.settings_file.exists():
        raise click.ClickException(
            f"{environment.settings_file} is there already, and stays as it is. Edit it, and let "
            "`fieldwise doctor` say what is missing; or choose another folder with FIELDWISE_DATA."
        )


def _smtp(answer: str, no_input: bool, keep: bool) -> str:
    """The address of a mail server that answers, or that is kept all the same; "" for none."""
    from fieldwise.shell.delivery.smtp import NotAnAddress, session, why_not

    if not answer:
        return ""
    try:
        with session(answer, SMTP_SECONDS):
            click.echo("  The mail server answers.")
        return answer
    except NotAnAddress as problem:
        raise click.BadParameter(str(problem))
    except (OSError, smtplib.SMTPException) as problem:
        silent = f"The mail server cannot be used now: {why_not(problem)}."
    if keep or (not no_input and click.confirm(f"  {silent} Keep it all the same?")):
        return answer
    raise click.BadParameter(
        f"{silent} Mend the address, or add --keep-smtp." if no_input else "Enter another."
    )


def _database(answer: str) -> str:
    """The URL of a PostgreSQL database that can be used; "" for SQLite in the data folder."""
    from fieldwise.shell.postgresql import Unusable, server_version

    if not answer or answer.startswith("sqlite:"):
        return answer
    try:
        click.echo(f"  The database answers: PostgreSQL {server_version(answer)}.")
    except Unusable as problem:
        raise click.BadParameter(str(problem))
    return answer


def _settings(asked: tuple[Question, ...], said: dict[str, str]) -> str:
    """The settings file: what was answered, but for what the environment says."""
    kept: dict[str, str | int | bool] = {
        question.name: said[question.name]
        for question in asked
        if question.name in SETTINGS and said[question.name] and not question.variable
    }
    if "trusted_proxies" in kept:
        kept["trusted_proxies"] = int(said["trusted_proxies"])
    return settings_text(kept)


def _set_up(said: dict[str, str]) -> None:
    """Tables, agency and administrator; what is there already stays as it is."""
    if said["database"]:
        os.environ["DATABASE_URL"] = said["database"]
    prepare()
    bring_up()
    from django.db import transaction
    from django.utils import timezone

    from fieldwise.apps.people import actions

    _refuse_a_second_agency(said["agency"])
    at = timezone.now()
    try:
        with step("entering the agency and its administrator"), transaction.atomic():
            agency = actions.found_agency(
                code=said["agency"],
                name=said["agency_name"],
                zone=said["zone"],
                academy_name=said["academy"],
                help_desk_email=said["help_email"],
                at=at,
            )
            person = {name: said[name] for name in ("employee_id", "name", "email")}
            actions.enter_administrator(agency=agency, **person, by=None, at=at)
    except actions.AdministratorRefused as refusal:
        raise click.ClickException(f"{refusal} Nothing was stored. Start `fieldwise init` again.")


def _refuse_a_second_agency(code: str) -> None:
    from fieldwise.apps.people.queries import agencies

    codes = [agency.code for agency in agencies()]
    if codes and code not in codes:
        raise click.ClickException(
            f"This database already holds the agency {', '.join(codes)}. Start `fieldwise init` again with that "
            "code, or with another database. Nothing was stored."
        )


def _say_what_is_next(file: Path, said: dict[str, str]) -> None:
    who = f"{said['agency']}/{said['employee_id']}"
    click.echo(f"The settings are in {file}. Its folder holds everything of this installation.")
    click.echo("Next:")
    click.echo("  fieldwise doctor   says what is missing or weak, and how to mend it")
    click.echo("  fieldwise serve    starts it")
    click.echo(f"Then open {said['address']}/accounts/login/ and choose “Mail me a sign-in link” for {who}.")
    if not said["smtp"]:
        click.echo(
            "No mail server is set, so letters wait. Until one is, `fieldwise sign-in-link "
            f"{said['agency']} {said['employee_id']}` prints such a link."
        )
