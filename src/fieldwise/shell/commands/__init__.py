"""The command `fieldwise`. A command's module is imported when the command is run, so that help comes at once."""

import os
from importlib import import_module
from typing import Any

import click

from fieldwise import __version__
from fieldwise.shell.env import Unreadable

# name: the module, and the sentence of the help; names without a sentence are for Fieldwise itself
COMMANDS = {
    "init": (
        "init",
        "Set up an installation: ask what differs between agencies, and write one settings file.",
    ),
    "doctor": ("doctor", "Say what is missing or weak in this installation, and how to mend it."),
    "serve": ("serve", "Serve this installation: the web server and the worker, until Ctrl-C."),
    "demo": ("demo", "Make the demonstration agency where there is none yet, and serve it."),
    "agency": ("agency", "Found an agency, and say who may do what in it."),
    "roster": ("roster", "Read staff lists."),
    "course": ("course", "Read course folders."),
    "term": ("term", "Say and change the numbers that an agency decides."),
    "retention": ("retention", "Say what is deleted next, and when."),
    "person": ("person", "Export what is kept about a person, or correct a name."),
    "certificate": ("certificate", "Take certificates back."),
    "ledger": ("ledger", "Verify the ledger, or seal what waits."),
    "backup": ("backup", "Back this installation up into a folder, while it runs."),
    "restore": ("restore", "Make this installation what a backup holds."),
    "move": ("move", "Carry this installation into another database."),
    "upgrade": ("upgrade", "Bring an installation of an earlier version to this one."),
    "sign-in-link": ("sign_in_link", "Print a link that signs a person in once, for when no mail arrives."),
    "key": ("key", "Change the key that signs sessions and leases."),
    "manage": ("manage", "Run one of Django's management commands."),
    "bring-up-to-date": ("setup", ""),
    "fill-demonstration": ("demo", ""),
}


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Unreadable as problem:
            raise click.ClickException(str(problem))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (_, sentence) in COMMANDS.items() if sentence]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"{__name__}.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="Fieldwise")
def main() -> None:
    """Fieldwise: the workforce platform of a child-protection agency.

    The environment variable FIELDWISE_DATA names the data folder.
    """
    os.umask(0o077)  # whatever is written is for its owner alone
