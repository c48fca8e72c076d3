"""Checks of what an administrator types: each gives the answer back as it is kept, or says what is wrong with it."""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

import click

from fieldwise.shell.commands.serve import is_loopback

HOST = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9.-]+", re.IGNORECASE)


def text(answer: str, longest: int = 200) -> str:
    """Some words on one line."""
    answer = " ".join(answer.split())
    if not answer.isprintable():
        raise click.BadParameter("The answer holds characters that cannot be shown. Type it again.")
    if len(answer) > longest:
        raise click.BadParameter(f"The answer has {len(answer)} characters; at most {longest} fit.")
    return answer


def needed(answer: str, longest: int = 200) -> str:
    """Some words, and not none."""
    if words := text(answer, longest):
        return words
    raise click.BadParameter("An answer is needed here.")


def code(answer: str) -> str:
    """The code of an agency, in capitals."""
    short = needed(answer, 20).upper()
    if not (short.isascii() and short.replace("-", "").isalnum()):
        raise click.BadParameter("A code is made of letters, digits and hyphens, such as ACS.")
    return short


def employee_id(answer: str) -> str:
    """An employee id, as HR writes it."""
    said = needed(answer, 40)
    if "/" in said or " " in said:
        raise click.BadParameter("An employee id has no space and no slash in it, such as 104417.")
    return said


def zone(answer: str) -> str:
    """A time zone by its IANA name."""
    from zoneinfo import available_timezones

    if answer not in available_timezones():
        raise click.BadParameter(f"{answer} is not a time zone. An example is America/New_York.")
    return answer


def email(answer: str) -> str:
    """An e-mail address alone."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    said = needed(answer, 254)
    try:
        validate_email(said)
    except ValidationError:
        raise click.BadParameter(f"{said} is not an e-mail address.")
    return said


def sender(answer: str) -> str:
    """An e-mail address, with a name before it if there is one."""
    said = needed(answer)
    email(parseaddr(said)[1] or said)
    return said


def address(answer: str) -> str:
    """The public address: https, or http on this machine alone; no path behind it."""
    said = needed(answer).rstrip("/")
    try:
        parts = urlsplit(said)
        place = f"{parts.scheme}://{parts.netloc}"
        host = parts.netloc.removesuffix(f":{parts.port}")
    except ValueError as problem:
        raise click.BadParameter(f"{said} is not an address: {problem}.")
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host) or said != place:
        raise click.BadParameter(f"{said} is not an address. An example is https://fieldwise.agency.gov.")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise click.BadParameter(
            "Staff sign in here, so the address begins with https://. Only http://localhost goes without."
        )
    return said


def proxies(answer: str) -> str:
    """How many reverse proxies stand in front."""
    if answer not in ("0", "1"):
        raise click.BadParameter("Answer 1 with a reverse proxy in front, 0 without.")
    return answer
