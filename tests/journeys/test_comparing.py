"""Comparing in Chromium by keyboard: a selection saved, compared, lost and found, and two questions at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.builders import make_answers
from tests.journeys.managers import Manager, seated
from tests.journeys.whole_page import Axe
from tests.web.explore.telling import GLAD, SAD

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(browser: Browser, tmp_path: Path) -> Iterator[Manager]:
    """Ada on a narrow screen, over thirty more sad stories in the east and thirty more glad ones in the west."""
    with seated(browser, tmp_path) as seat:
        sits = seat(viewport={"width": 320, "height": 800})
        sits.world.tell(30, group="east", answers=make_answers(SAD, role="digger"))
        sits.world.tell(30, group="west", answers=make_answers(GLAD, role="picker"))
        yield sits


def tab_to(page: Page, text: str) -> None:
    """Press Tab until what is focused says so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.closest('a, button')?.textContent ?? ''"):
            return
    raise AssertionError(f"no way to {text!r} by keyboard")


def assert_sound(page: Page) -> None:
    """axe finds nothing, and nothing sticks out at the side."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_selection_is_saved_compared_deleted_and_put_back_by_keyboard(ada):
    page = ada.page
    ada.open("/explore/plot/cohorts?group=east")
    assert_sound(page)
    page.locator("#name").focus()
    page.keyboard.type("Easterners")
    page.keyboard.press("Enter")
    page.get_by_text("Saved: Easterners").wait_for()
    assert_sound(page)
    tab_to(page, "Compare with the rest")
    page.keyboard.press("Enter")
    page.get_by_text("The 43 stories of Easterners are").wait_for()
    assert page.locator(".mm-effects").first.is_visible()
    assert page.locator(".mm-pair .mm-triangle").first.is_visible()
    assert_sound(page)
    page.go_back()
    page.get_by_role("button", name="Delete Easterners").press("Enter")
    page.get_by_text("Deleted: Easterners").wait_for()
    page.get_by_role("button", name="Undo: put it back with its link").press("Enter")
    page.get_by_text("Put back: Easterners").wait_for()
    page.get_by_role("link", name="Easterners", exact=True).click()
    page.wait_for_url("**/explore/plot?group=east")


def test_what_goes_together_leads_to_both_questions_and_to_the_stories(ada):
    page = ada.page
    ada.open("/explore/plot/association")
    listed, matrix = page.locator(".mm-together").bounding_box(), page.locator(".mm-association").bounding_box()
    assert listed["y"] < matrix["y"], "on a narrow screen the list comes first"
    assert_sound(page)
    tab_to(page, "goes with “")
    page.keyboard.press("Enter")
    page.wait_for_url("**/crosstab?rows=*")
    assert page.locator(".mm-cell__residual--told").count() > 0
    assert_sound(page)
    tab_to(page, "30 stories:")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stories?*part=*")
    assert page.locator("h1").is_visible()
