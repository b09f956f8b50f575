"""From stories to what they mean: the worker's own passes, then a manager in Chromium who searches, reads and decides.

Words are hashed in place of the language model, so that a story is near to those that share words with it.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page

from analysis.asking import asking
from analysis.embedding import Library
from analysis.pipeline import Worker
from narratives.narrative import Narrative, Scope, Source
from store.narratives import import_narratives
from store.schema import open_stories
from tests.analysis.conftest import WordEmbedder
from tests.builders import TODAY, make_answers, make_narrative, open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of
from tests.web.explore.telling import GLAD, SAD

pytestmark = pytest.mark.browser
NOON = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=12)
SUBJECTS = {
    "beans": "beans pole frost row sown picked shared basket neighbour supper".split(),
    "water": "tap water butt barrel hose drought pressure leak trickle bucket".split(),
    "gate": "gate lock latch hinge key rust shut slam night alone".split(),
    "slugs": "slugs lettuce pellets copper tape torch jar cabbage holes morning".split(),
}
NEWCOMERS = "drone buzzing hovered camera over shed filming pilot lane propeller"
DAYS, POCKET, POCKET_DAYS = 120, 12, 20


class WideEmbedder(WordEmbedder):
    """So many places that two words seldom share one."""

    model_id = "hashed-words-wide"
    dimensions = 256


def stories() -> Iterator[Narrative]:
    chance = random.Random(7)
    for number in range(260):
        subject = chance.choice(sorted(SUBJECTS))
        shares = SAD if subject in {"gate", "slugs"} else GLAD
        yield story(number, SUBJECTS[subject], TODAY - timedelta(days=1 + number * DAYS // 260), shares, chance)
    for number in range(POCKET):
        told_on = TODAY - timedelta(days=1 + number * POCKET_DAYS // POCKET)
        yield story(1_000 + number, NEWCOMERS.split(), told_on, SAD, chance)


def story(number: int, words: list[str], told_on, shares, chance: random.Random) -> Narrative:
    group = ("east", "west")[number % 2]
    return make_narrative(
        id=f"{chance.getrandbits(128):032x}",
        source=Source("test", str(number), str(number)),
        text=" ".join([*chance.sample(words, 7), f"plot{number}"]),
        told_on=told_on,
        group=group,
        area=group,
        answers=make_answers(shares),
        consent=frozenset({Scope.READ}),
    )


@pytest.fixture
def ada(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """Ada's browser over stories that the worker has read; her pages may show no fault."""
    monkeypatch.setattr("analysis.theme_samples.NUMBER", len(SUBJECTS))
    app = make_app(tmp_path)
    db = stores_of(app).stories
    plot, framework = open_plot(db)
    import_narratives(db, plot, framework, list(stories()), {})
    library = Library("", load=lambda setting, corpus, **options: (WideEmbedder(), None))
    worker = Worker(db, library, now=lambda: NOON, today=lambda: TODAY)
    worker.run_once()
    worker.run_once()
    with browsing(app, browser) as seat, asking(open_stories(Path(db.path)), library, Event()):
        yield seat(viewport={"width": 390, "height": 844})


def go(page: Page, path: str) -> str:
    page.goto(f"/explore/plot/{path}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    return page.locator("main").inner_text()


def test_a_manager_finds_a_new_subject_keeps_it_and_sees_what_stories_are_about(ada):
    go(ada, "stories")
    box = ada.get_by_label("Search by words or meaning")
    box.fill("drone camera hovered filming -pilot")
    with ada.expect_navigation():
        box.press("Enter")
    cards = ada.locator(".mm-story-card").all_inner_texts()
    assert "imilar in meaning" in cards[0] and "camera" in cards[0]
    assert not any("pilot" in card for card in cards)

    assert "stands out" in go(ada, "weak-signals")
    with ada.expect_navigation():
        ada.get_by_role("link", name="Read it and decide").first.click()
    read = ada.locator(".mm-story-card").all_inner_texts()
    assert sum("drone" in card or "camera" in card or "propeller" in card for card in read) >= POCKET - 2
    ada.get_by_label("Keep it").check()
    with ada.expect_navigation():
        ada.get_by_role("button", name="Save").click()
    assert "Kept" in ada.locator("main").inner_text()

    themes = go(ada, "themes")
    assert any(word in themes for word in SUBJECTS["beans"])
    assert "How stories were placed, whatever their words" in go(ada, "patterns")
    assert "What they share" in go(ada, "common-ground")
