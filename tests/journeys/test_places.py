"""The page of places in Chromium: a slider through time, Play, the keyboard, narrow screens, no scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from narratives.boundaries import Boundary
from store.boundaries import add_boundaries
from tests.builders import open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of
from tests.web.explore.telling import World, make_reading

pytestmark = pytest.mark.browser
SQUARE = ((0.0, 51.0), (0.0, 52.0), (1.0, 52.0), (1.0, 51.0))
VALUES = {"east": (50, 51, 71, 74), "west": (48, 52, None, 49)}


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens Ada's browser over four weeks of two areas; at the end no page may have shown a fault."""
    app = make_app(tmp_path)
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    world = World(db, framework, plot, plot)
    world.read_temperature(
        *(make_reading(week, value, group=group) for group, row in VALUES.items() for week, value in enumerate(row))
    )
    world.tell(12, told_on=make_reading(3, 50).starts_on)
    west = tuple((x - 1, y) for x, y in SQUARE)
    add_boundaries(db, [Boundary("E1", "East", ((SQUARE,),)), Boundary("W1", "West", ((west,),))], "A licence")
    with browsing(app, browser) as seat:
        yield seat


def assert_sound(page: Page) -> None:
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_time_is_moved_through_and_a_place_opened_with_the_keyboard_alone(sit_down):
    page = sit_down(reduced_motion="no-preference")
    page.goto("/explore/plot/places")
    news, east = page.locator("[data-region=news]"), page.locator("a.mm-area[aria-label^=east]")
    expect(news).to_contain_text("east moved most, from 50 to 74")
    assert_sound(page)
    slider = page.get_by_role("slider", name="Show")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "week of 5 January 2026")
    expect(news).to_contain_text("No place is outside its usual range")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(east).to_have_attribute("aria-label", "east: 71, from 50. Hotter than usual")
    expect(east.locator("use")).to_have_attribute("fill", "url(#mm-hot-5)")
    expect(page.locator("a.mm-area[aria-label^=west]")).to_have_attribute("aria-label", "west: fewer than 10 stories")
    expect(page.get_by_role("row", name="east")).to_contain_text("+21")
    expect(page).to_have_url(re.compile("at=2026-01-19"))
    expect(news).to_contain_text("east moved most, from 50 to 71: hotter than usual since 19 January 2026")
    page.get_by_role("button", name="Later").press("Enter")
    expect(slider).to_have_attribute("aria-valuetext", "week of 26 January 2026")
    page.clock.install()
    page.get_by_role("button", name="Play").press("Enter")
    expect(slider).to_have_attribute("aria-valuetext", "week of 5 January 2026")
    page.clock.run_for(10_000)
    expect(slider).to_have_attribute("aria-valuetext", "week of 26 January 2026")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.locator("[data-told]")).to_contain_text("east moved most")
    east.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore/plot?from=2026-01-26&to=2026-02-01&group=east")
    page.go_back()
    expect(page.get_by_role("slider", name="Show")).to_have_attribute("aria-valuetext", "week of 26 January 2026")


def test_the_page_is_whole_without_scripts_and_on_a_narrow_screen(sit_down):
    page = sit_down(java_script_enabled=False)
    page.goto("/explore/plot/places")
    assert page.locator("[data-time]").is_hidden()
    page.get_by_label("Show", exact=True).select_option("2026-01-19")
    page.get_by_label("As", exact=True).select_option("triangles")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".mm-place").count() == 2
    assert "from 50 to 71" in page.locator("[data-region=news]").inner_text()
    narrow = sit_down(viewport={"width": 320, "height": 700}, reduced_motion="reduce")
    for path in ("/explore/plot/places?show=triangles", "/explore/plot/places"):
        narrow.goto(path)
        narrow.get_by_role("button", name="Earlier").wait_for()
        assert narrow.get_by_role("button", name="Play").count() == 0, "nothing moves by itself for who asked so"
        assert_sound(narrow)
