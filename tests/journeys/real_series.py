"""The real CARES series, all five videos, once at real speed. Not part of the suite: `make real-series` runs it."""

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in_as


def test_the_real_series_is_completed_at_real_speed(tablet: Page) -> None:
    began = time.monotonic()
    sign_in_as(tablet, "learner")
    tablet.goto("/courses/cares-racial-equity/")
    tablet.get_by_role("button", name="Enroll").click()
    tablet.get_by_role("link", name="Start").click()
    for number in range(1, 6):
        expect(tablet.locator(".player-place")).to_have_text(f"{number} of 5")
        tablet.locator('[data-player="play"]').click()
        expect(tablet.locator('[data-player="finished"]')).to_be_visible(timeout=120_000)
        told = tablet.locator('[data-player="played-text"]').text_content()
        print(f"video {number}: {told}")
        tablet.locator('[data-player="finished"] a').click()
    expect(tablet.get_by_role("link", name=re.compile("^Open"))).to_be_visible()
    print(f"completed in {time.monotonic() - began:.0f} s")
