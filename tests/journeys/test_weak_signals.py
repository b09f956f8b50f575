"""A manager reads weak signals and decides about one, in Chromium: narrow screens, axe, and no scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.builders import make_collection, open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of
from tests.web.explore.pockets import find, make_found, tell_pocket
from tests.web.explore.telling import World

pytestmark = [pytest.mark.browser, pytest.mark.nightly]
QUEUE = "/explore/plot/weak-signals"


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the queue in Ada's browser; at the end it may have shown no fault."""
    app = make_app(tmp_path)
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    world = World(db, framework, plot, make_collection(id="quiet"))
    find(
        db,
        make_found(tell_pocket(world, "hedgehog-with-a-very-long-name-indeed", 9)),
        make_found(tell_pocket(world, "dog"), [], chance=0.5),
    )
    with browsing(app, browser, may_be_refused=True) as seat:
        yield lambda **options: seat(QUEUE, **options)


def check(page: Page) -> None:
    for summary in page.locator("main summary:visible").all():
        summary.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_queue_and_a_pocket_have_nothing_that_axe_finds_fault_with(sit_down):
    page = sit_down(viewport={"width": 1280, "height": 900})
    check(page)
    page.get_by_role("link", name="pond, cat").first.click()
    check(page)
    page.get_by_role("button", name="Save the decision").click()
    check(page)


def test_nothing_is_wider_than_a_small_phone(sit_down):
    page = sit_down(viewport={"width": 320, "height": 640})
    for summary in page.locator("main summary:visible").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("link", name="pond, cat").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_manager_keeps_a_pocket_and_undoes_it_without_scripts(sit_down):
    page = sit_down(java_script_enabled=False)
    page.get_by_role("link", name="Read it and decide").first.click()
    page.get_by_role("button", name="Save the decision").click()
    assert page.get_by_role("alert").get_by_text("Choose whether to keep, merge or dismiss it").is_visible()
    page.get_by_label("Keep it").check()
    page.get_by_label("Why?").fill("The pond again.")
    page.get_by_role("button", name="Save the decision").click()
    assert page.get_by_role("heading", name="Kept by Ada on").is_visible()
    page.get_by_role("button", name="Undo: let it wait again").click()
    assert page.get_by_role("heading", name="Decide about it").is_visible()
    page.goto(QUEUE)
    assert page.get_by_role("heading", name="1 pocket stands out from what chance makes.").is_visible()
