"""Taking things out in Chromium: the questions by one person, the stories by two."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from narratives.narrative import Scope
from store.frameworks import add_framework
from tests.builders import make_narrative, open_plot
from tests.journeys.whole_page import Axe
from tests.narratives.interchange.engagements import library
from tests.people import Person, make_app, served, stores_of

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)
WHY = "The council’s research team asks for it until March."


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = make_app(tmp_path)
    plot = open_plot(stores_of(app).stories)
    add_framework(stores_of(app).stories, library())
    for number in range(3):
        story = make_narrative(text=f"Bean {number} climbed", consent=frozenset({Scope.READ}))
        stores_of(app).intake.submit(*plot, story, f"{number:032x}")
    return app


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(app) as found:
        yield found


@pytest.fixture
def browse(app: Flask, address: str, browser: Browser):
    """Opens the browser of somebody; pages that do what the policy forbids fail the test."""
    problems: list[str] = []
    contexts = []

    def open_for(who: str) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 800}, base_url=address)
        context.add_cookies([Person(app, who).cookie(address)])
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        contexts.append(context)
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert problems == []


def check(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        folder = os.environ.get("PICTURES")
        if folder:
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_questions_are_looked_at_and_downloaded(browse):
    page = browse("ada")
    page.goto("/frameworks")
    check(page, "frameworks")
    page.get_by_role("link", name="The library & you").click()
    check(page, "framework")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="SenseMaker lib-2026-4-sensemaker.json").click()
    document = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert document["id"] == "Lib-2026"


def test_a_file_of_stories_is_chosen_looked_at_asked_for_approved_and_downloaded(browse):
    ada = browse("ada")
    ada.goto("/bulk/export?collection=plot")
    ada.get_by_label("Parquet").check()
    ada.get_by_label("Why?").fill(WHY)
    check(ada, "export")
    ada.get_by_role("button", name="Continue").click()
    check(ada, "look")
    ada.get_by_role("button", name="Ask for it").click()
    ada.get_by_text("Somebody else than who asked decides").wait_for()
    where = ada.url
    ade = browse("ade")
    ade.goto(where)
    ade.get_by_label("Yes, I approve").check()
    check(ade, "decide")
    ade.get_by_role("button", name="Save the decision").click()
    ade.get_by_text("approved it").wait_for()
    ada.goto(where)
    check(ada, "download")
    with ada.expect_download() as waiting:
        ada.get_by_role("button", name="Download: Parquet").click()
    assert waiting.value.suggested_filename == "plot-stories.parquet"
    assert Path(waiting.value.path()).read_bytes().startswith(b"PAR1")
    with ada.expect_download() as waiting:
        ada.get_by_role("link", name="What it does not hold").click()
    assert "Parquet: stories told to “The garden”" in Path(waiting.value.path()).read_text(encoding="utf-8")
