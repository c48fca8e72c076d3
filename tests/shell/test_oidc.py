"""An agency's OpenID Connect provider signs in its own people and nobody else; the provider is a real one."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

import jwt
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from fieldwise.apps.people.models import EmployeeIdAlias, Person
from tests.cast import AT, Cast
from tests.journeys.running import free_port
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, provider

LEARNER = {"email": "Learner@Example.org", "email_verified": True, "employee_id": "900114"}
BEGIN, BACK = "/accounts/oidc/acs/login/", "/accounts/oidc/acs/login/callback/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with provider(free_port(), tmp_path_factory.mktemp("provider"), f"http://localhost{BACK}") as issuer:
        yield issuer


@pytest.fixture(autouse=True)
def _fresh(cast: Cast) -> None:
    cache.clear()


@pytest.fixture
def set_up(settings: Any, issuer: str) -> Callable[..., None]:
    """One provider, of the agency ACS."""

    def configure(claim: str = "email", at: str = issuer) -> None:
        app = {
            "provider_id": "acs",
            "name": "City ID",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": at, "agency": "ACS", "claim": claim},
        }
        ours = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**ours, "APPS": [app]}}

    configure()
    return configure


def changed(url: str, **parameters: str) -> str:
    """The address with other parameters."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | parameters
    return urlunsplit(parts._replace(query=urlencode(query)))


def way_back(away: str, subject: str, claims: dict[str, Any]) -> str:
    """Sign in at the provider as a browser does; the address to which it sends the person back."""
    with requests.Session() as browser:
        page = browser.get(away)
        said = {"subject": subject, "claims": json.dumps(claims)}
        answer = browser.post(page.url, data=said, allow_redirects=False)
        while not answer.headers["Location"].startswith("http://localhost/"):
            onward = urljoin(answer.url, answer.headers["Location"])
            answer = browser.get(onward, allow_redirects=False)
        return answer.headers["Location"]


def sign_in(client: Client, claims: dict[str, Any], subject: str = "s-1", begin: str = BEGIN) -> Any:
    away = client.get(begin).headers["Location"]
    return client.get(way_back(away, subject, claims))


def refused(answer: Any, client: Client, sentence: str) -> None:
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_verified_address_signs_in_the_person_who_has_it(
    set_up: Callable[..., None], client: Client, cast: Cast
) -> None:
    assert "Sign in with City ID" in client.get("/accounts/login/").content.decode()
    assert sign_in(client, LEARNER).headers["Location"] == "/"
    assert client.get("/").wsgi_request.user == cast["learner"]
    link = SocialAccount.objects.get()
    assert (link.user_id, link.provider, link.uid, link.extra_data) == (cast["learner"].id, "acs", "s-1", {})
    again = Client()
    assert sign_in(again, LEARNER, begin=f"{BEGIN}?next=/courses/").headers["Location"] == "/courses/"
    assert SocialAccount.objects.count() == 1
    assert Person.objects.get(id=cast["learner"].id).password == cast["learner"].password


@pytest.mark.parametrize("said", ["900114", 900114, "old-7"])
def test_an_employee_id_signs_in_also_an_earlier_one(
    set_up: Callable[..., None], client: Client, cast: Cast, said: Any
) -> None:
    EmployeeIdAlias.objects.create(
        agency=cast.agency, person=cast["learner"], employee_id="old-7", until_on=AT.date(), recorded_at=AT
    )
    set_up(claim="employee_id")
    assert sign_in(client, {"employee_id": said}).headers["Location"] == "/"
    assert client.get("/").wsgi_request.user == cast["learner"]


