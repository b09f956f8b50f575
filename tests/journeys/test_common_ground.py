"""Common ground and the words beside an alert in Chromium: groups chosen, a line opened, its stories reached."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from store.alerts import add_alert
from store.text_drifts import keep_text_drift
from tests.journeys.managers import Manager, seated
from tests.journeys.whole_page import Axe
from tests.store.sides import keep, told
from tests.store.test_text_drifts import DRIFT
from tests.web.explore.telling import make_finding

pytestmark = pytest.mark.browser
PATH = "/explore/plot/common-ground"
WIDTHS = (320, 390, 1280)
GLAD, SAY, NONE = (8.0, 1.0, 1.0), (5.0, 1.5), (1.5, 5.0)


@pytest.fixture
def ada(browser: Browser, tmp_path: Path) -> Iterator[Manager]:
    """Ada on a narrow screen, over three groups that are glad and differ in how much say they had."""
    with seated(browser, tmp_path) as seat:
        sits = seat(viewport={"width": 320, "height": 800})
        world = sits.world
        heaps = (told(1, 90, "east", GLAD, SAY), told(2, 120, "west", GLAD, NONE), told(3, 60, "all", GLAD))
        keep(world.db, (world.plot, world.framework), *heaps)
        yield sits


def assert_sound(page: Page) -> None:
    """At every width axe finds nothing and nothing sticks out at the side."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 800})


def test_groups_are_chosen_and_a_shared_answer_leads_to_its_stories(ada):
    page = ada.page
    ada.open(PATH)
    page.get_by_text("lie mostly at “glad”").first.wait_for()
    assert_sound(page)
    page.get_by_label("all").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare these").press("Enter")
    page.get_by_text("These 2 groups share").wait_for()
    page.locator(".mm-ground__each summary").first.press("Enter")
    assert page.locator(".mm-ground__groups").first.is_visible()
    assert_sound(page)
    page.locator(".mm-ground__link a").first.press("Enter")
    page.wait_for_url("**/stories?part=**")


def test_one_group_alone_says_what_to_choose(ada):
    ada.open(f"{PATH}?group=east")
    ada.page.get_by_role("link", name="Choose at least two groups").wait_for()
    assert_sound(ada.page)
    ada.faults.clear()  # the console says of every 422 that it is one


def test_the_words_beside_an_alert_are_told_at_every_width(ada):
    world = ada.world
    which = add_alert(
        world.db,
        "plot",
        make_finding(),
        sentence="Stories in east have moved towards “sad”.",
        exemplars=(),
        at=datetime(2026, 2, 20, tzinfo=UTC),
    )
    keep_text_drift(world.db, which, "model", DRIFT, date(2026, 3, 2))
    ada.open(f"/changed/{which}")
    ada.page.get_by_text("Did the words change too?").wait_for()
    ada.page.get_by_text("How sure, and from what").click()
    assert_sound(ada.page)
