"""What `fieldwise init` asks, in the order in which it asks; each question is an option too."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from fieldwise.shell.commands import answers
from fieldwise.shell.env import NUMBERS, TEXTS

Answers = Mapping[str, str]
VARIABLES = {name: variable for name, (variable, _) in (TEXTS | NUMBERS).items()}


@dataclass(frozen=True)
class Question:
    """One question. Without a `default` an answer is needed."""

    name: str
    asked: str
    check: Callable[[str], str]
    default: Callable[[Answers], str] | None = None
    hint: str = ""

    @property
    def option(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable that answers instead, if it is set."""
        variable = VARIABLES.get(self.name, "")
        return variable if os.environ.get(variable) else ""


def _none(_: Answers) -> str:
    return ""


def _proxies(said: Answers) -> str:
    return "1" if said["address"].startswith("https") else "0"


def questions(smtp: Callable[[str], str], database: Callable[[str], str]) -> tuple[Question, ...]:
    """The questions; `smtp` and `database` try what is answered."""
    return (
        Question("agency_name", "Name of the agency", answers.needed),
        Question("agency", "Its code, such as ACS", answers.code, hint="The agency's code, such as ACS."),
        Question("zone", "Its time zone", answers.zone, lambda _: "America/New_York"),
        Question("academy", "Name of its training arm, if it has one", answers.text, _none),
        Question("employee_id", "First administrator: employee id", answers.employee_id),
        Question("name", "First administrator: name", answers.needed),
        Question("email", "First administrator: work e-mail", answers.email),
        Question(
            "address", "Public address, such as https://fieldwise.agency.gov", answers.address,
            hint="The public address: https://…, or http://localhost:8000 to try it.",
        ),
        Question("trusted_proxies", "Reverse proxies in front (0 or 1)", answers.proxies, _proxies),
        Question(
            "smtp", "Mail server, such as smtp+starttls://user:password@host:587 (empty: none yet)", smtp, _none
        ),
        Question("mail_from", "Sender of letters", answers.sender, lambda said: f"Fieldwise <{said['email']}>"),
        Question("help_email", "E-mail of the help desk", answers.email, lambda said: said["email"]),
        Question(
            "database", "Database, as postgresql://user:password@host/name (empty: SQLite)", database, _none
        ),
    )  # fmt: skip


def ask(asked: tuple[Question, ...], given: Mapping[str, Any], no_input: bool) -> dict[str, str]:
    """The answers: from the environment, from the options, from the default, or from whoever sits there."""
    said: dict[str, str] = {}
    if no_input and (missing := [each.option for each in asked if _is_open(each, given)]):
        raise click.UsageError(f"With --no-input these options are needed too: {', '.join(missing)}.")
    for question in asked:
        said[question.name] = _answer(question, given.get(question.name), said, no_input)
    return said


def _is_open(question: Question, given: Mapping[str, Any]) -> bool:
    return question.default is None and given.get(question.name) is None and not question.variable


def _answer(question: Question, given: str | None, said: Answers, no_input: bool) -> str:
    default = question.default(said) if question.default else None
    if question.variable:
        click.echo(f"{question.asked}: {question.variable} is set in the environment, and wins.")
        return _checked(question, os.environ[question.variable], question.variable)
    if given is not None:
        return _checked(question, given, question.option)
    if no_input:
        return _checked(question, default or "", question.option)
    answer: str = click.prompt(
        question.asked, default=default, value_proc=question.check, show_default=bool(default)
    )
    return answer


def _checked(question: Question, answer: str, source: str) -> str:
    try:
        return question.check(answer)
    except click.BadParameter as problem:
        raise click.ClickException(f"{source}: {problem.message}")
