"""One event in Chromium: a manager opens it, a family tells by its link, and the perspectives stand side by side."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from store.frameworks import add_framework
from tests.builders import make_framework
from tests.events import EVENT, close, open_pump, tell
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)
GLAD, CROSS = (16.0, 2.0, 2.0), (2.0, 2.0, 16.0)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    db = stores_of(app).stories
    add_framework(db, make_framework())
    where = open_pump(db)
    tell(db, where, "Diggers", 20, leans={"mood": GLAD, "mood-by-visitors": GLAD})
    tell(db, where, "Visitors", 20, leans={"mood": CROSS})
    close(db, where)
    return app


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(app) as found:
        yield found


@pytest.fixture
def page(app: Flask, address: str, browser: Browser) -> Iterator[Page]:
    """Ada at her browser; pages that do what the policy forbids fail the test."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, base_url=address)
    context.add_cookies([Person(app, "ada").cookie(address)])
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


def assert_sound(page: Page) -> None:
    """At every width axe finds nothing and nothing sticks out at the side."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_an_event_is_opened_and_its_links_are_there(page):
    page.goto("/events/new")
    assert_sound(page)
    page.fill("#title", "The gate fell")
    page.fill("#happened", "Karen saw that the gate fell in the night.")
    page.fill("#happened_on", "2026-02-12")
    page.fill("#contact", "The garden office")
    page.check("#predicted")
    page.get_by_role("button", name="Look at it").press("Enter")
    page.get_by_role("heading", name="Is somebody named here?").wait_for()
    assert_sound(page)
    page.get_by_role("button", name="Change something").press("Enter")
    page.fill("#happened", "The gate fell in the night.")
    page.get_by_role("button", name="Look at it").press("Enter")
    page.get_by_role("button", name="Open the event").press("Enter")
    page.get_by_text("The event is open.").wait_for()
    assert page.locator("code", has_text="?group=Families").count() == 1
    assert_sound(page)


def test_the_link_of_a_side_has_it_chosen_and_a_guess_comes_last(page):
    page.goto(f"/share/{EVENT}?group=Visitors")
    page.locator(".tell-begin").click()
    page.fill("#story", "I came for the beans and the beds were dry.")
    for heading in ("Give your story a title", "From which side did you see this?"):
        page.locator("button.mm-button[value=next]").click()
        page.get_by_text(heading).last.wait_for()
    assert page.get_by_label("Visitors").is_checked()
    assert "group=" not in page.url
    for number in (4, 5, 6):
        page.locator("button.mm-button[value=next]").click()
        page.locator(".tell-progress", has_text=f"Question {number} of").wait_for()
    page.get_by_text("A guess about others").wait_for()
    assert page.locator(".mm-triad__field").is_visible()
    assert_sound(page)


def test_perspectives_and_guesses_stand_side_by_side_with_and_without_scripts(page, browser, app, address):
    page.goto("/events")
    page.get_by_role("link", name="The pump broke").press("Enter")
    page.get_by_text("Diggers expected Visitors near “glad”").first.wait_for()
    assert page.locator(".event-triangle .event-mark").count() == 2
    assert_sound(page)
    page.get_by_text("Every two perspectives").first.click()
    assert page.locator(".event-pairs__list").first.is_visible()
    plain = browser.new_context(java_script_enabled=False, base_url=address)
    plain.add_cookies([Person(app, "ada").cookie(address)])
    still = plain.new_page()
    still.goto(f"/events/{EVENT}")
    assert still.locator(".event-triangle .event-mark").count() == 2 and still.locator("table").count() == 3
    still.get_by_role("button", name="Close it").click()
    assert still.get_by_text("No more accounts are taken. You can open it again below.").is_visible()
    plain.close()
