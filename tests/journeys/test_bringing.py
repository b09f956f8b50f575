"""One file in Chromium: brought in, its columns named by hand, looked at, stored, and seen on the map."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from analysis.batches import close_full_batches
from store.collections import framework_of, get_collection
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of
from tests.web.bring.bring_world import NAMED, Bringer, line, stories

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(app) as found:
        yield found


def context_of(app: Flask, address: str, browser: Browser, *, scripts: bool = True) -> BrowserContext:
    context = browser.new_context(viewport={"width": 390, "height": 800}, base_url=address, java_script_enabled=scripts)
    context.add_cookies([Person(app, "ada").cookie(address)])  # type: ignore[list-item]
    context.set_default_timeout(10_000)
    return context


@pytest.fixture
def page(app: Flask, address: str, browser: Browser) -> Iterator[Page]:
    """Ada at her browser; pages that do what the policy forbids fail the test."""
    context = context_of(app, address, browser)
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
    page.set_viewport_size({"width": 390, "height": 800})


def file_of(folder: Path) -> Path:
    path = folder / "ferry.csv"
    path.write_bytes(stories(24, line(99, rest="90")))
    return path


def name_columns(page: Page) -> None:
    for place, (role, question, words) in enumerate(NAMED.values(), start=4):
        page.select_option(f"#role-{place}", role)
        if question and role:
            page.fill(f"#question-{place}", question)
        if words:
            page.fill(f"#words-{place}", words)


def check_and_store(page: Page, bringer: Bringer) -> None:
    page.press("text=Try every row, store none", "Enter")
    page.wait_for_selector("[data-bar]")
    assert_sound(page)
    bringer.work()
    page.wait_for_selector("text=Store these rows")  # the page finds out by itself
    assert "they must add up to 100 within 2" in page.locator(".bring-reasons").inner_text()
    assert_sound(page)
    page.press("text=Store these rows", "Enter")
    page.wait_for_selector("[data-bar]")
    bringer.work()
    page.wait_for_selector("text=See them on the map")
    assert "24" in page.locator(".bring-counts").inner_text()
    assert_sound(page)


def see_on_the_map(page: Page, app: Flask) -> None:
    db = stores_of(app).stories
    collection = get_collection(db, "ferry-stories")
    close_full_batches(db, collection, framework_of(db, collection), today=date(2026, 4, 30))
    page.press("text=See them on the map", "Enter")
    page.wait_for_url("**/explore/ferry-stories")
    page.wait_for_load_state("load")
    assert "All 20 stories" in page.locator("main").inner_text()  # a closed batch of ten of each group


def test_a_file_is_mapped_by_hand_looked_at_stored_and_seen_on_the_map(app: Flask, page: Page, tmp_path: Path) -> None:
    page.goto("/bring")
    assert_sound(page)
    page.set_input_files("#file", file_of(tmp_path))
    page.press("text=Bring it in", "Enter")

    page.wait_for_selector("h1:text('What this file is')")
    assert page.locator("#format").input_value() == "csv"
    assert_sound(page)
    page.fill("#title", "Ferry stories")
    page.fill("#name", "Ferry survey")
    assert page.locator("[name=readable]:checked").count() == 0
    page.check("#readable")
    page.press("text=Go on", "Enter")

    page.wait_for_selector("h1:text('What the columns are')")
    assert page.locator("#role-3").input_value() == "story"
    assert not page.locator("#words-3").is_visible()
    assert page.locator("#format-1").is_visible()
    name_columns(page)
    assert_sound(page)
    page.press("text=Look at the first rows", "Enter")

    page.wait_for_selector(".bring-rows")
    assert page.locator(".bring-triad").count() == 20
    assert_sound(page)
    check_and_store(page, Bringer(app))
    see_on_the_map(page, app)


def test_without_scripts_every_step_works(app: Flask, address: str, browser: Browser, tmp_path: Path) -> None:
    context = context_of(app, address, browser, scripts=False)
    page = context.new_page()
    page.goto("/bring")
    page.set_input_files("#file", file_of(tmp_path))
    page.click("text=Bring it in")
    page.fill("#title", "Ferry stories")
    page.fill("#name", "Ferry survey")
    page.check("#readable")
    page.click("text=Go on")
    name_columns(page)
    page.click("text=Look at the first rows")
    page.click("text=Try every row, store none")
    Bringer(app).work()
    page.click("text=Look again")
    page.click("text=Store these rows")
    Bringer(app).work()
    page.click("text=Look again")
    assert page.is_visible("text=See them on the map")
    context.close()
