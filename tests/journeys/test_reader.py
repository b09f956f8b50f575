"""Reading in Chromium: with the keyboard and without scripts, on a narrow screen, and on paper."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from narratives.narrative import scopes_up_to
from tests.journeys.managers import Manager, seated
from tests.journeys.whole_page import Axe
from tests.web.explore.telling import SAD

pytestmark = pytest.mark.browser
A4_HEIGHT = 297 / 25.4 * 96


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Manager]]:
    with seated(browser, tmp_path) as seat:
        yield seat


def press(ada: Manager, name: str, role: str = "button") -> None:
    # What only a screen reader is told stands between spaces of its own.
    ada.page.get_by_role(role, name=re.compile(name.replace(": ", r"\W+"))).first.focus()
    with ada.page.expect_navigation():
        ada.page.keyboard.press("Enter")


def test_stories_are_put_aside_noted_and_found_on_the_map_with_the_keyboard_and_no_script(sit_down):
    ada = sit_down(java_script_enabled=False)
    ada.world.tell(text="The gate sings.", shares=SAD)
    ada.open("/explore/plot/stories?part=mood:left")
    assert ada.page.locator(".mm-story-card").count() == 2
    press(ada, "Add to my reading list: The gate sings.")
    assert ada.page.url.partition("#")[2].startswith("story-"), "the reader is where she was"
    press(ada, "Open: The gate sings.", "link")
    ada.page.get_by_label("Leave a note").fill("Ask the east.")
    press(ada, "Leave this note")
    assert ada.page.locator(".mm-notes__text").inner_text() == "Ask the east."
    press(ada, "Delete your note: Ask the east.")
    press(ada, "Undo: put it back")
    assert ada.page.locator(".mm-notes__text").count() == 1
    press(ada, "My reading list", "link")
    press(ada, "Take off the list: The gate sings.")
    press(ada, "Undo: put it back where it was")
    press(ada, "Where is this on the map: The gate sings.", "link")
    assert "2 of 14 stories selected" in ada.region("selection")


PAGES = [
    "stories?part=mood:left&order=atypical",
    "stories?words=nothing&use=quote",
    "stories/words?part=mood:left",
    "stories/cards?for=staff",
    "stories/cards",
    "reading-list",
]


def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(sit_down):
    ada = sit_down(viewport={"width": 320, "height": 700})
    ada.world.tell(20, text="The frost took my beans.", shares=SAD)
    ada.open("/explore/plot/stories?part=mood:left")
    press(ada, "Add to my reading list: The frost took my beans.")
    press(ada, "Open: The frost took my beans.", "link")
    ada.page.get_by_label("Leave a note").fill("Ask the east.")
    press(ada, "Leave this note")
    for path in (ada.page.url.partition("/explore/plot/")[2], *PAGES):
        ada.open(f"/explore/plot/{path}")
        overflow = ada.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow == 0, path
        found = Axe().run(ada.page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_no_card_is_larger_than_its_part_of_a_sheet(sit_down):
    ada = sit_down(java_script_enabled=False)
    bean = "A bean came up between two stones, and nobody had sown it. "
    for times in (1, 5, 9, 14, 30):
        for end in ("", "\n\n"):
            text = (bean + end) * times
            ada.world.tell(text=text, title="The bean " * (times % 4), consent=scopes_up_to("quote"))
    ada.page.emulate_media(media="print")
    for size, most in (("a6", A4_HEIGHT / 2), ("a5", A4_HEIGHT / 2)):
        ada.open(f"/explore/plot/stories/cards?size={size}")
        cards = ada.page.locator(".card").all()
        assert len(cards) > 20
        assert max(card.bounding_box()["height"] for card in cards) <= most, size
        assert ada.page.locator("form").first.is_hidden()
