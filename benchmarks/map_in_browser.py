"""The map in Chromium: how much work its first view and each redraw are for the browser, and how much they weigh.

Work is what the page's main thread did, by its own clock, so that neighbours on the machine do not count;
`longest_task_s` and `blocked_s` are by the wall's clock, as a person would feel them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.phones import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

Cookies = Sequence[Mapping[str, Any]]
LIBRARY = "/vendor/plotly/"
DRAWN = "[data-drawn][hidden]"  # the server's picture gave way
FOLLOWS = "[data-controls]:not([hidden])"
LONG_TASKS = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longTasks.push(task.duration / 1000);
}).observe({ type: "longtask", buffered: true });
"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
SETTLED = "() => !document.querySelector('main[aria-busy]')"


@dataclass(slots=True)
class Watched:
    """A page with an empty cache, and what it loaded: bytes on the wire by address."""

    page: Page
    tools: CDPSession
    loaded: dict[str, int] = field(default_factory=dict)

    def work(self) -> float:
        """Seconds of work of the main thread so far."""
        found = self.tools.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))

    def long_tasks(self) -> list[float]:
        """Seconds of each task over 50 ms since this was asked last."""
        found: list[float] = self.page.evaluate("() => window.longTasks.splice(0)")
        return found


def first_view(page_url: str, cookies: Cookies, browser: Browser | None = None) -> dict[str, float]:
    """Open a map in a browser that was never here, until Plotly has drawn it and it follows the stories.

    A browser of its own is started where none is given; Playwright allows one at a time.
    """
    with _watched(cookies, browser) as made:
        _open(made, page_url)
        tasks = made.long_tasks()
        library = sum(size for url, size in made.loaded.items() if LIBRARY in url)
        document = made.loaded.get(page_url, 0)
        return {
            "work_s": made.work(),
            "longest_task_s": max(tasks, default=0.0),
            "blocked_s": sum(tasks),
            "drawn_s": float(made.page.evaluate("() => performance.now() / 1000")),
            "page_bytes": document,
            "payload_bytes": sum(made.loaded.values()) - library,
            "plotly_bytes": library,
        }


def redraw(page_url: str, cookies: Cookies, picks: int = 6, browser: Browser | None = None) -> dict[str, float]:
    """Pick parts on an open map, one after the other; the median and the worst redraw."""
    with _watched(cookies, browser) as made:
        _open(made, page_url)
        made.long_tasks()
        works, walls, sizes, tasks = [], [], [], list[float]()
        for number in range(picks):
            made.loaded.clear()
            before, began = made.work(), float(made.page.evaluate("() => performance.now()"))
            _pick(made.page, number)
            walls.append((float(made.page.evaluate("() => performance.now()")) - began) / 1000)
            works.append(made.work() - before)
            sizes.append(sum(made.loaded.values()))
            tasks += made.long_tasks()
        return {
            "work_s": median(works),
            "worst_work_s": max(works),
            "longest_task_s": max(tasks, default=0.0),
            "wall_s": median(walls),
            "payload_bytes": max(sizes),
        }


@contextmanager
def _watched(cookies: Cookies, browser: Browser | None) -> Iterator[Watched]:
    with chromium() if browser is None else nullcontext(browser) as used:
        context = used.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(60_000)
        context.add_cookies([dict(one) for one in cookies])  # type: ignore[misc]
        page = context.new_page()
        page.add_init_script(LONG_TASKS)
        tools = context.new_cdp_session(page)
        made, addresses = Watched(page, tools), dict[str, str]()
        tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        tools.send("Network.enable")
        tools.on("Network.responseReceived", lambda come: addresses.update(_named(come)))
        tools.on("Network.loadingFinished", lambda end: _note(made, addresses.get(end["requestId"], ""), end))
        yield made
        context.close()


def _named(come: Mapping[str, Any]) -> dict[str, str]:
    return {come["requestId"]: come["response"]["url"]}


def _note(made: Watched, url: str, end: Mapping[str, Any]) -> None:
    if url.startswith("http"):
        made.loaded[url] = made.loaded.get(url, 0) + int(end["encodedDataLength"])


def _open(made: Watched, page_url: str) -> None:
    made.page.goto(page_url)
    made.page.wait_for_selector(DRAWN, state="attached")
    made.page.wait_for_selector(FOLLOWS)
    made.page.evaluate(TWO_FRAMES)


def _pick(page: Page, number: int) -> None:
    """Pick another part of the triangle by its row, and wait until everything follows."""
    rows = page.locator("[data-region=zones] a[data-pick]")
    asked = page.url
    rows.nth(number % rows.count()).click()
    page.wait_for_function("before => location.href !== before", arg=asked)
    page.wait_for_function(SETTLED)
    page.evaluate(TWO_FRAMES)
