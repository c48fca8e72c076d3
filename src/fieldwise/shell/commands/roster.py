"""`fieldwise roster`: what a staff list would change, and its import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldwise.shell.commands.setup import prepare

if TYPE_CHECKING:
    from fieldwise.apps.people.models import Agency
    from fieldwise.apps.people.queries import ComparedRoster

UNREADABLE, STOPPED = 2, 3
NEW_LISTED = 20

roster_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def roster() -> None:
    """Read staff lists."""


@roster.command("import")
@click.argument("file", type=roster_file)
@click.option("--agency", "code", required=True, help="The agency's code, such as ACS.")
@click.option(
    "--map", "map_file", type=roster_file, help="A TOML file: what FILE calls our columns and values."
)
@click.option("--changes/--whole", default=True, help="FILE lists some people (the default), or everybody.")
@click.option("--apply", "apply", is_flag=True, help="Make the roster what FILE says.")
@click.option("--take-good-rows", is_flag=True, help="With --apply: leave refused rows out, take the rest.")
@click.option("--despite-alarms", is_flag=True, help="With --apply: somebody looked, and FILE is right.")
def import_(
    file: Path,
    code: str,
    map_file: Path | None,
    changes: bool,
    apply: bool,
    take_good_rows: bool,
    despite_alarms: bool,
) -> None:
    """Say what FILE would change, row by row; with --apply, change it.

    With --whole, people who are not in FILE have left; otherwise they stay as they are.
    Exit 0 when FILE was read, 2 when it cannot be, 3 when an alarm or a refused row stopped --apply.
    """
    prepare()
    compared = _compared(_agency(code), file, map_file, whole=not changes)
    _print(compared)
    if apply:
        _apply(compared, take_good_rows, despite_alarms)
    else:
        click.echo("Nothing is stored. With --apply, the roster becomes what the file says.")


def _stop(sentence: str, status: int) -> click.exceptions.Exit:
    click.echo(sentence, err=True)
    return click.exceptions.Exit(status)


def _agency(code: str) -> Agency:
    from fieldwise.apps.people.queries import agencies, agency_with_code

    found = agency_with_code(code)
    if found is None:
        codes = ", ".join(agency.code for agency in agencies()) or "none yet"
        raise _stop(f"There is no agency {code}. There are: {codes}.", UNREADABLE)
    return found


def _compared(agency: Agency, file: Path, map_file: Path | None, *, whole: bool) -> ComparedRoster:
    from django.utils import timezone

    from fieldwise.apps.people.queries import RosterFile, compared_roster, local_date
    from fieldwise.standards.hr_roster import RosterUnreadable

    today = local_date(agency, timezone.now())
    map_name = map_file.name if map_file else ""
    try:
        map_text = map_file.read_text(encoding="utf-8-sig") if map_file else ""
        return compared_roster(RosterFile(agency, file, file.name, whole, today, map_text, map_name))
    except UnicodeDecodeError:
        raise _stop(f"{map_name} is not a text file in UTF-8. Nothing is stored.", UNREADABLE) from None
    except RosterUnreadable as problem:
        raise _stop(f"{problem} Nothing is stored.", UNREADABLE) from None


def _print(compared: ComparedRoster) -> None:
    from fieldwise.apps.people.actions import difference_lines

    click.echo(f"{compared.file.name}, as of {compared.file.as_of}")
    for name, count in compared.changes.counts.items():
        click.echo(f"{count:>9,} {name}")
    unknown = compared.reading.unknown_columns
    for note in [*compared.reading.notes, *([f"Not read: {', '.join(unknown)}."] if unknown else [])]:
        click.echo(note)
    for alarm in compared.changes.alarms:
        click.echo(f"Alarm: {alarm.sentence}")
    for each in compared.changes.verdicts:
        for reason in each.reasons:
            click.echo(f"Row {each.row}, {reason.field or 'the row'}: Refused. {reason.sentence}")
    lines = difference_lines(compared.changes)
    new = [line for line in lines if line["verdict"] == "New"]
    for line in [*(line for line in lines if line["verdict"] != "New"), *new[:NEW_LISTED]]:
        place = f"Row {line['row']}" if line["row"] else "Not in the file"
        click.echo(f"{place}: {line['verdict']}. {line['text']}")
    if new[NEW_LISTED:]:
        click.echo(f"And {len(new) - NEW_LISTED:,} more new people.")


def _apply(compared: ComparedRoster, take_good_rows: bool, despite_alarms: bool) -> None:
    from django.utils import timezone

    from fieldwise.apps.people.actions import RosterRefused, apply_roster, keep_roster

    at = timezone.now()
    try:
        kept = keep_roster(compared=compared, by=None, at=at)
        apply_roster(
            roster_import=kept,
            take_good_rows=take_good_rows,
            despite_alarms=despite_alarms,
            compared=compared,
            by=None,
            at=at,
        )
    except RosterRefused as refusal:
        ways = {"rows_refused": "--take-good-rows", "alarmed": "--despite-alarms"}
        mends = [f"{ways[each.code]} goes on." for each in refusal.reasons if each.code in ways]
        raise _stop(" ".join(["Stopped; the roster is as it was.", str(refusal), *mends]), STOPPED) from None
    except OSError as problem:
        raise click.ClickException(f"The roster is as it was: the file cannot be stored. {problem}")
    click.echo("Applied.")
