"""Patterns of answers in Chromium: from the tiles to a pattern and its stories, on any screen, by axe."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from narratives.collection import Policy
from store.collections import add_collection
from tests.builders import make_collection, open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of
from tests.store.pattern_fits import fit_planted
from tests.store.placed import keep_placed
from tests.store.test_release_pattern_themes import theme

pytestmark = [pytest.mark.browser, pytest.mark.nightly]


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens Ada's browser over three planted patterns; at the end no page may have shown a fault."""
    app = make_app(tmp_path)
    db = stores_of(app).stories
    plot = open_plot(db)
    add_collection(db, make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED))
    theme(db, keep_placed(db, plot, 240), lambda number, kind: kind if number % 3 else number % 5)
    fit_planted(db, plot)
    with browsing(app, browser) as seat:
        yield seat


def test_from_the_tiles_to_a_pattern_and_its_stories(sit_down):
    page = sit_down()
    page.goto("/explore/plot/patterns")
    expect(page.get_by_role("heading", name="Do words and answers tell the same story?")).to_be_visible()
    page.locator("#pattern-7").get_by_role("link", name="All about it").click()
    expect(page.get_by_role("heading", name="What marks it")).to_be_visible()
    first = page.locator(".mm-story-card .mm-story").first.inner_text()
    page.get_by_role("link", name="Less typical ones").click()
    expect(page.get_by_text("Page 2")).to_be_visible()
    assert page.locator(".mm-story-card .mm-story").first.inner_text() != first


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(sit_down, width, javascript):
    page = sit_down(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
    for path in ("/explore/plot/patterns", "/explore/plot/patterns/4", "/explore/quiet/patterns"):
        page.goto(path)
        if javascript:
            found = [one["id"] for one in Axe().run(page).response["violations"]]
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (found, over) == ([], 0), path
        expect(page.locator("h1")).to_be_visible()


def test_the_keyboard_reaches_every_pattern(sit_down):
    page = sit_down()
    page.goto("/explore/plot/patterns")
    link = page.locator("#pattern-4 .mm-tile__title a")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/explore/plot/patterns/4$"))
