"""Where alerts go, in Chromium: an administrator adds routes, with and without scripts, on narrow screens, with axe."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from config import MailServer
from tests.builders import open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of
from web.routes.views import RESOLVER

pytestmark = pytest.mark.browser


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens Ade's browser."""
    app = make_app(tmp_path)
    stores = stores_of(app)
    stores.settings = replace(stores.settings, mail=MailServer("localhost", 25, "alerts@example.org", "none"))
    app.extensions[RESOLVER] = lambda host, port: ["93.184.216.34"]
    open_plot(stores.stories)
    with browsing(app, browser, may_be_refused=True) as seat:
        yield lambda **options: seat(who="ade", **options)


def looked_at(page: Page, width: int) -> None:
    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_of_routes_is_sound(sit_down, width):
    page = sit_down(viewport={"width": width, "height": 900})
    page.goto("/routes")
    looked_at(page, width)
    for medium in ("email", "webhook", "feed"):
        page.goto(f"/routes/add/{medium}")
        looked_at(page, width)
    page.goto("/routes/add/email")
    page.fill("#address", "nobody")
    page.locator("main form button[type=submit]").click()
    page.get_by_text("There is a problem").wait_for()
    looked_at(page, width)


def test_a_webhook_is_added_tested_and_stopped_without_scripts(sit_down):
    page = sit_down(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto("/routes/add/webhook")
    page.fill("#address", "https://hooks.example.org/alerts")
    page.locator("main form button[type=submit]").click()
    page.get_by_text("Added.").wait_for()
    looked_at_without_scripts(page)
    page.get_by_role("button", name="Send a test message").click()
    page.get_by_text("A test message is on its way.").wait_for()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Nothing is sent until it is started again.").wait_for()


def looked_at_without_scripts(page: Page) -> None:
    assert page.locator("h1").inner_text() == "Where alerts go"
    assert page.get_by_text("hooks.example.org").first.is_visible()
