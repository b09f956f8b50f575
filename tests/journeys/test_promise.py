"""The page of the promise in Chromium: narrow screens, axe, and no scripts."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from narratives.promise import GroupPace, Kind, Outlook
from store.promises import KeptOutlook, keep_outlook, keep_replays
from tests.builders import TODAY, open_plot
from tests.people import Person, make_app, served, stores_of
from tests.store.test_promises import FOUND, OUTLOOK

pytestmark = pytest.mark.browser
SMALL: Outlook = replace(OUTLOOK, slow=(GroupPace("A group with a rather long name, told by hand", 30, 2.0),))


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page in Ada's browser; at the end it may have shown no fault."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db)
    for kind in Kind:
        keep_replays(db, "plot", replace(FOUND, kind=kind), previous=None)
    keep_outlook(db, "plot", KeptOutlook("engine", TODAY, SMALL))
    faults: list[str] = []
    pages: list[Page] = []

    with served(app) as address:

        def seat(**options: object) -> Page:
            context = browser.new_context(base_url=address, **options)
            context.add_cookies([Person(app, "ada").cookie(address)])
            page = context.new_page()
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            pages.append(page)
            page.goto("/explore/plot/promise")
            return page

        yield seat
        for page in pages:
            page.context.close()
        stores_of(app).intake.close()
    assert faults == []


def open_everything(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(sit_down, width):
    page = sit_down(viewport={"width": width, "height": 900})
    open_everything(page)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_all_of_it_is_there(sit_down):
    page = sit_down(java_script_enabled=False)
    assert page.locator(".mm-promise__picture").count() == 2
    page.get_by_text("The same in numbers").click()
    assert page.get_by_role("table", name="Your stories, dealt out again").is_visible()
