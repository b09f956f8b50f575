"""From signing in to the link and the square: a pilot opened from a ready pack in Chromium, each touch counted."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page

from tests.journeys.whole_page import Axe
from tests.people import PASSWORD, Person, make_app, served

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)
MOST_TOUCHES = 12  # at a generous twenty seconds each, four minutes


@dataclass
class Hand:
    """Whoever sits at the browser: every field filled and every press counts once."""

    page: Page
    touches: int = 0
    pages: list[str] = field(default_factory=list)

    def fill(self, label: str, words: str) -> None:
        self.touches += 1
        self.page.get_by_label(label, exact=True).fill(words)

    def press(self, what: Locator) -> None:
        self.touches += 1
        what.click()
        self.pages.append(self.page.url)

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name))

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name))


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return make_app(tmp_path)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(app) as found:
        yield found


@pytest.fixture
def page(app: Flask, address: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Nobody is signed in yet; pages that do what the policy forbids fail the test."""
    context = browser.new_context(base_url=address, java_script_enabled=getattr(request, "param", True))
    page, faults = context.new_page(), []
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.set_default_timeout(10_000)
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


@pytest.mark.parametrize("page", [True, False], ids=["with scripts", "without scripts"], indirect=True)
def test_a_pilot_is_open_a_few_touches_after_signing_in(page):
    page.goto("/staff/sign-in")
    hand = Hand(page)
    hand.fill("Username", "ada")
    hand.fill("Password", PASSWORD)
    hand.button("Sign in")
    hand.link("Questions")
    hand.link("Begin from a ready pack")
    hand.button("Use this pack (Living in our homes)")
    page.get_by_text("Nothing: it can be opened.").wait_for()
    hand.press(page.get_by_label("I open it without a colleague’s look"))
    hand.press(page.get_by_role("button", name="Open", exact=True))
    page.get_by_role("heading", name="Invite people to tell").wait_for()
    assert page.locator("code", has_text="/share/living-in-our-homes").count() >= 1
    assert page.locator("svg[role=img], .invite-way svg").count() >= 1
    assert page.get_by_role("link", name="Poster to print").is_visible()
    assert hand.touches <= MOST_TOUCHES, f"from signing in to link and square: {hand.touches} touches"


@pytest.mark.parametrize("path", ["/packs", "/packs/probation?in=cy"])
def test_the_packs_can_be_read_at_every_width(page, app, address, path):
    page.context.add_cookies([Person(app, "ade").cookie(address)])
    page.goto(path)
    page.get_by_role("button", name="Use this pack").first.wait_for()
    assert_sound(page)
