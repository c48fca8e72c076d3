"""What differs between installations: the settings file in the data folder, and the environment, which wins."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DEFAULT_ADDRESS = "http://localhost:8000"
# setting: its variable, its default
TEXTS = {
    "database": ("DATABASE_URL", ""),
    "address": ("FIELDWISE_ADDRESS", DEFAULT_ADDRESS),
    "agency": ("FIELDWISE_AGENCY", ""),
    "smtp": ("FIELDWISE_SMTP_URL", ""),
    "mail_from": ("FIELDWISE_MAIL_FROM", "Fieldwise <fieldwise@example.org>"),
    "media": ("FIELDWISE_MEDIA", ""),
}
NUMBERS = {"trusted_proxies": ("FIELDWISE_TRUSTED_PROXIES", 0)}
SWITCHES = {
    "accelerated_media": ("FIELDWISE_ACCELERATED_MEDIA", False),
    "debug": ("FIELDWISE_DEBUG", False),
}
PROVIDER_KEYS = ("agency", "name", "issuer", "client_id", "client_secret")


class Unreadable(Exception):
    """The settings cannot be used; the message names the file or variable, the setting and the mend."""


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider whose people may sign in: those of one agency, found by one claim."""

    agency: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "email"

    @property
    def id(self) -> str:
        """What its addresses call it."""
        return self.agency.lower()


@dataclass(frozen=True)
class Environment:
    """The settings, read once. Reading them writes nothing. Keys run from the one that signs to the oldest."""

    data: Path
    database: str = field(repr=False)
    keys: tuple[str, ...] = field(repr=False)
    address: str
    agency: str
    smtp: str = field(repr=False)
    mail_from: str
    media: str
    trusted_proxies: int
    accelerated_media: bool
    debug: bool
    providers: tuple[Provider, ...]

    @property
    def settings_file(self) -> Path:
        return settings_file(self.data)

    @property
    def demonstration_file(self) -> Path:
        return self.data / "demonstration"

    @property
    def media_folder(self) -> Path:
        return self.data / "media"

    @property
    def seals_file(self) -> Path:
        return self.data / "seals.jsonl"


def data_folder() -> Path:
    """The folder in which everything of this installation lies."""
    return Path(os.environ.get("FIELDWISE_DATA", "data")).resolve()


def settings_file(data: Path) -> Path:
    """Where `fieldwise init` writes the settings."""
    return data / "settings.toml"


def secret_file(data: Path) -> Path:
    """Where the signing keys lie, one a line, the newest first."""
    return data / "secret"


def read_environment() -> Environment:
    """The settings of this process; raises Unreadable."""
    data = data_folder()
    said = _file(settings_file(data))
    known: dict[str, Any] = {name: _text(said, name, *variable) for name, variable in TEXTS.items()}
    known |= {name: _number(said, name, *variable) for name, variable in NUMBERS.items()}
    known |= {name: _switch(said, name, *variable) for name, variable in SWITCHES.items()}
    known["database"] = known["database"] or f"sqlite:///{data / 'fieldwise.sqlite3'}"
    known["address"] = known["address"].rstrip("/")
    return Environment(data=data, keys=_keys(data), providers=_providers(said), **known)


def _file(path: Path) -> dict[str, Any]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}.")
    except ValueError as problem:
        raise Unreadable(f"{path} is not TOML: {problem}.")
    for name in said:
        if name not in (*TEXTS, *NUMBERS, *SWITCHES, "oidc"):
            raise Unreadable(f"{path}: there is no setting {name}. docs/operate/settings.md lists them.")
    return said


def _keys(data: Path) -> tuple[str, ...]:
    said = os.environ.get("FIELDWISE_SECRET_KEY", "")
    if not said and secret_file(data).is_file():
        said = secret_file(data).read_text()
    return tuple(said.split())


def _text(said: Mapping[str, Any], name: str, variable: str, default: str) -> str:
    value = os.environ.get(variable) or said.get(name, default)
    if not isinstance(value, str):
        raise Unreadable(f'settings.toml: {name} is text. Write it as {name} = "{value}".')
    return value


def _number(said: Mapping[str, Any], name: str, variable: str, default: int) -> int:
    value = os.environ.get(variable) or said.get(name, default)
    if isinstance(value, bool) or not str(value).isdecimal():
        raise Unreadable(f"{name} ({variable}) is a whole number such as 1, not {value}.")
    return int(value)


def _switch(said: Mapping[str, Any], name: str, variable: str, default: bool) -> bool:
    if text := os.environ.get(variable):
        if text not in ("0", "1"):
            raise Unreadable(f"{variable} is 1 or 0, not {text}.")
        return text == "1"
    value = said.get(name, default)
    if not isinstance(value, bool):
        raise Unreadable(f"settings.toml: {name} is true or false, not {value}.")
    return value


def _providers(said: Mapping[str, Any]) -> tuple[Provider, ...]:
    tables = said.get("oidc", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Unreadable("settings.toml: each OpenID Connect provider is a table [[oidc]].")
    providers = tuple(_provider(table) for table in tables)
    if len({provider.id for provider in providers}) < len(providers):
        raise Unreadable("settings.toml: an agency has two tables [[oidc]]; one is enough.")
    return providers


def _provider(table: Mapping[str, Any]) -> Provider:
    missing = [key for key in PROVIDER_KEYS if not table.get(key)]
    unknown = [key for key in table if key not in (*PROVIDER_KEYS, "claim")]
    if missing or unknown or not all(isinstance(value, str) for value in table.values()):
        raise Unreadable(
            f"settings.toml: [[oidc]] has the texts {', '.join(PROVIDER_KEYS)}, and may have claim."
            + (f" Missing: {', '.join(missing)}." if missing else "")
            + (f" Unknown: {', '.join(unknown)}." if unknown else "")
        )
    provider = Provider(**table)
    if provider.claim not in ("email", "employee_id"):
        raise Unreadable("settings.toml: the claim of [[oidc]] is email or employee_id.")
    return provider
