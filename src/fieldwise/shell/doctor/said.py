"""What the settings say: the key, the address, the proxies, the sender, debugging, a demonstration."""

from urllib.parse import urlsplit

from fieldwise.shell.commands.serve import is_loopback
from fieldwise.shell.doctor.findings import Finding, missing, ok, weak
from fieldwise.shell.env import Environment

LONG_KEY = 32


def judge(said: Environment) -> list[Finding]:
    """Every check of the settings as they were read."""
    return [_file(said), _key(said), _address(said), _proxies(said), _debug(said), _demonstration(said)]


def _file(said: Environment) -> Finding:
    if said.settings_file.is_file():
        return ok("settings", f"{said.settings_file} is understood.")
    return weak(
        "settings",
        f"There is no {said.settings_file}, so everything is the default or from the environment.",
        "`fieldwise init` writes one.",
    )


def _key(said: Environment) -> Finding:
    if not said.keys:
        return missing("key", "There is no signing key.", "`fieldwise init` or `fieldwise serve` makes one.")
    older = f", and {len(said.keys) - 1} older still count" if said.keys[1:] else ""
    sentence = f"The signing key has {len(said.keys[0])} characters{older}."
    if len(said.keys[0]) >= LONG_KEY:
        return ok("key", sentence)
    return weak("key", sentence, "Make a longer one: fieldwise key rotate, or a longer FIELDWISE_SECRET_KEY.")


def _address(said: Environment) -> Finding:
    address = urlsplit(said.address)
    if address.scheme == "https" and not is_loopback(address.hostname or ""):
        return ok("address", f"{said.address} is https.")
    if is_loopback(address.hostname or ""):
        return weak(
            "address",
            f"{said.address} opens on this machine only.",
            "Put a reverse proxy with TLS in front, and its https address in the setting address.",
        )
    return missing(
        "address",
        f"{said.address} is not https, so passwords and sessions travel in the clear.",
        "Put a reverse proxy with TLS in front, and write the setting address with https://.",
    )


def _proxies(said: Environment) -> Finding:
    if said.trusted_proxies:
        return ok("proxies", f"{said.trusted_proxies} in front; rate limits use the address that it reports.")
    if not said.address.startswith("https"):
        return ok("proxies", "None in front.")
    return weak(
        "proxies",
        "The address is https, and no reverse proxy is trusted: everybody shares one rate limit.",
        "Set trusted_proxies = 1 when one stands in front.",
    )


def _debug(said: Environment) -> Finding:
    if not said.debug:
        return ok("debug", "Errors do not show their inside.")
    return missing("debug", "Errors show their inside to everybody.", "Remove debug, or FIELDWISE_DEBUG.")


def _demonstration(said: Environment) -> Finding:
    if not said.demonstration_file.exists():
        return ok("purpose", "This is not a demonstration.")
    return weak(
        "purpose",
        "This is a demonstration: whoever reaches it signs in as anyone.",
        "For real people, run `fieldwise init` in another folder.",
    )