def test_a_second_step_is_still_asked_for(set_up: Callable[..., None], client: Client, cast: Cast) -> None:
    Authenticator.objects.create(user=cast["learner"], type="totp", data={"secret": "x"})
    assert "/2fa/authenticate/" in sign_in(client, LEARNER).headers["Location"]
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("claim", "said", "sentence"),
    [
        ("email", {**LEARNER, "email_verified": False}, "City ID has not verified that Learner@Example.org"),
        ("email", {**LEARNER, "email_verified": "false"}, "City ID has not verified"),
        ("email", {"email": "learner@example.org"}, "City ID has not verified"),
        ("email", {"email_verified": True}, "the work e-mail is missing in its answer"),
        ("email", {**LEARNER, "email": "lea\x00rner@example.org"}, "did not say who you are"),
        ("email", {**LEARNER, "email": ["learner@example.org"]}, "did not say who you are"),
        (
            "email",
            {**LEARNER, "email": "nobody@example.org"},
            "has nobody with the work e-mail nobody@example.org",
        ),
        ("email", {**LEARNER, "email": "other-agency@example.org"}, "has nobody with the work e-mail"),
        ("employee_id", {"employee_id": "nobody"}, "has nobody with the employee ID nobody"),
        ("employee_id", {"employee_id": True}, "did not say who you are"),
        ("employee_id", LEARNER | {"employee_id": ""}, "did not say who you are"),
    ],
)
def test_everybody_else_is_told_why_not_and_whom_to_ask(
    set_up: Callable[..., None], client: Client, claim: str, said: dict[str, Any], sentence: str
) -> None:
    set_up(claim=claim)
    answer = sign_in(client, said)
    refused(answer, client, sentence)
    assert "helpdesk@example.org" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_a_leaver_stays_out(set_up: Callable[..., None], client: Client, cast: Cast) -> None:
    sign_in(Client(), LEARNER)
    Person.objects.filter(id=cast["learner"].id).update(is_active=False)
    refused(sign_in(client, LEARNER), client, "no longer carries you as in service")


def test_an_account_stays_with_its_person_and_is_looked_up_each_time(
    set_up: Callable[..., None], client: Client, cast: Cast
) -> None:
    sign_in(Client(), LEARNER)
    refused(
        sign_in(client, {**LEARNER, "email": "new-cps@example.org"}), client, "another person of the roster"
    )
    Person.objects.filter(id=cast["learner"].id).update(email="elsewhere@example.org")
    refused(sign_in(client, LEARNER), client, "has nobody with the work e-mail")
    Person.objects.filter(id=cast["learner"].id).update(email="learner@example.org", agency=cast.partner)
    refused(sign_in(client, LEARNER), client, "has nobody with the work e-mail")


def test_an_answer_to_another_question_is_not_taken(set_up: Callable[..., None], client: Client) -> None:
    def away(browser: Client) -> str:
        return str(browser.get(BEGIN).headers["Location"])

    nonce = client.get(way_back(changed(away(client), nonce="another"), "s-1", LEARNER))
    refused(nonce, client, "does not belong to the sign-in that was begun here")
    state = client.get(changed(way_back(away(client), "s-1", LEARNER), state="another"))
    refused(state, client, "This sign-in is too old")
    other = Client()  # somebody else's code, slipped into this sign-in
    code = parse_qs(urlsplit(way_back(away(other), "s-1", LEARNER)).query)["code"][0]
    injected = client.get(changed(way_back(away(client), "s-2", LEARNER), code=code))
    refused(injected, client, "City ID gave an answer that Fieldwise cannot use")
    back = way_back(away(client), "s-1", LEARNER)
    assert client.get(back).headers["Location"] == "/"
    refused(Client().get(back), Client(), "This sign-in is too old")
    assert "This sign-in is too old" in client.get(back).content.decode()


def test_the_address_cannot_ask_for_more_than_to_sign_in(
    set_up: Callable[..., None], client: Client, cast: Cast
) -> None:
    client.force_login(cast["new-cps"], backend="allauth.account.auth_backends.AuthenticationBackend")
    away = client.get(
        f"{BEGIN}?process=connect&scope=admin&auth_params=prompt%3Dnone&next=https://evil.example/"
    )
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert (asked["code_challenge_method"], "prompt" in asked) == (["S256"], False)
    answer = client.get(way_back(away.headers["Location"], "s-1", LEARNER))
    assert answer.headers["Location"] == "/"
    assert client.get("/").wsgi_request.user == cast["learner"]
    assert not SocialAccount.objects.filter(user=cast["new-cps"]).exists()


def test_who_stops_at_the_provider_is_not_signed_in(set_up: Callable[..., None], client: Client) -> None:
    state = parse_qs(urlsplit(client.get(BEGIN).headers["Location"]).query)["state"][0]
    answer = client.get(f"{BACK}?error=access_denied&state={state}", follow=True)
    assert "was stopped before its end" in answer.content.decode()
    state = parse_qs(urlsplit(client.get(BEGIN).headers["Location"]).query)["state"][0]
    refused(client.get(f"{BACK}?error=server_error&state={state}"), client, "cannot use")


