"""From a planted shift to what its tellers are told of it: a manager and a teller in Chromium, the worker's own code.

The worker's clock is the test's: the weeks that a probe takes pass while nobody waits.
"""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from analysis.batches import close_full_batches
from analysis.probing import read_probes
from analysis.surveillance import watch_stories
from benchmarks.alert_shifts import DAYS, MOVED_DAYS, stories_of
from narratives.collection import Collection
from narratives.framework import Framework
from store.database import SqliteDatabase
from store.narratives import import_narratives
from tests.builders import make_answers, make_narrative, open_plot
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of

pytestmark = pytest.mark.browser
TODAY = date.today()
PROBE_DAYS = 60
PLAN = {
    "title": "Tea at the gate",
    "tries": "Somebody stands at the gate of East with tea on Saturdays.",
    "because": "People who are listened to are less cross.",
    "success": "Fewer stories of being sent away.",
    "failure": "Nobody stops, or people are crosser than before.",
    "amplify": "Tea on Sundays too.",
    "dampen": "Leave the tea out and ask those who came.",
}
ANSWER = ("In East you were cross more often.", "We put tea at the gate.", "You are less cross than elsewhere.")


@dataclass(slots=True)
class Place:
    """A running installation with a shift in one of its groups, and whatever its pages did that they must not."""

    app: Flask
    address: str
    browser: Browser
    plot: Collection
    framework: Framework
    faults: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    @property
    def db(self) -> SqliteDatabase:
        return stores_of(self.app).stories

    def sit_down(self, username: str | None = None, width: int = 1280) -> Page:
        context = self.browser.new_context(base_url=self.address, viewport={"width": width, "height": 900})
        context.set_default_timeout(15_000)
        if username:
            context.add_cookies([Person(self.app, username).cookie(self.address)])
        self.opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def tell(self, days: list[date], moved: list[date]) -> None:
        told = stories_of(self.plot, days, moved, np.random.default_rng(days[0].toordinal()))
        import_narratives(self.db, self.plot, self.framework, told, {})

    def tell_one(self) -> str:
        """A story that came through the pages some days ago; returns the code of its receipt."""
        story = make_narrative(told_on=TODAY - timedelta(days=3), answers=make_answers((0.1, 0.2, 0.7)))
        return stores_of(self.app).intake.submit(self.plot, self.framework, story, secrets.token_hex(16)).code


@pytest.fixture
def place(browser: Browser, tmp_path: Path) -> Iterator[Place]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app(tmp_path)
    plot, framework = open_plot(stores_of(app).stories)
    with served(app) as address:
        found = Place(app, address, browser, plot, framework)
        yield found
        for context in found.opened:
            context.close()
        stores_of(app).intake.close()
    assert found.faults == []


def looked_at(page: Page) -> None:
    """The page is sound: axe finds nothing and nothing sticks out."""
    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def test_a_shift_becomes_an_alert_a_probe_and_an_answer_behind_the_receipt(place):
    days = [TODAY - timedelta(days=ago) for ago in range(DAYS, 0, -1)]
    place.tell(days, days[-MOVED_DAYS:])
    code = place.tell_one()
    noon = datetime.combine(TODAY, datetime.min.time(), UTC)
    assert watch_stories(place.db, place.plot, place.framework, today=TODAY, at=noon).alerts == 1

    ada = place.sit_down("ada")
    ada.goto("/changed")
    looked_at(ada)
    sentence = ada.locator(".mm-alert__sentence").first.inner_text()
    assert "in east" in sentence
    ada.get_by_role("link", name="See what shows it").first.click()
    looked_at(ada)
    assert ada.locator("h1").inner_text() == sentence
    acknowledged(ada)
    looked_at(ada)

    ada.get_by_role("link", name="Try something, and see whether it helps").click()
    planned(ada)
    looked_at(ada)
    ada.get_by_role("button", name="Start it today").click()
    ada.locator(".mm-probe__state--running").wait_for()

    weeks_pass(place, noon)
    ada.reload()
    assert "moved the hoped-for way" in ada.locator(".mm-probe__sentence").inner_text()
    assert ada.locator(".mm-advice h2").inner_text() == "Amplify"
    looked_at(ada)
    answered(ada)
    heard(place.sit_down(width=390), code)


def weeks_pass(place: Place, at: datetime) -> None:
    """East is as glad as it was once; the worker closes batches and reads the probe."""
    later = [TODAY + timedelta(days=ahead) for ahead in range(PROBE_DAYS)]
    place.tell(later, [])
    close_full_batches(place.db, place.plot, place.framework, today=later[-1], beat=lambda: None)
    read_probes(place.db, place.plot, place.framework, today=later[-1], at=at)


def acknowledged(ada: Page) -> None:
    ada.get_by_role("button", name="Acknowledge").click()
    ada.get_by_text("Ada acknowledged").first.wait_for()


def planned(ada: Page) -> None:
    for name, words in PLAN.items():
        ada.fill(f"#{name}", words)
    ada.fill("#starts_on", TODAY.isoformat())
    ada.fill("#ends_on", (TODAY + timedelta(days=PROBE_DAYS)).isoformat())
    ada.get_by_role("button", name="Plan it").last.click()
    ada.get_by_role("heading", name=PLAN["title"]).wait_for()


def answered(ada: Page) -> None:
    ada.get_by_role("link", name="Tell the tellers what you tried and what came of it").click()
    looked_at(ada)
    for name, words in zip(("you-said", "we-tried", "it-did"), ANSWER, strict=True):
        ada.fill(f"#{name}-en", words)
    ada.check("input[name=outcome][value=did]")
    ada.get_by_role("button", name="See it as tellers will").click()
    looked_at(ada)
    ada.get_by_role("button", name="Publish").click()
    ada.get_by_text("What tellers were told").first.wait_for()
    looked_at(ada)


def heard(teller: Page, code: str) -> None:
    teller.goto("/code")
    teller.fill("#code", code)
    teller.click("button:has-text('Continue')")
    teller.get_by_role("heading", name="Your story", level=1).wait_for()
    assert "We put tea at the gate." in teller.locator("main").inner_text()
    looked_at(teller)
    teller.goto("/share/plot/heard")
    assert "We put tea at the gate." in teller.locator("main").inner_text()
    looked_at(teller)
