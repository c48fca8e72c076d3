"""What interrupts a learner: no connection, a session that ended, the back button. Nothing that was played is lost."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in_as


def open_first_video(page: Page, persona: str) -> None:
    sign_in_as(page, persona)
    page.goto("/courses/cares-racial-equity/")
    if page.get_by_role("button", name="Enroll").count():
        page.get_by_role("button", name="Enroll").click()
    page.goto("/courses/cares-racial-equity/reducing-implicit-bias/")
    expect(page.locator('[data-player="remaining-text"]')).not_to_be_empty()
    page.wait_for_load_state("networkidle")


# Stopped in the page itself: a slow machine must not play on while the test is on its way to the button.
STOP_AFTER = """() => {
    const video = document.querySelector("video");
    if (video.currentTime > SECONDS) video.pause();
    return video.paused && video.currentTime > SECONDS;
}"""


def play_for(page: Page, seconds: float) -> None:
    page.locator('[data-player="play"]').click()
    page.wait_for_function(STOP_AFTER.replace("SECONDS", str(seconds)))


def test_what_is_played_without_a_connection_is_sent_later(tablet: Page) -> None:
    open_first_video(tablet, "director")
    tablet.route("**/segments", lambda route: route.abort())
    play_for(tablet, 2)
    expect(tablet.locator('[data-player="play"]')).to_have_attribute("data-state", "paused")
    expect(tablet.locator('[data-player="offline-note"]')).to_be_visible()
    tablet.unroute("**/segments")
    tablet.goto("/")
    tablet.goto("/courses/cares-racial-equity/reducing-implicit-bias/")
    expect(tablet.locator('[data-player="played-text"]')).to_contain_text(re.compile("0:0[23] of"))
    tablet.wait_for_function("() => Object.keys(localStorage).every((key) => !key.includes('pending'))")


def test_what_is_played_while_nothing_can_be_stored_is_sent_when_it_can(tablet: Page) -> None:
    refused = {"reasons": [{"code": "cannot_store", "text": "Nothing can be stored at the moment."}]}
    tablet.route("**/api/v1/plays**", lambda route: route.fulfill(status=503, json=refused))
    open_first_video(tablet, "director")
    play_for(tablet, 2)
    expect(tablet.locator('[data-player="offline-note"]')).to_be_visible()
    tablet.unroute("**/api/v1/plays**")
    with tablet.expect_response("**/segments", timeout=30_000) as sent:
        tablet.evaluate("() => dispatchEvent(new Event('online'))")
    assert sent.value.ok
    expect(tablet.locator('[data-player="offline-note"]')).to_be_hidden()
    tablet.reload()
    expect(tablet.locator('[data-player="played-text"]')).to_contain_text(re.compile("0:0[23] of"))


def test_a_session_that_ended_leads_to_sign_in_and_back_to_the_same_second(tablet: Page) -> None:
    open_first_video(tablet, "supervisor")
    tablet.context.clear_cookies(name="sessionid")
    play_for(tablet, 2)
    tablet.wait_for_url(re.compile("/demo/sign-in"))
    tablet.locator('button[name="persona"][value="supervisor"]').click()
    tablet.wait_for_url(re.compile("/reducing-implicit-bias/"))
    expect(tablet.locator('[data-player="played-text"]')).to_contain_text(re.compile("0:0[23] of"))


def test_the_back_button_and_a_second_enrollment_change_nothing(phone: Page) -> None:
    sign_in_as(phone, "mentor")
    phone.goto("/courses/cares-racial-equity/")
    expect(phone.get_by_role("heading", name="You cannot enroll yet. Why?")).to_be_visible()
    sign_in_as(phone, "supervisor")
    phone.goto("/courses/cares-racial-equity/")
    phone.go_back()
    phone.go_forward()
    expect(phone.get_by_role("link", name=re.compile("Start|Continue"))).to_be_visible()
