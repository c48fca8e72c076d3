"""A passkey signs in without a password, in real Chromium with a virtual authenticator."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in_as

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_then_signs_in_alone(tablet: Page) -> None:
    devices = tablet.context.new_cdp_session(tablet)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in_as(tablet, "instructor")
    tablet.goto("/accounts/2fa/webauthn/add/")
    tablet.get_by_label("Sign in with this passkey alone").check(force=True)
    tablet.get_by_role("button", name="Add it").click()
    tablet.wait_for_url(lambda url: "/add/" not in url)
    tablet.goto("/accounts/logout/")
    tablet.locator("main form button[type=submit]").click()
    tablet.goto("/accounts/login/")
    tablet.get_by_role("button", name="Sign in with a passkey").click()
    expect(tablet.locator(".initials")).to_contain_text("GP")
