"""The text of the settings file that `env.py` reads: each setting below a sentence that says what it is."""

import json
from collections.abc import Mapping

HEAD = (
    "The settings of this installation, written by `fieldwise init`.",
    "An environment variable wins over its line here. After a change, start `fieldwise serve` again;",
    "`fieldwise doctor` says what is missing or weak. docs/operate/settings.md explains every setting.",
)
# setting: what it is, and an example for a file that does not say it
SETTINGS: dict[str, tuple[str, str | int | bool]] = {
    "agency": ("The code of the agency whose courses the public sees.", "ACS"),
    "address": ("The public address; it is printed on certificates and stands in letters.", "https://…"),
    "trusted_proxies": ("How many reverse proxies stand in front of `fieldwise serve`.", 1),
    "database": (
        "The database. Without this line it is SQLite, in the folder of this file.",
        "postgresql://user:password@host/name",
    ),
    "smtp": (
        "The mail server: smtp://, smtp+starttls:// or smtps://, then user:password@host:port.",
        "smtp+starttls://user:password@mail.agency.gov:587",
    ),
    "mail_from": ("The sender of every letter.", "Fieldwise <fieldwise@agency.gov>"),
    "media": (
        "Where videos lie. Without this line it is the folder `media` beside this file.",
        "s3://bucket/prefix?endpoint=https://…&region=…",
    ),
    "accelerated_media": ("Whether nginx sends the videos itself (X-Accel-Redirect).", True),
    "debug": ("Shows the inside of errors to everybody; for developers only.", True),
}
PROVIDER = {
    "agency": "ACS",
    "name": "the agency’s account",
    "issuer": "https://…",
    "client_id": "…",
    "client_secret": "…",
    "claim": "email",
}


def settings_text(said: Mapping[str, str | int | bool]) -> str:
    """A whole settings file that says what is given; every other setting stands in it as a comment."""
    paragraphs = ["\n".join(f"# {line}" for line in HEAD)]
    for name, (sentence, example) in SETTINGS.items():
        line = f"{name} = {toml(said[name])}" if name in said else f"# {name} = {toml(example)}"
        paragraphs.append(f"# {sentence}\n{line}")
    paragraphs.append(_provider())
    return "\n\n".join(paragraphs) + "\n"


def toml(value: str | int | bool) -> str:
    """The value as TOML writes it, whatever it holds."""
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _provider() -> str:
    lines = ["[[oidc]]", *(f"{name} = {toml(value)}" for name, value in PROVIDER.items())]
    sentence = "# The agency’s own accounts (OpenID Connect): one such table for each agency that has them."
    return "\n".join([sentence, *(f"# {line}" for line in lines)])
