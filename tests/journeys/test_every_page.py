"""Every page that we draw: axe finds nothing, nothing is wider than the screen, everything is reached by keyboard."""

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import sign_in_as
from tests.journeys.test_passkeys import AUTHENTICATOR
from tests.shell.test_sign_in import code_of

PUBLIC = ["/demo/sign-in", "/accounts/login/", "/sign-in/link", "/sign-in/link/sent", "/sign-in/link/open",
          "/accounts/3rdparty/login/cancelled/",
          "/accounts/password/reset/", "/accounts/password/reset/done/",
          "/courses/", "/courses/?q=bias", "/courses/?q=nothing-like-this", "/courses/cares-racial-equity/",
          "/accessibility", "/verify/",
           "/verify/?number=nonsense", "/verify/FW-0000-0000-0000", "/nowhere"]  # fmt: skip
LEARNER = ["/", "/courses/", "/courses/cares-racial-equity/", "/certificates/", "/help/", "/help/?topic=roster",
           "/help/?sent=1",
           "/you/", "/you/data", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/",
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


WAYS = ["/you/", "/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/totp/deactivate/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
        "/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/",
        "/accounts/2fa/webauthn/reauthenticate/"]  # fmt: skip


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_the_pages_of_every_way_to_sign_in_are_clean_too(size: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(size)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in_as(page, "analyst" if size == "tablet" else "panel")
    look_at(page, ["/accounts/password/set/"])
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill("a long and private sentence")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/password/change/")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Current password").or_(page.get_by_label("Password")).fill(
        "a long and private sentence"
    )
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    look_at(page, [page.url])
    page.goto("/accounts/2fa/webauthn/")
    keys = [str(each.get_attribute("href")) for each in page.locator("a[href*='/keys/']").all()]
    assert len(keys) == 2
    page.goto("/accounts/2fa/totp/activate/")
    page.locator("[name=code]").fill(code_of(page.locator("#authenticator_secret").input_value()))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/activate/" not in url)
    look_at(page, [page.url, *WAYS, *keys])

    page.goto("/you/")
    address = re.findall(r"[\w.-]+@[\w.-]+", page.locator("main").inner_text())[0]
    page.goto("/accounts/password/reset/")
    page.locator("[name=email]").fill(address)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/password/reset/done/")
    page.goto("/demo/mail")
    key = re.findall(r"/accounts/password/reset/key/[\w-]+/", page.content())[0]
    look_at(page, [key, key.replace("-", "-x"), "/accounts/password/reset/key/done/"])


def complete_short_series(page: Page) -> str:
    """Play the short series through the API, within the grace of the bound; answers the certificate's number."""

    def post(path: str, body: object) -> Any:
        token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
        answer = page.request.post(f"/api/v1/{path}", data=body, headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()
        return answer.json()

    post("enrollments", {"course": "short-series"})
    for part in page.request.get("/api/v1/courses/short-series").json()["components"]:
        opened = post("plays", {"component": part["id"]})
        whole = {"id": "whole", "from": 0, "to": part["seconds"]}
        state = post(f"plays/{opened['play']}/segments", {"lease": opened["lease"], "segments": [whole]})
        assert state["complete"]
    page.goto("/certificates/")
    return re.findall(r"FW(?:-[0-9A-Z]{4}){3}", page.content())[0]


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_pages_that_come_of_deeds_are_clean_too(
    size: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue(size)
    sign_in_as(page, "supervisor" if size == "tablet" else "director")
    number = complete_short_series(page)
    look_at(page, ["/", "/certificates/", f"/certificates/{number}/", f"/verify/{number}"])
    look_at(page, ["/courses/short-series/", "/courses/short-series/first/"])

    sign_in_as(page, "admin")
    file = tmp_path / "class.csv"
    file.write_text(
        "employee_id,name,title,hired_on\n1,Sample One,CPS,02/29/2027\n2,Sample Two,CPS,2026-09-14\n"
    )
    page.goto("/roster/")
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="1 of 2 rows need you")).to_be_visible()
    expect(page.get_by_text("02/29/2027 is not a date. 2027 has no February 29.")).to_be_visible()
    look_at(page, [page.url])


def test_the_player_is_worked_by_keyboard_alone(tablet: Page) -> None:
    sign_in_as(tablet, "director")
    tablet.goto("/courses/cares-racial-equity/")
    tablet.get_by_role("button", name="Enroll").press("Enter")
    tablet.get_by_role("link", name="Start").press("Enter")
    tablet.wait_for_selector('[data-player="root"]')
    look_at(tablet, [tablet.url])
    tablet.locator("body").press("k")
    tablet.wait_for_function("() => document.querySelector('video').currentTime > 0.5")
    tablet.locator("body").press("k")
    bar = tablet.locator('[data-player="bar"]')
    bar.press("End")
    tablet.wait_for_function("() => document.querySelector('video').currentTime > 60")
    bar.press("Home")
    tablet.wait_for_function("() => document.querySelector('video').currentTime < 0.1")
    tablet.locator("body").press("c")
    assert tablet.locator('[data-player="captions"]').get_attribute("aria-pressed") == "false"
    tablet.locator('[data-player="search"]').fill("the")
    assert "found" in (tablet.locator('[data-player="search-found"]').text_content() or "")


def test_dragging_to_the_end_leaves_the_rest_unplayed(tablet: Page) -> None:
    sign_in_as(tablet, "supervisor")
    tablet.goto("/courses/cares-racial-equity/")
    tablet.get_by_role("button", name="Enroll").click()
    tablet.get_by_role("link", name="Start").click()
    tablet.wait_for_selector('[data-player="root"]')
    tablet.evaluate("() => { document.querySelector('video').currentTime = 76; }")
    tablet.locator('[data-player="play"]').click()
    tablet.wait_for_function("() => document.querySelector('video').ended")
    tablet.wait_for_timeout(1000)
    assert tablet.locator('[data-player="finished"]').is_hidden()
    next_unplayed = tablet.locator('[data-player="next-unplayed"]')
    assert (next_unplayed.text_content() or "").strip().endswith("0:00")
