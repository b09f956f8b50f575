"""Searching in Chromium, with the real model in the worker's thread: words, meaning, and what is like a story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser

from analysis.asking import asking
from analysis.embedding import Library, embed_pending
from analysis.meaning_index import update_apartness, update_index
from store.schema import open_stories
from tests.builders import TODAY
from tests.journeys.managers import Manager, seated
from tests.journeys.whole_page import Axe
from tests.web.explore.telling import SAD

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

FOLLOWED = "A man walked behind me all the way from the tram, and I ran the last street."
PAGES = (
    "stories?words=afraid+in+the+dark&order=best",
    "stories?words=%22dark&order=best",
    "stories?words=nosuchword&order=best",
    "stories?order=atypical",
)


@pytest.fixture(params=[{}, {"java_script_enabled": False}], ids=["scripts", "no-scripts"])
def ada(browser: Browser, tmp_path: Path, request) -> Iterator[Manager]:
    with seated(browser, tmp_path) as sit_down:
        manager = sit_down(viewport={"width": 320, "height": 700}, **request.param)
        world = manager.world
        world.tell(1, text=FOLLOWED, shares=SAD)
        world.tell(1, text="The lamps in our street are out again and I do not let the girls go home alone.")
        world.tell(1, text="It was dark when the frost took the beans.")
        world.tell(12)
        library = Library("")
        embed_pending(world.db, library, today=TODAY)
        model = library.model_in_use(world.db)
        update_index(world.db, world.plot, model)
        update_apartness(world.db, world.plot, model)
        world.index_words()
        with asking(open_stories(Path(world.db.path)), library, Event()):
            yield manager


def find(ada: Manager, words: str) -> list[str]:
    box = ada.page.get_by_label("Search by words or meaning")
    box.fill(words)
    with ada.page.expect_navigation():
        box.press("Enter")
    return ada.page.locator(".mm-story-card").all_inner_texts()


def test_a_question_in_other_words_finds_the_story_and_its_like(ada):
    ada.open("/explore/plot/stories")
    found = find(ada, "somebody was following me at night")
    assert FOLLOWED in found[0] and "Similar in meaning" in found[0]
    found = find(ada, "dark")
    assert "Has your words" in next(card for card in found if "frost took" in card)
    assert not any("frost took" in card for card in find(ada, "afraid in the dark -beans"))
    with ada.page.expect_navigation():
        ada.page.get_by_role("link", name="More like this").first.click()
    assert "More like the story" in ada.page.locator("main").inner_text()


def test_what_is_wrong_is_said_and_put_right(ada):
    ada.open("/explore/plot/stories")
    assert find(ada, '"dark') == []
    assert "A quotation mark is not closed." in ada.page.locator(".govuk-error-summary").inner_text()
    assert ada.page.get_by_label("Search by words or meaning").input_value() == '"dark'
    assert len(find(ada, '"it was dark"')) >= 1


def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(ada, request):
    has_scripts = not request.node.callspec.params["ada"]  # without them axe waits for ever
    for path in PAGES:
        ada.open(f"/explore/plot/{path}")
        overflow = ada.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow == 0, path
        if has_scripts:
            found = Axe().run(ada.page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
