"""Answering the tellers and working the urgent queue in Chromium: three widths, three languages, axe, no scripts."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from narratives.framework_texts import texts_of
from narratives.narrative import State
from store.collections import add_collection
from store.frameworks import add_framework
from store.intake import CHANGED
from store.narrative_rows import INSERT, narrative_to_row
from store.report_backs import publish
from tests.builders import TODAY, make_collection, make_framework, make_narrative
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of
from tests.store.test_report_backs import REPORT

pytestmark = pytest.mark.browser
WIDTHS = [320, 390, 1280]
SAID = {
    "#you-said-en": "Nobody answers when you ring us.",
    "#we-tried-en": "Two more people answer.",
    "#it-did-en": "Fewer of you told us about it.",
}


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a browser for somebody, or for nobody in particular; at the end no page may have shown a fault."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app(tmp_path)
    db, words = stores_of(app).stories, texts_of(make_framework())
    framework = make_framework(translations={"cy": words, "ar": words})
    add_framework(db, framework)
    add_collection(db, make_collection())
    for number in range(12):
        row = narrative_to_row(
            framework, make_narrative(danger=number < 2, text=f"Bean {number}, Mr Patel said."), State.RELEASED
        )
        db.execute(INSERT, **row)
        db.execute(CHANGED, collection_id="plot", day=row["day"])
    publish(db, REPORT, at=datetime.combine(TODAY, datetime.min.time(), UTC))
    faults: list[str] = []
    opened = []
    with served(app) as address:

        def sat(username: str = "", width: int = 390, *, scripts: bool = True) -> Page:
            size = {"width": width, "height": 900}
            context = browser.new_context(base_url=address, viewport=size, java_script_enabled=scripts)
            context.set_default_timeout(15_000)
            opened.append(context)
            if username:
                context.add_cookies([Person(app, username).cookie(address)])
            page = context.new_page()
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            return page

        yield sat
        for context in opened:
            context.close()
    # A form with something wrong in it is answered with 422, which Chromium notes as an error.
    assert [fault for fault in faults if "422" not in fault] == []


def looked_at(page: Page) -> None:
    """The page is sound: axe finds nothing and nothing sticks out."""
    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "cy", "ar"])
def test_what_came_of_stories_is_sound_in_every_language(sit_down, language, width):
    page = sit_down(width=width)
    page.goto(f"/share/plot/heard?lang={language}")
    assert page.locator("article").count() == 1
    looked_at(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_answering_is_sound(sit_down, width):
    ada = sit_down("ada", width)
    ada.goto("/report-back/collections/plot")
    looked_at(ada)
    ada.get_by_role("button", name="Tell the tellers something").click()
    looked_at(ada)
    ada.get_by_role("button", name="See it as tellers will").click()
    ada.get_by_text("There is a problem").wait_for()
    looked_at(ada)


def test_an_answer_is_published_and_taken_back_without_scripts(sit_down):
    ada, teller = sit_down("ada", scripts=False), sit_down(scripts=False)
    ada.goto("/report-back/new?collection=plot")
    for field, words in SAID.items():
        ada.fill(field, words)
    ada.check("#outcome-2")
    ada.get_by_role("button", name="See it as tellers will").click()
    assert ada.locator("h1").inner_text() == "Is this right?"
    ada.get_by_role("button", name="Publish it").click()
    teller.goto("/share/plot/heard")
    assert "Two more people answer." in teller.locator("main").inner_text()
    ada.get_by_role("button", name="Undo").click()
    teller.reload()
    assert "Two more people answer." not in teller.locator("main").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_urgent_queue_is_sound_for_those_who_work_on_it_and_those_who_look(sit_down, width):
    for username in ("mina", "ada"):
        page = sit_down(username, width)
        page.goto("/urgent")
        assert page.locator(".mm-to-read").count() == 2
        looked_at(page)


def test_an_urgent_story_is_seen_and_done_with_without_scripts(sit_down):
    mina = sit_down("mina", scripts=False)
    mina.goto("/urgent")
    mina.get_by_role("button", name="I have seen it").first.click()
    assert "Mina has seen it" in mina.locator("main").inner_text()
    mina.get_by_role("button", name="Done").first.click()
    assert "Write what was done" in mina.locator(".govuk-error-summary").inner_text()
    mina.get_by_label("What was done?").first.fill("Passed to the duty desk")
    mina.get_by_role("button", name="Done").first.click()
    assert mina.locator("h1").inner_text() == "1 urgent story"
    assert "Passed to the duty desk" in mina.locator("main").inner_text()
