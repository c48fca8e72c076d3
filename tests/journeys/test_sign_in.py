"""The first Monday: rostered people get in by a link from their mail, and through their agency's own sign-in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Collector
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, TABLET
from tests.journeys.running import Installation, eventually, fieldwise, free_port, installation
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, provider

STAFF = """employee_id,name,title,email,hired_on
104417,Dana Whitlock,Child Protective Specialist,d.whitlock@example.org,2025-09-15
104418,Kim Park,Child Protective Specialist,k.park@example.org,2025-09-15
"""
SETTINGS = """smtp = "smtp://127.0.0.1:{smtp_port}"

[[oidc]]
agency = "ACS"
name = "City ID"
issuer = "{issuer}"
client_id = "{client_id}"
client_secret = "{client_secret}"
"""


class Mailbox(Collector):
    """Every letter that a real mail server took."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.letters.append(message)


@dataclass
class Agency:
    """An installation with two people, their mail, and their provider."""

    house: Installation
    letters: list[Message]
    provider_port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.house.port}"

    @property
    def back(self) -> str:
        return f"{self.url}/accounts/oidc/acs/login/callback/"

    def provider(self) -> object:
        """The provider while it runs."""
        return provider(self.provider_port, self.folder, self.back)


@pytest.fixture(scope="module")
def acs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    folder, mailbox, port = tmp_path_factory.mktemp("acs"), Mailbox(), free_port()
    mail = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    mail.start()
    data = folder / "data"
    data.mkdir(mode=0o700)
    (folder / "staff.csv").write_text(STAFF)
    (data / "settings.toml").write_text(
        SETTINGS.format(
            smtp_port=mail.port,
            issuer=f"http://127.0.0.1:{port}/o",
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
        )
    )
    with installation(data) as house:
        house.start()
        eventually(house.is_well, 60)
        help_desk = ("--help-email", "helpdesk@example.org", "--help-phone", "212-555-0148")
        for command in (
            ("agency", "found", "ACS", "Administration for Children’s Services", *help_desk),
            ("roster", "import", str(folder / "staff.csv"), "--agency", "ACS", "--apply"),
        ):
            done = fieldwise(*command, data=data)
            assert done.returncode == 0, done.stdout + done.stderr
        yield Agency(house, mailbox.letters, port, folder)
    mail.stop()


@pytest.fixture(params=["tablet", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, acs: Agency) -> Iterator[Page]:
    size = TABLET if request.param == "tablet" else PHONE
    context = browser.new_context(base_url=acs.url, viewport=size)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    troubles: list[str] = []
    context.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert not [each for each in troubles if "status of 403" not in each and "status of 503" not in each]


def clean(page: Page) -> None:
    """axe finds nothing, and nothing is wider than the screen."""
    assert [each["id"] for each in Axe().run(page).response["violations"]] == [], page.url
    wider = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0, page.url


def test_a_letter_brings_in_who_has_no_password_yet(acs: Agency, page: Page) -> None:
    acs.letters.clear()
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.url, request.all_headers().get("referer", ""))))
    page.goto("/accounts/login/")
    clean(page)
    page.get_by_role("link", name="Mail me a sign-in link").click()
    page.get_by_label("Work e-mail").fill("ACS/104417")
    clean(page)
    page.get_by_role("button", name="Mail me a sign-in link").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    clean(page)
    eventually(lambda: acs.letters)
    body = str(acs.letters[0].get_payload(decode=True), "utf-8")
    link = re.findall(r"http://localhost\S+", body)[0]
    page.goto(link)
    clean(page)
    page.get_by_role("button", name="Sign in as Dana Whitlock").click()
    expect(page.get_by_text("Add a passkey or set a password here")).to_be_visible()
    expect(page.locator(".initials")).to_contain_text("DW")
    token = link.partition("token=")[2]
    assert [url for url, referrer in asked if token in referrer] == []
    assert [url for url, _ in asked if token in url] == [link]
    page.goto(link)
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    clean(page)


def through_the_provider(page: Page, claims: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Sign in with City ID").click()
    page.get_by_label("Subject").fill(claims)
    page.get_by_label("Claims").fill(claims)
    page.get_by_role("button", name="Go on").click()


def test_the_agencys_own_sign_in_brings_in_its_people_and_nobody_else(acs: Agency, page: Page) -> None:
    with acs.provider():
        through_the_provider(page, '{"email": "guest@example.org", "email_verified": true}')
        expect(page.get_by_text("has nobody with the work e-mail guest@example.org")).to_be_visible()
        expect(page.get_by_role("link", name="helpdesk@example.org")).to_be_visible()
        clean(page)
        page.context.clear_cookies()
        through_the_provider(page, '{"email": "K.Park@example.org", "email_verified": true}')
        expect(page.locator(".initials")).to_contain_text("KP")
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Sign in with City ID").click()
    expect(page.get_by_role("heading", name="City ID does not answer")).to_be_visible()
    clean(page)
