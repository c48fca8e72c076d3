"""A learner plays videos that lie in S3-compatible storage, also past the end of an address."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.environment import DATA
from tests.journeys import running
from tests.journeys.conftest import COURSES, TABLET, sign_in_as
from tests.s3_server import ENVIRONMENT, KEY_ID, SECRET, Server, s3_server


@pytest.fixture(scope="module")
def storage() -> Iterator[Server]:
    with s3_server() as server:
        yield server


@pytest.fixture(scope="module")
def house(storage: Server) -> Iterator[running.Installation]:
    """A demonstration whose media lie in the storage, and nowhere on its disk."""
    more = {**ENVIRONMENT, "FIELDWISE_MEDIA": storage.media}
    data: Path = DATA / "in-s3"
    with running.installation(data) as house:
        data.mkdir()
        for command in (
            ["fill-demonstration"],
            ["course", "import", str(COURSES / "short-series"), "--agency", "ACS"],
        ):
            done = running.fieldwise(*command, data=data, FIELDWISE_SECRET_KEY="only-for-tests", **more)
            assert done.returncode == 0, done.stdout + done.stderr
        address = f"http://localhost:{house.port}"
        house.start(FIELDWISE_SECRET_KEY="only-for-tests", FIELDWISE_ADDRESS=address, **more)
        running.eventually(house.is_well)
        yield house


@pytest.fixture
def learner(browser: Browser, house: running.Installation, storage: Server) -> Iterator[Page]:
    """The player's page on a tablet; what is refused by a policy or breaks in a script fails the test."""
    context = browser.new_context(base_url=f"http://localhost:{house.port}", viewport=TABLET)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    troubles: list[str] = []
    context.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    page = context.new_page()
    sign_in_as(page, "learner")
    yield page
    context.close()
    storage.longest_piece_bytes, storage.seconds_a_piece, storage.expire_after = 0, 0, None
    storage.clock_ahead = timedelta()
    assert [each for each in troubles if "status of 403" not in each] == []


def open_player(page: Page, course: str, video: str) -> None:
    page.goto(f"/courses/{course}/")
    if page.get_by_role("button", name="Enroll").count():
        page.get_by_role("button", name="Enroll").click()
    page.goto(f"/courses/{course}/{video}/")
    expect(page.locator('[data-player="remaining-text"]')).not_to_be_empty()
    page.wait_for_function("() => document.querySelector('video').readyState > 0")


def test_a_video_plays_and_seeks_from_the_storage(
    learner: Page, storage: Server, house: running.Installation
) -> None:
    assert not (house.data / "media").exists()
    storage.longest_piece_bytes = 6000
    open_player(learner, "short-series", "first")
    secrets = (SECRET, KEY_ID, "X-Amz", storage.endpoint)
    assert [each for each in secrets if each in learner.content()] == []
    learner.evaluate("() => { document.querySelector('video').currentTime = 3 }")
    learner.wait_for_function("() => !document.querySelector('video').seeking")
    learner.evaluate("() => { document.querySelector('video').currentTime = 0 }")
    learner.locator('[data-player="play"]').click()
    expect(learner.locator('[data-player="finished"]')).to_be_visible(timeout=30_000)
    expect(learner.locator('[data-player="track"]')).to_have_js_property("readyState", 2)
    assert set(storage.presigned) == {206}
    assert len(storage.presigned) > 2


NOTE_PLACES = """() => {
    window.places = [];
    document.querySelector("video").addEventListener("timeupdate", ({ target }) => {
        if (target.readyState > 1 && !target.seeking) window.places.push(target.currentTime);
    });
}"""


def test_an_address_that_expires_on_the_way_is_mended_at_the_same_second(
    learner: Page, storage: Server
) -> None:
    storage.longest_piece_bytes, storage.seconds_a_piece, storage.expire_after = 64_000, 0.3, 7
    before = len(storage.presigned)
    open_player(learner, "cares-racial-equity", "equity-strategy")
    learner.evaluate(NOTE_PLACES)
    learner.locator('[data-player="play"]').click()
    learner.wait_for_function("() => document.querySelector('video').src.includes('again')")
    broken_at = max(learner.evaluate("() => window.places"))
    learner.wait_for_function(f"() => document.querySelector('video').currentTime > {broken_at + 2}")
    expect(learner.locator('[data-player="play"]')).to_have_attribute("data-state", "playing")
    assert 403 in storage.presigned[before:]
    places = learner.evaluate("() => window.places")
    steps = [later - earlier for earlier, later in itertools.pairwise(places)]
    assert broken_at > 0.5
    assert max(map(abs, steps)) < 1, places


def test_a_paused_video_whose_address_expired_stays_paused_where_it_was(
    learner: Page, storage: Server
) -> None:
    storage.longest_piece_bytes, storage.seconds_a_piece = 64_000, 0.3
    open_player(learner, "cares-racial-equity", "equity-strategy")
    storage.expire_after = 0
    learner.evaluate("() => { document.querySelector('video').currentTime = 40 }")
    learner.wait_for_function("() => document.querySelector('video').src.includes('again')")
    learner.wait_for_function("() => document.querySelector('video').readyState > 1")
    assert learner.evaluate("() => document.querySelector('video').paused")
    assert abs(learner.evaluate("() => document.querySelector('video').currentTime") - 40) < 0.1


def test_a_video_that_the_storage_never_gives_is_told(learner: Page, storage: Server) -> None:
    storage.clock_ahead = timedelta(hours=2)
    learner.goto("/courses/short-series/second/")
    told = learner.locator('[data-player="status"]')
    expect(told).to_have_text("The video cannot be played here. Load the page again.", timeout=30_000)
