"""Staff in Chromium: the product served, browsers that are signed in, and what is done with the keyboard."""

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Browser, Page

from tests.journeys.whole_page import Axe
from tests.people import Person, stores_of


@dataclass(slots=True)
class Office:
    """The product with two collections, one read by a moderator first, and a way to open browsers."""

    app: Flask
    address: str
    browser: Browser

    def page(self, username: str = "", **options: object) -> Page:
        context = self.browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
        context.set_default_timeout(15_000)
        if username:
            context.add_cookies([Person(self.app, username).cookie(self.address)])
        return context.new_page()

    def close(self) -> None:
        """Close the browsers of this office; those of other tests stay."""
        for context in self.browser.contexts:
            if any(page.url.startswith(self.address) for page in context.pages):
                context.close()

    def stories(self) -> list[tuple[str, str]]:
        rows = stores_of(self.app).stories.rows("select kind, text from narratives order by id")
        return [(row["kind"], row["text"]) for row in rows]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> int:
    """Tab to the control with that id or name; the number of presses it took."""
    for presses in range(1, 40):
        page.keyboard.press("Tab")
        if page.evaluate("[document.activeElement.id, document.activeElement.name]").count(name):
            return presses
    raise AssertionError(f"{name} is not reached with the Tab key")


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
