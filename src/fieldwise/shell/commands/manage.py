"""`fieldwise manage`: Django's own management commands."""

import click

from fieldwise.shell.commands.setup import prepare


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands."""
    prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["fieldwise manage", *arguments])
