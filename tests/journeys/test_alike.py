"""A moderator reads similar stories side by side and says whose voice they are, in Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analysis.voices import find_voices
from narratives.collection import Moderation
from tests.builders import make_narrative, open_plot
from tests.journeys.managers import browsing
from tests.journeys.office import press
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of

pytestmark = [pytest.mark.browser, pytest.mark.nightly]
LOCKED = (
    "They locked the Donaudampfschifffahrtselektrizitätenhauptbetriebswerk on the allotment again and nobody was "
    "told why, we stood in the rain."
)
TEXTS = [LOCKED, f"{LOCKED} Again!", LOCKED.replace("rain", "wet"), LOCKED.replace("we stood", "all of us stood")]


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the list of similar stories in Mina's browser; at the end it may have shown no fault."""
    app = make_app(tmp_path)
    db = stores_of(app).stories
    plot, framework = open_plot(db, moderation=Moderation.BEFORE)
    for number, text in enumerate(TEXTS):
        stores_of(app).intake.submit(plot, framework, make_narrative(text=text), f"{number:032x}")
    find_voices(db, plot, None)
    with browsing(app, browser, may_be_refused=True) as seat:
        yield lambda **options: seat("/moderate/alike", "mina", **options)


def check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_pages_fit_and_axe_finds_no_fault_with_them(sit_down, width):
    page = sit_down(viewport={"width": width, "height": 800})
    check(page)
    page.get_by_role("link", name="4 similar stories").click()
    assert page.locator("mark").count() > 3
    check(page)
    page.get_by_role("button", name="Save").click()
    check(page)
    assert page.get_by_role("link", name="Choose whether these are one voice or many").is_visible()
    page.get_by_label("Many voices").check()
    page.get_by_role("button", name="Save").click()
    check(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_decision_is_made_and_undone_with_the_keyboard_alone_and_without_scripts(sit_down):
    page = sit_down(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.get_by_role("link", name="4 similar stories").focus()
    press(page, "Enter")
    page.get_by_label("One voice").focus()
    press(page, "Space", "Tab", "Enter")
    page.get_by_text("Decided: one voice.").wait_for()
    page.get_by_role("button", name="Undo").focus()
    press(page, "Enter")
    page.get_by_text("Not decided any more.").wait_for()
    assert page.get_by_text("said one voice at").is_visible()
