"""A demonstration that really runs, and a real Chromium in front of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.environment import DATA, DATABASE, postgresql_url

FIELDWISE = Path(sys.executable).with_name("fieldwise")
COURSES = Path(__file__).parents[1] / "courses"
TABLET = {"width": 768, "height": 1024}
PHONE = {"width": 390, "height": 844}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run", "--autoplay-policy=no-user-gesture-required"]  # fmt: skip

# What a journey asks for itself: a page that refuses, a disk that is full, a connection that it cuts.
REFUSED_OR_CUT_OFF = re.compile(r"status of (40|503)|net::ERR_FAILED")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """A running demonstration: where it answers, where its data lie, and its environment."""

    url: str
    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """What a `fieldwise` command prints; fails the test when it fails."""
        done = subprocess.run(
            [FIELDWISE, *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _fresh_postgresql() -> str:
    import psycopg

    url = postgresql_url()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS journeys WITH (FORCE)")
        connection.execute("CREATE DATABASE journeys")
    return url.replace("/postgres?", "/journeys?")


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """The demonstration with one more course, whose videos last a few seconds."""
    folder, port = DATA / "demonstration", free_port()
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FIELDWISE_", "DJANGO_"))
        },
        "FIELDWISE_DATA": str(folder),
        "FIELDWISE_SECRET_KEY": "only-for-tests",
    }
    environment.pop("DATABASE_URL", None)
    if DATABASE == "postgresql":
        environment["DATABASE_URL"] = _fresh_postgresql()
    here = Installation(f"http://localhost:{port}", folder, environment)
    folder.mkdir()
    here.run("fill-demonstration")
    here.run("course", "import", str(COURSES / "short-series"), "--agency", "ACS")
    server = subprocess.Popen([FIELDWISE, "serve", "--port", str(port)], env=environment)
    try:
        _wait_until_it_answers(here.url, server)
        yield here
    finally:
        server.terminate()
        server.wait(15)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield chromium
        chromium.close()


def _contexts(browser: Browser, installation: Installation, size: dict[str, int]) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=installation.url, viewport=size, has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    troubles: list[str] = []
    context.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    yield context
    context.close()
    assert not [each for each in troubles if not REFUSED_OR_CUT_OFF.search(each)], troubles


@pytest.fixture
def tablet(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A page on a tablet; any error on its console fails the test."""
    for context in _contexts(browser, installation, TABLET):
        yield context.new_page()


@pytest.fixture
def phone(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A page on a phone; any error on its console fails the test."""
    for context in _contexts(browser, installation, PHONE):
        yield context.new_page()


def sign_in_as(page: Page, key: str) -> None:
    """Become a persona of the demonstration."""
    page.goto("/demo/sign-in")
    page.locator(f'button[name="persona"][value="{key}"]').click()
    page.wait_for_url("**/")
