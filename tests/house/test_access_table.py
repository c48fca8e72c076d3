"""Every address is in the access table, and every persona gets exactly what its row says."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from demo.agency.personas import PERSONAS
from fieldwise.shell.access import IN_DEMONSTRATION, PUBLIC, SIGNED_IN, TABLE, Who, allowed_methods
from tests.cast import Cast

ID = str(uuid4())
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SAMPLES = {
    "<uuid:import_id>": ID,
    "<uuid:component_id>": ID,
    "<slug:part>": "video",
    "<slug:slug>": "nothing",
    "<slug>": "nothing",
    "<play>": ID,
    "<slug:component>": "nothing",
    "<str:number>": "FW-0000-0000-0000",
    "<int:pk>": "1",
    "<str:provider_id>": "nothing",
    "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)": "1-set-password",
    "(?P<key>[-:\\w]+)": "nothing",
}
ANYBODY = {"accounts/logout/"}


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Each route as `resolver_match.route` names it."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


def address(route: str) -> str:
    """A path that the route matches."""
    for name, sample in SAMPLES.items():
        route = route.replace(name, sample)
    return "/" + route.removesuffix("$")


def test_every_route_is_in_the_table_and_the_table_names_no_other() -> None:
    assert set(ROUTES) == set(TABLE)


def lets_in(who: Who | str, capabilities: tuple[str, ...] | None) -> bool:
    """Whether a row lets in a person with these capabilities (None: nobody is signed in)."""
    if who is PUBLIC:
        return True
    return capabilities is not None and (who is SIGNED_IN or who in capabilities)


@pytest.mark.parametrize("key", ["anonymous", *(persona.key for persona in PERSONAS)])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_every_persona_gets_what_the_table_says(cast: Cast, client: Client, key: str, method: str) -> None:
    if key != "anonymous":
        client.force_login(cast[key], backend=BACKEND)
    capabilities = next((persona.capabilities for persona in PERSONAS if persona.key == key), None)
    for route, row in TABLE.items():
        if route in ANYBODY and key != "anonymous":
            continue  # it would sign the persona out
        status = client.generic(method, address(route)).status_code
        says = f"{key} {method} {address(route)}: {status}"
        if row.who is Who.NOBODY or row.who in IN_DEMONSTRATION:
            assert status == 404, says
        elif method not in allowed_methods(row):
            assert status == 405, says
        elif not lets_in(row.who, capabilities):
            signed_in = capabilities is not None
            assert status == (403 if signed_in else 401 if route.startswith("api/") else 302), says
        else:
            assert status not in (401, 405), says


def test_a_route_that_is_not_in_the_table_is_denied(
    client: Client, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.delitem(TABLE, "accessibility")
    assert client.get("/accessibility").status_code == 403
