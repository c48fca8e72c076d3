"""The whole journey: catalogue, enrollment, player, certificate, verification."""

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Installation, sign_in_as

PLAYED = re.compile(r"0:0(\d) of 0:0\1 played")


def play_to_the_end(page: Page) -> None:
    page.locator('[data-player="play"]').click()
    expect(page.locator('[data-player="finished"]')).to_be_visible(timeout=30_000)


def test_a_learner_plays_a_series_and_anyone_can_verify_her_certificate(
    tablet: Page, phone: Page, installation: Installation
) -> None:
    sign_in_as(tablet, "learner")
    tablet.goto("/courses/")
    tablet.get_by_role("link", name="Short Series", exact=True).click()
    expect(tablet.get_by_role("heading", name="You can enroll. Why?")).to_be_visible()
    tablet.get_by_role("button", name="Enroll").dblclick()
    tablet.get_by_role("link", name="Start").click()

    tablet.locator('[data-player="play"]').click()
    tablet.wait_for_function("() => document.querySelector('video').currentTime > 2")
    tablet.locator('[data-player="play"]').click()
    expect(tablet.locator('[data-player="play"]')).to_have_attribute("data-state", "paused")
    tablet.wait_for_timeout(800)
    stopped_at = tablet.evaluate("() => document.querySelector('video').currentTime")

    sign_in_as(phone, "learner")
    phone.get_by_role("link", name=re.compile("Resume")).first.click()
    phone.wait_for_function("() => document.querySelector('video').currentTime > 1")
    resumed_at = phone.evaluate("() => document.querySelector('video').currentTime")
    assert abs(resumed_at - stopped_at) < 1
    play_to_the_end(phone)
    phone.get_by_role("link", name="Go to the next video").click()
    play_to_the_end(phone)
    phone.get_by_role("link", name="See your certificate").click()
    phone.get_by_role("link", name=re.compile("^Open")).click()
    expect(phone.get_by_role("heading", name="Dana Whitlock")).to_be_visible()

    number = re.search(r"FW(-[0-9A-Z]{4}){3}", phone.content()).group()  # type: ignore[union-attr]
    pdf = phone.request.get(f"/certificates/{number}.pdf")
    text = PdfReader(io.BytesIO(pdf.body())).pages[0].extract_text()
    assert "Dana Whitlock" in text
    assert number in text

    stranger = phone.context.browser.new_page(base_url=installation.url)  # type: ignore[union-attr]
    stranger.goto(f"/verify/{number.lower()}")
    expect(stranger.get_by_role("heading", name="This certificate is valid.")).to_be_visible()
    expect(stranger.get_by_text("Dana Whitlock")).to_be_visible()
    stranger.close()
