"""Phones in Chromium: what their pages load and keep, and how slow they may be."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.server import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

SMALL: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
USUAL: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESK: dict[str, Any] = {"viewport": {"width": 1024, "height": 900}}
# Slow 3G: 400 ms there and back, 400 kbit/s each way.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER_PROCESSOR = 6
KEPT_IN_BROWSER = """async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    caches: (await caches.keys()).length,
    databases: (await indexedDB.databases()).length,
    local: localStorage.length,
    session: sessionStorage.length,
})"""
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(slots=True)
class Phone:
    """A browser of its own; `faults` is whatever its pages did that they must not do, `outside` where they asked."""

    product: Served
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)

    def open(self, path: str) -> None:
        """Open a page of the product."""
        self.page.goto(f"{self.product.url}{path}")

    def note(self, text: str) -> None:
        """Keep what the console says when it is about the policy."""
        if "Content Security Policy" in text:
            self.faults.append(text)

    def note_request(self, address: str) -> None:
        """Keep the addresses of other sites."""
        if not address.startswith((self.product.url, "data:", "blob:")):
            self.outside.add(address)

    def kept(self) -> dict[str, int]:
        """What lies in the browser: cookies and every kind of storage."""
        stored: dict[str, int] = self.page.evaluate(KEPT_IN_BROWSER)
        return {"cookies": len(self.context.cookies()), **stored}

    def slow_down(self) -> None:
        """A processor six times slower behind slow 3G."""
        session = self.tools()
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)

    def tools(self) -> CDPSession:
        """The developer tools of the page."""
        return self.context.new_cdp_session(self.page)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Chromium on this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=[*options(), *more])
        yield browser
        browser.close()


def program() -> str | None:
    """Where Chromium is; None lets Playwright look for its own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def options() -> list[str]:
    """What Chromium needs where everything runs as root."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


@contextmanager
def phone(product: Served, browser: Browser, **kind: Any) -> Iterator[Phone]:
    """A phone with an empty profile."""
    context = browser.new_context(**{**SMALL, **kind})
    context.set_default_timeout(30_000)
    page = context.new_page()
    made = Phone(product, context, page)
    page.on("console", lambda message: made.note(message.text))
    page.on("pageerror", lambda error: made.faults.append(str(error)))
    page.on("request", lambda request: made.note_request(request.url))
    yield made
    context.close()


def weigh(made: Phone, path: str) -> int:
    """The bytes that a page needs on a phone that has never been here: everything it loads, with headers."""
    with weighing(made) as sizes:
        made.page.goto(f"{made.product.url}{path}", wait_until="networkidle")
    return sum(sizes)


@contextmanager
def weighing(made: Phone) -> Iterator[list[int]]:
    """The bytes of everything that a phone loads from now on, with headers."""
    session, sizes = made.tools(), list[int]()
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda end: sizes.append(int(end["encodedDataLength"])))
    yield sizes
    session.detach()
