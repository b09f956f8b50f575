"""Themes in Chromium: all of them, one, and a proposal; narrow screens, axe, and no scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from store.results import list_themes
from tests.builders import open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of
from tests.web.explore.telling import World
from tests.web.explore.themes.fitted import fit_themes, propose_themes, tell_subjects

pytestmark = pytest.mark.browser
PAGES = ("themes", "themes/0", "themes/proposal")


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page in somebody's browser; at the end none may have shown a fault."""
    app = make_app(tmp_path)
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    world = World(db, framework, plot, plot)
    tell_subjects(world, 40)
    fit_themes(world)
    propose_themes(world, 3)
    assert any(theme.id == 0 for theme in list_themes(db, "plot"))
    with browsing(app, browser, may_be_refused=True) as seat:
        yield lambda path, **options: seat(f"/explore/plot/{path}", **options)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(sit_down, width):
    for path in PAGES:
        page = sit_down(path, viewport={"width": width, "height": 900})
        for summary in page.locator("summary:visible").all():
            summary.click()
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_manager_accepts_without_scripts_is_told_what_is_missing_and_goes_back(sit_down):
    page = sit_down("themes", java_script_enabled=False, viewport={"width": 320, "height": 900})
    page.get_by_role("link", name="See the proposed themes").click()
    page.get_by_role("button", name="Save the decision").click()
    page.get_by_role("link", name="Choose whether to accept the proposed themes").click()
    assert page.url.endswith("#decision")
    page.get_by_label("Accept the proposed themes").check()
    page.get_by_role("button", name="Save the decision").click()
    assert page.get_by_text("Accepted.").first.is_visible()
    page.get_by_role("button", name="Put the themes of before back").click()
    assert page.get_by_text("Taken back.").first.is_visible()


def test_the_picture_can_be_read_on_the_narrowest_screen(sit_down):
    page = sit_down("themes/proposal", viewport={"width": 320, "height": 900})
    sizes = page.locator(".mm-flow__name").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert sizes and min(sizes) >= 9
    inside = page.locator(".mm-flow__picture").bounding_box()
    for box in (one.bounding_box() for one in page.locator(".mm-flow__name").all()):
        assert box["x"] >= inside["x"] - 1 and box["x"] + box["width"] <= inside["x"] + inside["width"] + 1
