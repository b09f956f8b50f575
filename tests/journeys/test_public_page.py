"""From an objective that is declared to a page that anybody reads on a phone, in Chromium."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.probe import ProbeState
from narratives.report_back import Outcome, ReportBack, Wording
from store.probes import add_probe
from store.release_public import close_round
from store.report_backs import publish
from tests.builders import make_narrative, open_plot
from tests.journeys.office import axe, fits
from tests.people import Person, make_app, served, stores_of
from tests.probes import make_probe

pytestmark = pytest.mark.browser
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CORNERS = ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8), (0.34, 0.33, 0.33))


TOLD = (
    "At least 100 people answered this.",
    "Until Easter there is tea at the gate",
    "Two more people answer.",
    "It has moved towards the target.",
    "How long a story is kept",
)


@dataclass(slots=True)
class Town:
    """A running installation, and whatever its pages did that they must not."""

    app: Flask
    address: str
    browser: Browser
    faults: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def visit(self, username: str | None = None, **options: object) -> Page:
        context = self.browser.new_context(
            **{"base_url": self.address, "viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        )
        context.set_default_timeout(15_000)
        if username:
            context.add_cookies([Person(self.app, username).cookie(self.address)])
        self.opened.append(context)
        page = context.new_page()
        # Chromium says of a page that is refused that it is, which is what is asked for here.
        page.on("console", lambda said: self.faults.append(said.text) if _is_fault(said) else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def tell(self, n: int, value: float, since: int) -> None:
        intake, plot = stores_of(self.app).intake, self.app.extensions["plot"]
        for number in range(since, since + n):
            line = value if number % 2 else 0.1
            answers = (
                TriadAnswer("mood", CORNERS[number % 4], "tap"),
                DyadAnswer("say", line, "tap"),
                ChoiceAnswer("wish", (f"w{number % 3}", "w13")),
            )
            intake.submit(*plot, make_narrative(text=f"Bean {number}", answers=answers), f"{number:032x}")


@pytest.fixture
def town(browser: Browser, tmp_path: Path) -> Iterator[Town]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app(tmp_path)
    db = stores_of(app).stories
    app.extensions["plot"] = open_plot(db)
    add_probe(db, make_probe(id="5b" * 16, title="Tea at the gate", state=ProbeState.RUNNING), at=NOON)
    with served(app) as address:
        found = Town(app, address, browser)
        yield found
        for context in found.opened:
            context.close()
        stores_of(app).intake.close()
    assert found.faults == []


def _is_fault(said: ConsoleMessage) -> bool:
    return said.type == "error" and "the server responded with a status" not in said.text


def looked_at(page: Page) -> None:
    """The page is sound: axe finds nothing and nothing sticks out."""
    assert axe(page) == [] and fits(page), page.url


def declare(page: Page) -> None:
    page.goto("/publishing/plot")
    looked_at(page)
    page.get_by_role("button", name="Declare an objective").click()
    page.get_by_role("button", name="Declare it").click()
    page.get_by_text("Say in a few words what should be different").first.wait_for()
    looked_at(page)
    page.get_by_label("What should be different").fill("More people have a say")
    page.get_by_label("Which answers are counted").select_option("say:high")
    page.get_by_label("More of these answers").check()
    page.get_by_label("Baseline", exact=True).fill("20")
    page.get_by_label("Where the baseline is from").fill("the survey of spring")
    page.get_by_label("Target").fill("80")
    page.get_by_label("By when").fill("2099-12-31")
    page.get_by_label("Why this matters").fill("Nobody’s plan works without them.")
    page.get_by_role("button", name="Declare it").click()
    page.get_by_role("heading", name="More people have a say").wait_for()
    looked_at(page)


def tell_of_probe(page: Page) -> None:
    page.get_by_role("link", name="Write a sentence").click()
    looked_at(page)
    page.get_by_label("English").fill("Until Easter there is tea at the gate from eight to ten.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The sentence is on the public page while the probe runs.").wait_for()


def switch_on(page: Page) -> None:
    page.goto("/publishing/plot")
    page.get_by_role("link", name="See it as everybody would").click()
    page.get_by_text("Nobody else sees this page yet").wait_for()
    looked_at(page)
    page.get_by_role("link", name="Back to publishing").click()
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_text("Everybody can read the public page from now on.").wait_for()
    looked_at(page)


def switch_off(page: Page) -> None:
    page.goto("/publishing/plot")
    page.get_by_role("button", name="Switch it off").click()
    page.get_by_text("It is gone for everybody within five minutes.").wait_for()


def read_by_anybody(town: Town) -> None:
    """On a screen, on a small phone, and without scripts."""
    phone = {"width": 320, "height": 700}
    for options in ({}, {"viewport": phone}, {"viewport": phone, "java_script_enabled": False}):
        anyone = town.visit(**options)
        anyone.goto("/public/plot")
        told = anyone.locator("main").inner_text()
        for words in TOLD:
            assert words in told, words
        assert fits(anyone) and anyone.context.cookies() == []
        if options.get("java_script_enabled", True):
            assert axe(anyone) == []


def test_what_was_declared_is_read_by_anybody_with_what_came_of_it(town):
    ada, ade = town.visit("ada"), town.visit("ade")
    declare(ada)
    tell_of_probe(ada)
    switch_on(ade)

    db, plot = stores_of(town.app).stories, town.app.extensions["plot"]
    town.tell(100, 0.9, since=0)
    assert close_round(db, *plot, today=date(2099, 1, 1))
    words = {"en": Wording("Nobody answers.", "Two more people answer.", "We look again in May.")}
    publish(db, ReportBack("5c" * 16, "plot", None, None, (), Outcome.TOO_EARLY, words, "ada", NOON.date()), at=NOON)
    read_by_anybody(town)

    reader = town.visit()
    reader.goto("/public/plot")
    reader.locator("summary", has_text="Every reading").press("Enter")
    assert reader.locator(".pub-objective").get_by_role("cell", name="40% to 60%").is_visible()
    assert reader.get_by_role("img", name="It left me…").is_visible()
    looked_at(reader)

    ada.goto("/publishing/plot")
    assert ada.get_by_role("button", name="Declare an objective").count() == 0
    assert ada.get_by_role("button", name="Delete").count() == 0
    switch_off(ade)
    answer = town.visit().goto("/public/plot")
    assert answer is not None and answer.status == 404
