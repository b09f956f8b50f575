"""A report in Chromium: begun, filled and frozen with the keyboard, read, taken along, and asked again."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from store.erasure import withdraw
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import SECRET, make_app, stores_of
from tests.web.explore.telling import SAD, World, open_world
from tests.web.reports.conftest import add_mood_claim

pytestmark = pytest.mark.browser
Sit = Callable[..., Page]


@pytest.fixture
def world_and_sit(browser: Browser, tmp_path: Path) -> Iterator[tuple[World, Sit]]:
    app = make_app(tmp_path)
    world = open_world(stores_of(app).stories)
    world.tell(20, shares=SAD)
    world.tell(10)
    add_mood_claim(app)
    with browsing(app, browser, may_be_refused=True) as sit:
        yield world, sit


def press(page: Page, name: str, role: str = "button") -> None:
    page.get_by_role(role, name=re.compile(name.replace(": ", r"\W+"))).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def begun(page: Page) -> None:
    page.goto("/reports/plot")
    page.get_by_label("What it is called").fill("The plot in spring")
    page.get_by_label("What it is for").fill("For the committee, so that it decides about water")
    press(page, "Begin")
    page.get_by_label("A heading").fill("What we heard")
    press(page, "Add the heading")
    page.get_by_label("A claim, what people see").select_option(label="Most stories leave people sad.")
    press(page, "Add this")


def hashes(page: Page) -> list[str]:
    return page.locator("code.report-hash").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_is_made_frozen_read_and_asked_again(world_and_sit, scripts):
    world, sit = world_and_sit
    page = sit(java_script_enabled=scripts)
    begun(page)
    press(page, "Move up: Most stories leave people sad.")
    press(page, "Undo")
    assert page.locator(".report-part__text").all_inner_texts() == ["What we heard", "Most stories leave people sad."]
    press(page, "Freeze as issue 1")
    assert "Most often: Mostly “sad”, 20 of 30 (67%)." in page.locator(".report-sentence").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("link", name="As a PDF").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    press(page, "Ask everything again", "link")
    before, now = hashes(page)
    assert (page.locator("h1").inner_text(), before) == ("The same hash", now)

    withdraw(world.db, world.db.rows("select id from narratives order by id limit 1")[0]["id"], SECRET)
    page.reload()
    before, now = hashes(page)
    assert page.locator("h1").inner_text() == "1 claim of 1 changed"
    assert before != now


def test_a_number_that_nothing_stands_behind_is_pointed_out(world_and_sit):
    _, sit = world_and_sit
    page = sit()
    begun(page)
    page.get_by_label("A heading").fill("67% are sad")
    press(page, "Add the heading")
    assert "“67%” is a number that nothing stands behind here" in page.locator(".govuk-error-summary").inner_text()
    page.locator(".govuk-error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "heading"
    assert page.get_by_label("A heading").input_value() == "67% are sad"


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_a_report_can_be_read_by_everybody_on_any_screen(world_and_sit, width):
    _, sit = world_and_sit
    page = sit(viewport={"width": width, "height": 900})
    begun(page)
    made = page.url.partition("?")[0]
    press(page, "Freeze as issue 1")
    paths = ["/reports/plot", made, f"{made}/preview", f"{made}/history", f"{made}/issues/1", f"{made}/issues/1/again"]
    for path in [*paths, "/explore/plot/stories/cards?for=staff&marks=yes"]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_a_report_prints_without_what_belongs_to_the_screen(world_and_sit):
    _, sit = world_and_sit
    page = sit()
    begun(page)
    press(page, "Freeze as issue 1")
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="As a PDF").is_visible()
    assert page.locator(".report-figures table").is_visible()
    assert page.locator(".report-notes").is_visible()
