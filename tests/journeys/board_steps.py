"""What somebody does at a board in Chromium, and what is on it afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, CDPSession, Locator, Page

from narratives.observation import ClusterKind
from store.clusters import get_board
from store.database import Database
from tests.journeys.whole_page import Axe
from tests.people import Person, served

WIDTHS = (320, 390, 1280)


@contextmanager
def seats(app: Flask, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Seats people at browsers of their own; pages that do what the policy forbids fail the test."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    contexts, faults = list[BrowserContext](), list[str]()
    with served(app) as address:

        def seated(username: str, **options: object) -> Page:
            wanted = {"viewport": {"width": 1280, "height": 900}, "base_url": address, **options}
            context = browser.new_context(**wanted)
            context.set_default_timeout(40_000)
            context.add_cookies([Person(app, username).cookie(address)])
            contexts.append(context)
            page = context.new_page()
            page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            return page

        yield seated
        for context in contexts:
            context.close()
    assert not faults


def assert_sound(page: Page) -> None:
    """At every width axe finds nothing and nothing sticks out at the side."""
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.set_viewport_size(before or {"width": 1280, "height": 900})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def gathered(db: Database) -> dict[str, list[str]]:
    """The titles of what is in each perspective, from above."""
    titles = {row["id"]: row["title"] for row in db.rows("select id, title from interpretations")}
    found = get_board(db, "plot", ClusterKind.PERSPECTIVE).clusters
    return {one.name: [titles[member] for member in one.members] for one in found}


def card(page: Page, title: str) -> Locator:
    return page.locator("[data-card]", has=page.get_by_role("link", name=title, exact=True))


def grip(page: Page, title: str) -> Locator:
    return card(page, title).locator("[data-grip]")


def column(page: Page, name: str) -> Locator:
    return page.locator(f"[data-name='{name}']")


def said(page: Page, words: str) -> None:
    """Wait until the live region says something."""
    page.locator("[data-live]", has_text=words).wait_for(state="attached")


def begin(page: Page, *names: str) -> None:
    """Open the board and begin perspectives on it."""
    page.goto("/boards/plot")
    for name in names:
        page.fill("#name", name)
        page.get_by_role("button", name="Begin it").click()
        said(page, f"Began the perspective “{name}”.")


def drag(page: Page, title: str, onto: Locator, *, at: float = 0.5) -> None:
    """With the mouse, by the handle, in a few steps as a hand does it, to so much of the height of something."""
    start, end = grip(page, title).bounding_box(), onto.bounding_box()
    assert start and end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 20, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + at * end["height"], steps=8)
    page.mouse.up()


def finger(touch: CDPSession, what: str, *at: float) -> None:
    """One touch event: `Start` and `Move` at a place, `End` at none."""
    points = [{"x": at[0], "y": at[1]}] if at else []
    touch.send("Input.dispatchTouchEvent", {"type": f"touch{what}", "touchPoints": points})
