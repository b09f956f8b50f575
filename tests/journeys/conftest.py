"""The product served on this machine, and visitors in Chromium who note whatever should not happen."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

from app import create_app
from config import read_settings
from narratives.collection import Policy
from store.collections import add_collection
from store.database import Row
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_collection, make_framework
from tests.web.respond.conftest import PATHS

MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
CAUSE = {
    **MOOD,
    "id": "cause",
    "title": "What lay behind it was…",
    "anchors": [{"id": "rain", "label": "rain"}, {"id": "slugs", "label": "slugs"}, {"id": "us", "label": "us"}],
    "hot": [],
    "cold": [],
}
SIGNIFIERS = [{**MOOD, "required": True}, CAUSE, SAY, WISH, ROLE]


@dataclass(slots=True)
class Site:
    """A running installation."""

    address: str
    app: Flask

    def stored(self) -> list[Row]:
        return self.app.extensions["stores"].stories.rows(
            "select text, answers, group_name, minutes from narratives order by text"
        )

    def forget_stories(self) -> None:
        self.app.extensions["stores"].stories.execute("delete from narratives")


@dataclass(slots=True)
class Visitor:
    """A person with a browser of their own; `faults` is whatever the pages did that they must not do."""

    page: Page
    context: BrowserContext
    site: Site
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def hidden(self, name: str) -> str:
        return self.page.locator(f"input[name='{name}']").input_value()

    def field(self, name: str):
        return self.page.locator(f"#{name}-picture")

    def note(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.faults.append(message.text)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    data = tmp_path_factory.mktemp("journeys")
    app = create_app(read_settings({"MURMURATION_DATA": str(data), "MURMURATION_SECRET": "s" * 40}))
    stories = app.extensions["stores"].stories
    add_framework(stories, make_framework(signifiers=SIGNIFIERS))
    add_framework(stories, PATHS)
    add_collection(stories, make_collection())
    add_collection(stories, make_collection(id="paths", title="All paths", framework_id="paths"))
    add_collection(stories, make_collection(id="quiet", title="A quiet word", policy=Policy.PROTECTED, sensitive=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.port}", app)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["stores"].intake.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Opens a visitor's browser; at the end nobody may have met a fault."""
    site.forget_stories()
    visitors: list[Visitor] = []

    def opened(**options: object) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1024, "height": 900}, **options})
        context.set_default_timeout(10_000)
        page = context.new_page()
        visitor = Visitor(page, context, site)
        page.on("console", lambda message: visitor.note(message))
        page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        page.on("request", lambda request: _stay_here(visitor, request.url))
        visitors.append(visitor)
        return visitor

    yield opened
    for visitor in visitors:
        assert visitor.faults == []
        visitor.context.close()


def _stay_here(visitor: Visitor, url: str) -> None:
    if not url.startswith((visitor.site.address, "data:")):
        visitor.faults.append(f"a request left this site: {url}")


@pytest.fixture
def teller(visit: Callable[..., Visitor]) -> Visitor:
    """A visitor on the first page of a telling, who came there from the page before it."""
    visitor = visit()
    visitor.open("/share/plot")
    visitor.page.click("text=Start")
    visitor.page.wait_for_selector("#story")
    return visitor
