"""Picking on the map in Chromium: everything follows, the address holds it, and every way to pick is as good."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from narratives.triangle import HEIGHT, to_xy
from tests.journeys.managers import LIVE, Manager, seated
from tests.web.explore.telling import GLAD

pytestmark = pytest.mark.browser
ROUND_GLAD = [(0.5, 0.06), (0.72, 0.4), (0.28, 0.4), (0.48, 0.08)]  # from inside the triangle
STATUS = "main > p[role=status].govuk-visually-hidden"


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Manager]]:
    with seated(browser, tmp_path) as seat:
        yield seat


def test_a_pick_is_followed_by_every_part_and_kept_by_the_address(sit_down):
    ada = sit_down()
    ada.open_map()
    before = ada.shown()
    ada.page.locator("#zone-left").click()
    ada.settle("part=mood:left")
    after = ada.shown()
    assert {name for name in before if before[name] == after[name]} <= {"line"}, "thirteen stories make no line"
    assert "1 of 13 stories selected" in after["selection"]
    assert "1 answered" in after["others"] and ada.row("Mostly “glad”") == "12", "its own picture shows them all"
    assert ada.page.locator(STATUS).inner_text() == "1 of 13 stories selected"
    assert ada.page.evaluate("document.activeElement.id") == "zone-left"
    ada.page.go_back()
    ada.told("All 13 stories")
    assert ada.shown() == before
    ada.page.go_forward()
    ada.settle("part=mood:left")
    ada.told("1 of 13 stories selected")
    assert ada.shown() == after
    ada.page.reload()
    ada.wait_for_plot()
    assert ada.shown() == after, "the server makes of the address what the script made of the pick"


def test_a_bar_of_a_picture_is_picked_as_a_row_is(sit_down):
    ada = sit_down()
    ada.open_map()
    bar = ada.page.locator("svg a[data-pick]").first
    part = bar.get_attribute("href").removeprefix("?").partition("#")[0]
    bar.click()
    ada.settle(part)
    assert "Leave out: I had: 20% to 30% of the way" in ada.region("selection")


def test_a_filter_is_followed_and_keeps_what_is_picked(sit_down):
    ada = sit_down()
    ada.open_map("?part=mood:top")
    ada.page.evaluate("window.isSamePage = true")
    ada.page.locator(".mm-filter-box summary").click()
    ada.page.select_option("#group", "west")
    ada.page.get_by_role("button", name="Show").click()
    ada.settle("group=west")
    ada.settle("part=mood:top")
    assert "0 of 13 stories selected" in ada.region("selection")
    ada.page.locator("#clear-all").click()
    ada.told("All 13 stories")
    assert ada.page.locator("#group").input_value() == "", "the form says what the address says"
    assert ada.page.evaluate("window.isSamePage"), "all of it without leaving the page"


def test_a_lasso_picks_and_escape_takes_it_back(sit_down):
    ada = sit_down()
    ada.open_map()
    ada.page.get_by_role("button", name="Draw round stories").click()
    ada.drag(*ROUND_GLAD)
    ada.settle("part=mood:")
    assert "12 of 13 stories selected" in ada.region("selection")
    assert ada.page.locator(".js-plotly-plot .select-outline").count() == 0, "what is picked is outlined instead"
    ada.page.keyboard.press("Escape")
    ada.told("All 13 stories")
    assert "part" not in ada.page.url
    ada.page.keyboard.press("Escape")
    assert ada.page.locator("[data-draw]").get_attribute("aria-pressed") == "false"


def test_a_click_picks_the_place_and_a_click_on_a_dot_reads_its_stories(sit_down):
    ada = sit_down()
    ada.open_map()
    x, y = where_the_glad_lie(ada)
    ada.page.mouse.move(x, y + 15)
    ada.page.locator(".hoverlayer", has_text="12 stories").wait_for()
    ada.page.mouse.click(x, y + 15)
    ada.told("12 of 13 stories selected")
    assert ada.page.url.partition("part=mood:")[2].isdigit(), "one small triangle"
    ada.page.mouse.click(*where_the_glad_lie(ada))
    ada.page.wait_for_url("**/explore/plot/stories?part=mood*")
    assert ada.page.locator(".mm-story-card").count() == 12


def where_the_glad_lie(ada: Manager) -> tuple[float, float]:
    box = ada.plot_box()
    x, y = to_xy(GLAD)
    across, down = 14 + 1000 * x, 14 + 1000 * (HEIGHT - y)
    return box["x"] + box["width"] * across / 1028, box["y"] + box["height"] * down / 894


def test_the_keyboard_alone_leads_from_the_map_to_the_table_to_the_stories(sit_down):
    ada = sit_down()
    ada.open_map()
    press_until(ada, "zone-left")
    ada.page.keyboard.press("Enter")
    ada.settle("part=mood:left")
    ada.told("1 of 13 stories selected")
    press_until(ada, "read-left")
    ada.page.keyboard.press("Enter")
    ada.page.wait_for_url("**/explore/plot/stories?*")
    assert ada.page.locator(".mm-story-card").count() == 1


def press_until(ada: Manager, wanted: str) -> None:
    for _ in range(80):
        if ada.page.evaluate("document.activeElement.id") == wanted:
            return
        ada.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never came to {wanted}")


def test_every_pick_is_a_page_with_the_same_result_without_scripts(sit_down):
    ada, plain = sit_down(), sit_down(java_script_enabled=False)
    ada.open_map()
    plain.open("/explore/plot")
    for pick in ("#zone-top", "#pick-role-1", "#less-1"):
        asked = plain.page.locator(pick).get_attribute("href")
        assert asked == ada.page.locator(pick).get_attribute("href")
        plain.page.locator(pick).click()
        with ada.page.expect_response(LIVE):
            ada.page.locator(pick).click()
        ada.page.wait_for_function("search => location.search === search", arg=asked.partition("#")[0])
        ada.page.wait_for_selector("main:not([aria-busy])")
        assert without_pngs(ada.shown()) == plain.shown()


def without_pngs(shown: dict[str, str]) -> dict[str, str]:
    """The browser makes these with a script; whoever has none takes the SVG."""
    return {name: re.sub(r"\nPicture \(PNG\)\n of [^\n]*", "", words) for name, words in shown.items()}


def test_a_pick_that_gets_no_answer_is_a_visit_of_its_address(sit_down):
    ada = sit_down()
    ada.open_map()
    ada.page.route(LIVE, lambda route: route.fulfill(status=500, body="no"))
    ada.page.locator("#zone-left").click()
    ada.page.wait_for_url("**/explore/plot?part=mood:left*")
    assert "1 of 13 stories selected" in ada.region("selection")
    ada.faults = [fault for fault in ada.faults if "500" not in fault]  # what Chromium says of such an answer