def test_a_silent_provider_is_told_of_before_and_on_the_way(
    set_up: Callable[..., None], client: Client, issuer: str, caplog: pytest.LogCaptureFixture
) -> None:
    back = way_back(client.get(BEGIN).headers["Location"], "s-1", LEARNER)
    set_up(at=f"http://127.0.0.1:{free_port()}")
    for path in (BEGIN, back):
        answer = client.get(path)
        assert (answer.status_code, "City ID does not answer" in answer.content.decode()) == (503, True)
    assert "through acs" in caplog.text
    assert CLIENT_SECRET not in caplog.text


@pytest.fixture
def nonsense() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A server that answers what it is told to, by path; its address and its answers."""
    answers: dict[str, bytes] = {}

    class Nonsense(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(answers[self.path])

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Nonsense)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answers
    server.shutdown()


DESCRIPTION = "/.well-known/openid-configuration"


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"null", b"{}", b'{"token_endpoint": 7}', b""])
def test_a_description_that_is_nonsense_is_told_of(
    set_up: Callable[..., None], client: Client, nonsense: tuple[str, dict[str, bytes]], body: bytes
) -> None:
    address, answers = nonsense
    answers[DESCRIPTION] = body
    set_up(at=address)
    refused(client.get(BEGIN), client, "City ID gave an answer that Fieldwise cannot use")


def answered(client: Client, answers: dict[str, bytes], address: str, token: bytes, person: bytes) -> Any:
    """Come back to a server that is well described, and then says this."""
    described = {f"{name}_endpoint": f"{address}/{name}" for name in ("authorization", "token", "userinfo")}
    answers[DESCRIPTION] = json.dumps({"issuer": address, "jwks_uri": address, **described}).encode()
    answers["/token"], answers["/userinfo"] = token, person
    state = parse_qs(urlsplit(client.get(BEGIN).headers["Location"]).query)["state"][0]
    return client.get(f"{BACK}?code=c&state={state}")


@pytest.mark.parametrize(
    ("token", "person"),
    [
        (b"", b"{}"),
        (b"[]", b"{}"),
        (b'{"access_token": "a"}', b'{"sub": "s-1"}'),
        (b'{"access_token": "a", "id_token": 7}', b'{"sub": "s-1"}'),
        (b'{"access_token": "a", "id_token": "x.y.z"}', b"[]"),
        (b'{"access_token": "a", "id_token": "x.y.z"}', b"<html>"),
    ],
)
def test_an_answer_that_is_nonsense_is_told_of(
    set_up: Callable[..., None],
    client: Client,
    nonsense: tuple[str, dict[str, bytes]],
    token: bytes,
    person: bytes,
) -> None:
    address, answers = nonsense
    set_up(at=address)
    answer = answered(client, answers, address, token, person)
    refused(answer, client, "City ID gave an answer that Fieldwise cannot use")


@pytest.mark.parametrize(
    "wrong", [{"sub": "s-2"}, {"aud": "another"}, {"iss": "https://another.example"}, {"exp": 1}]
)
def test_a_token_for_somebody_else_is_not_taken(
    set_up: Callable[..., None],
    client: Client,
    nonsense: tuple[str, dict[str, bytes]],
    wrong: dict[str, Any],
) -> None:
    address, answers = nonsense
    set_up(at=address)
    said = {"sub": "s-1", "aud": CLIENT_ID, "iss": address, "exp": 2**32, **LEARNER}
    for claims, sentence in ((said, "begun here"), (said | wrong, "cannot use")):  # without a nonce at best
        token = {"access_token": "a", "id_token": jwt.encode(claims, "x" * 32)}
        answer = answered(client, answers, address, json.dumps(token).encode(), b'{"sub": "s-1"}')
        refused(answer, client, sentence)


def test_a_refusal_is_logged_without_secrets(
    set_up: Callable[..., None], client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, {**LEARNER, "email": "nobody@example.org"})
    record = caplog.records[-1]
    assert (record.name, record.levelno) == ("fieldwise.sign_in", logging.WARNING)
    assert "refused by acs (NOT_IN_ROSTER): login nobody@example.org, from 127.0.0.1" in record.getMessage()


def test_without_a_provider_nothing_is_offered(client: Client) -> None:
    assert "Sign in with City ID" not in client.get("/accounts/login/").content.decode()
    assert client.get(BEGIN).status_code == client.get(BACK).status_code == 404
