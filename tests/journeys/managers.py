"""Managers at their browsers, over an application of their own; whatever a page does that it must not do is noted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from narratives.alert import sentence
from store.alerts import add_alert
from tests.builders import make_narrative
from tests.people import Person, make_app, served, stores_of
from tests.web.explore.telling import SAD, World, make_finding, make_reading, open_world
from web.explore.streams import Clock, Streams

LIVE = "**/explore/plot/live*"


@dataclass(slots=True)
class Manager:
    """Ada at her browser; `faults` is whatever the pages did that they must not do."""

    page: Page
    world: World
    tell: Callable[..., None]
    faults: list[str]

    def open(self, path: str) -> None:
        self.page.goto(path)

    def open_map(self, query: str = "") -> None:
        """The map, once Plotly has drawn it and it follows the stories."""
        self.open(f"/explore/plot{query}")
        self.wait_for_plot()

    def wait_for_plot(self) -> None:
        self.page.wait_for_selector(".js-plotly-plot .scatterlayer")
        self.page.wait_for_selector("[data-controls]:not([hidden])")

    def look_again(self) -> None:
        """What happens when somebody comes back to the tab: it asks at once instead of after five seconds."""
        with self.page.expect_response(LIVE):
            self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def region(self, name: str) -> str:
        return self.page.locator(f"[data-region={name}]").inner_text()

    def row(self, label: str) -> str:
        """How many stories a row of any table counts."""
        return self.page.locator("tr", has_text=label).locator("td").first.inner_text()

    def told(self, words: str) -> None:
        """Wait until the bar over the pictures says how many stories are selected."""
        self.page.locator(".mm-selection__told", has_text=words).wait_for()

    def settle(self, where: str) -> None:
        """Wait until the address holds something and everything follows it."""
        self.page.wait_for_function("text => decodeURIComponent(location.search).includes(text)", arg=where)
        self.page.wait_for_selector("main:not([aria-busy])")

    def shown(self) -> dict[str, str]:
        """What the page says of its selection, whichever way it came to it."""
        return {name: self.region(name) for name in ("selection", "totals", "zones", "others", "line", "preview")}

    def drag(self, *places: tuple[float, float]) -> None:
        """Draw with the mouse over the picture, through places given as shares of its width and height."""
        box = self.plot_box()
        points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in places]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for x, y in points[1:]:
            self.page.mouse.move(x, y, steps=6)
        self.page.mouse.up()

    def plot_box(self) -> dict[str, float]:
        plot = self.page.locator(".js-plotly-plot .main-svg").first
        plot.evaluate("plot => plot.scrollIntoView({block: 'center'})")  # clear of the bar that stays at the top
        return plot.bounding_box()


@contextmanager
def browsing(
    app: Flask, browser: Browser, faults: list[str] | None = None, *, may_be_refused: bool = False
) -> Iterator[Callable[..., Page]]:
    """Opens the browsers of staff; at the end no page may have shown a fault.

    The console calls a form that was sent incomplete a fault as well: not where one `may_be_refused`.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    faults = [] if faults is None else faults
    contexts: list[BrowserContext] = []

    def note(said: ConsoleMessage) -> None:
        if said.type == "error" and not (may_be_refused and "status of 422" in said.text):
            faults.append(said.text)

    with served(app) as address:

        def seat(path: str = "", who: str = "ada", **options: object) -> Page:
            context = browser.new_context(
                **{"viewport": {"width": 1280, "height": 900}, "base_url": address, **options}
            )
            contexts.append(context)
            context.set_default_timeout(15_000)
            context.add_cookies([Person(app, who).cookie(address)])
            page = context.new_page()
            page.on("console", note)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("request", lambda request: _stay_here(faults, address, request.url))
            if path:
                page.goto(path)
            return page

        yield seat
        for context in contexts:
            context.close()
        stores_of(app).intake.close()
    assert not faults, faults


@contextmanager
def seated(browser: Browser, folder: Path, streams: int = 0) -> Iterator[Callable[..., Manager]]:
    """Opens Ada's browser over thirteen stories; at the end no page may have shown a fault."""
    app = make_app(folder)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], streams=streams)
    app.extensions["explore.streams"] = Streams(streams, Clock(sleep=lambda seconds: time.sleep(seconds / 20)))
    world = lay_out(app)
    stores, faults = stores_of(app), list[str]()

    def tell(**changes: object) -> None:
        key = f"{datetime.now(UTC).timestamp()}"
        stores.intake.submit(world.plot, world.framework, make_narrative(**changes), key)

    with browsing(app, browser, faults) as seat:
        yield lambda **options: Manager(seat(**options), world, tell, faults)


def lay_out(app: Flask) -> World:
    """Twelve glad stories and a sad one, a theme of them all, and five weeks of temperature."""
    world = open_world(stores_of(app).stories)
    world.name_theme("bean, pole", [*world.tell(12), *world.tell(1, shares=SAD)])
    world.read_temperature(*(make_reading(week, value) for week, value in enumerate([48, 52, None, 50, 66])))
    return world


def raise_alert(world: World) -> None:
    finding = make_finding()
    stories = [row["id"] for row in world.db.rows("select id from narratives order by id limit 2")]
    words = sentence(finding, world.framework)
    add_alert(world.db, "plot", finding, sentence=words, exemplars=stories, at=datetime(2026, 2, 20, tzinfo=UTC))


def _stay_here(faults: list[str], address: str, url: str) -> None:
    if not url.startswith((address, "data:", "blob:")):
        faults.append(f"a request left this site: {url}")
