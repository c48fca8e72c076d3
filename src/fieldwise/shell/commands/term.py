"""`fieldwise term`: the numbers that an agency decides, and from which day each holds."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from fieldwise.shell.commands.setup import prepare

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency


@click.group()
def term() -> None:
    """Say and change the numbers that an agency decides."""


@term.command("list")
@click.argument("code")
def list_(code: str) -> None:
    """Every number as it holds today, and what was changed."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.queries import local_date, term_changes, terms
    from fieldwise.rulebook.terms import FAMILIES, term_names
    from fieldwise.shell.commands.whose import agency_or_stop

    agency = agency_or_stop(code)
    today, changes = local_date(agency, timezone.now()), term_changes(agency.id)
    for full in term_names():
        family, name = full.rsplit(".", 1)
        value = getattr(terms(agency.id, FAMILIES[family], family, today), name)
        click.echo(f"{full} = {value}")
        for change in changes:
            if (change.family, change.name) == (family, name):
                click.echo(f"    {change.value} from {change.from_on}: {change.source}")


@term.command("set")
@click.argument("code")
@click.argument("name", metavar="FAMILY.NAME")
@click.argument("value")
@click.option("--from", "from_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--source", required=True, help="What says so, such as a memo with its date.")
def set_(code: str, name: str, value: str, from_on: datetime, source: str) -> None:
    """Change a number from a day on; earlier days keep the earlier number."""
    prepare()
    from django.utils import timezone

    from fieldwise.apps.people.actions import TermRefused, set_term
    from fieldwise.shell.commands.whose import agency_or_stop

    agency: Agency = agency_or_stop(code)
    family, _, last = name.rpartition(".")
    try:
        set_term(
            agency=agency,
            family=family,
            name=last,
            value=_number(value),
            from_on=from_on.date(),
            source=source,
            by=None,
            at=timezone.now(),
        )
    except TermRefused as refused:
        raise click.ClickException(f"{refused} Nothing is stored.")
    click.echo(f"{name} is {value} from {from_on.date()} on. Earlier days keep the earlier number.")


def _number(value: str) -> object:
    """What was typed as a number; the text itself when it is none, so that the refusal can name it."""
    try:
        return json.loads(value)
    except ValueError:
        return value
