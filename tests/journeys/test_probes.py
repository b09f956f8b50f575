"""Planning a probe without scripts, and every page of it at three widths, in Chromium."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from narratives.probe import Verdict
from store import probe_actions
from store.database import SqliteDatabase
from store.probe_readings import keep_reading
from store.probes import add_probe, list_probes
from tests.builders import open_plot
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of
from tests.probes import make_probe, make_reading

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC)
TODAY = NOW.date()


@pytest.fixture
def db(tmp_path: Path) -> SqliteDatabase:
    """The stories of the application that `open_page` serves."""
    return stores_of(make_app(tmp_path)).stories


@pytest.fixture
def open_page(browser: Browser, db: SqliteDatabase, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens one of Ada's pages."""
    app = make_app(tmp_path)
    open_plot(db)
    with served(app) as address:

        def opened(path: str, **options: object) -> Page:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
            context.set_default_timeout(15_000)
            context.add_cookies([Person(app, "ada").cookie(address)])
            page = context.new_page()
            page.goto(address + path)
            return page

        yield opened


def running(db: SqliteDatabase) -> None:
    days = [TODAY - timedelta(days=30), TODAY + timedelta(days=60)]
    add_probe(db, make_probe(starts_on=days[0], ends_on=days[1]), at=NOW)
    probe_actions.start_probe(db, "coffee", on=days[0], before_from=None, actor="ada", at=NOW)
    for ago, low in ((9, -0.35), (5, -0.3), (1, -0.25)):
        reading = make_reading(on=TODAY - timedelta(days=ago), low=low, verdict=Verdict.HOPED)
        keep_reading(db, "coffee", reading)


def test_a_probe_is_planned_without_scripts_and_nothing_typed_is_lost(open_page, db):
    page = open_page("/probes/new?collection=plot", java_script_enabled=False)
    page.fill("#title", "Coffee by the gate")
    page.press("#title", "Enter")
    assert page.locator(".govuk-error-summary li").count() == 8
    page.get_by_label("Stories right at “cross”").check()
    page.get_by_label("Fewer stories like these").check()
    page.get_by_role("button", name="Add this aim").click()
    assert page.url.endswith("#aims")
    assert page.input_value("#title") == "Coffee by the gate"
    for name in ("tries", "because", "success", "failure", "amplify", "dampen"):
        page.fill(f"#{name}", "As we said.")
    page.locator("#group").check()
    page.get_by_role("button", name="Plan it").last.click()
    assert page.locator("h1").inner_text() == "Coffee by the gate"
    assert [aim.region for aim in list_probes(db)[0].aims] == ["zone:2"]


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_page_is_sound_at_every_width(open_page, db, width):
    for path in ("/probes", "/probes/new?collection=plot"):
        looked_at(open_page(path, viewport={"width": width, "height": 900}))
    running(db)
    for path in ("/probes", "/probes/coffee"):
        looked_at(open_page(path, viewport={"width": width, "height": 900}))


def looked_at(page: Page) -> None:
    """axe finds nothing, and nothing sticks out, with everything unfolded too."""
    for details in page.locator("details").all():
        details.evaluate("found => { found.open = true }")
    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
