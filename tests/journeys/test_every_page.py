"""Every page that we draw: axe finds nothing, nothing is wider than the screen, everything is reached by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import sign_in_as

PUBLIC = ["/demo/sign-in", "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/",
          "/courses/", "/courses/?q=bias", "/courses/?q=nothing-like-this", "/courses/cares-racial-equity/",
          "/accessibility", "/verify/",
           "/verify/?number=nonsense", "/verify/FW-0000-0000-0000", "/nowhere"]  # fmt: skip
LEARNER = ["/", "/courses/", "/courses/cares-racial-equity/", "/certificates/", "/help/", "/help/?topic=roster",
           "/help/?sent=1",
           "/you/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/",
           "/accounts/password/change/", "/accounts/logout/", "/demo/mail", "/roster/"]  # fmt: skip
NEW_CPS = ["/", "/courses/", "/courses/cares-racial-equity/", "/certificates/"]
ADMIN = ["/", "/roster/"]
SMALLEST_TARGET = """() => [...document.querySelectorAll("a.deed, button, select, input:not([type=hidden])")]
    .filter((each) => each.checkVisibility() && !["checkbox", "radio", "file"].includes(each.type))
    .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect().height])
    .filter(([, height]) => height < 24)"""


def look_at(page: Page, paths: list[str]) -> None:
    for path in paths:
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        found = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
        assert found == [], f"{path}: {found}"
        wider = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"{path} is {wider} px wider than the screen"
        assert page.evaluate(SMALLEST_TARGET) == [], path


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_every_page_is_clean_under_axe(size: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(size)
    look_at(page, PUBLIC)
    for persona, paths in {
        "learner": LEARNER,
        "new-cps": NEW_CPS,
        "admin": ADMIN,
        "other-agency": ["/", "/courses/"],
    }.items():
        sign_in_as(page, persona)
        look_at(page, paths)


def test_the_player_is_worked_by_keyboard_alone(tablet: Page) -> None:
    sign_in_as(tablet, "director")
    tablet.goto("/courses/short-series/")
    tablet.get_by_role("button", name="Enroll").press("Enter")
    tablet.get_by_role("link", name="Start").press("Enter")
    tablet.wait_for_selector('[data-player="root"]')
    look_at(tablet, [tablet.url])
    tablet.locator("body").press("k")
    tablet.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    tablet.locator("body").press("k")
    bar = tablet.locator('[data-player="bar"]')
    bar.press("End")
    tablet.wait_for_function("() => document.querySelector('video').currentTime > 6")
    bar.press("Home")
    tablet.wait_for_function("() => document.querySelector('video').currentTime < 0.1")
    tablet.locator("body").press("c")
    assert tablet.locator('[data-player="captions"]').get_attribute("aria-pressed") == "false"
    tablet.locator('[data-player="search"]').fill("the")
    assert "found" in (tablet.locator('[data-player="search-found"]').text_content() or "")


def test_dragging_to_the_end_leaves_the_rest_unplayed(tablet: Page) -> None:
    sign_in_as(tablet, "supervisor")
    tablet.goto("/courses/short-series/")
    tablet.get_by_role("button", name="Enroll").click()
    tablet.get_by_role("link", name="Start").click()
    tablet.wait_for_selector('[data-player="root"]')
    tablet.evaluate("() => { document.querySelector('video').currentTime = 5.5; }")
    tablet.locator('[data-player="play"]').click()
    tablet.wait_for_function("() => document.querySelector('video').ended")
    tablet.wait_for_timeout(1000)
    assert tablet.locator('[data-player="finished"]').is_hidden()
    next_unplayed = tablet.locator('[data-player="next-unplayed"]')
    assert (next_unplayed.text_content() or "").strip().endswith("0:00")
