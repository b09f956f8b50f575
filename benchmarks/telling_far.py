"""Telling far from good signal: on a slow phone, and with no network at all through a restart of the browser."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, exactly, happens, proof
from benchmarks.phones import USUAL, chromium, options, phone, program
from benchmarks.server import Served, served
from benchmarks.tellers import by_finger, code_on, tell
from store.demo import HOME
from store.schema import open_stories

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright

FIRST_SECONDS, NEXT_SECONDS = 20, 10
STORIES = ("The marmalade tractor came twice that week.", "Nobody told the lighthouse about the new rota.")
_WORDS = ("marmalade", "tractor", "lighthouse")
_ENVELOPES = """() => new Promise((resolve, reject) => {
    const asked = indexedDB.open("murmuration");
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
        const found = asked.result.transaction("envelopes").objectStore("envelopes").getAll();
        found.onsuccess = () => { asked.result.close(); resolve(found.result); };
    };
})"""


@proof("telling")
def a_slow_phone_gets_there() -> Iterator[Claim]:
    """A whole telling by touch with a processor six times slower and slow 3G, as a person's first visit."""
    with served() as product, chromium() as browser:
        product.flask("demo", "seed")
        product.start_web()
        with phone(product, browser, **USUAL) as made:
            made.context.set_default_timeout(120_000)
            made.slow_down()
            began = time.monotonic()
            made.open(f"/share/{HOME.id}")
            shown = time.monotonic() - began
            made.page.click("[data-begin].tell-begin")
            made.page.wait_for_selector("#story")
            waits = _Waits()
            code = tell(made.page, waits.answering, waits.arriving)
            whole = time.monotonic() - began
        note = f"{whole:.0f} s of which {waits.answered:.0f} s answering, {waits.pages} pages, 400 ms and 400 kbit/s"
        yield happens("a whole telling on a slow phone, to the receipt", bool(code), note)
        yield exactly("errors on the way", len(made.faults), 0, "; ".join(made.faults[:3]))
        yield at_most("until the first page is there, with an empty cache", shown, FIRST_SECONDS, "s")
        yield at_most("the longest wait from one page to the next", waits.longest, NEXT_SECONDS, "s")


@dataclass(slots=True)
class _Waits:
    """How long a teller answers, and how long after Continue the next page comes."""

    answered: float = 0.0
    longest: float = 0.0
    pages: int = 0
    left_at: float | None = None

    def answering(self, page: Page) -> None:
        began = time.monotonic()
        by_finger(page)
        self.left_at = time.monotonic()
        self.answered += self.left_at - began

    def arriving(self, page: Page) -> None:
        self.pages += 1
        if self.left_at is not None:
            self.longest = max(self.longest, time.monotonic() - self.left_at)


@proof("telling")
def no_signal_loses_nothing() -> Iterator[Claim]:
    """Two stories told with the server gone and the network off; the browser closed and opened; then signal."""
    from playwright.sync_api import sync_playwright

    with served() as product, sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        product.flask("demo", "seed")
        product.start_web()
        device = _Device(product, playwright, Path(profile))
        codes = yield from _tell_without_signal(device)
        yield from _open_again_and_find_signal(device)
        yield exactly("receipt codes that were shown without signal", len(set(codes)), len(STORIES))


def _tell_without_signal(device: _Device) -> Generator[Claim, None, list[str]]:
    with device.opened() as page:
        page.goto(f"{device.product.url}/share/{HOME.id}/offline")
        page.click("[data-do=turn-on]")
        page.wait_for_selector("[data-part=on]:visible")
        device.lose_signal()
        codes = [_keep(device, page, story) for story in STORIES]
        unsent = page.locator(".mm-unsent").inner_text()
    yield happens(
        "the device says how many stories it has not sent", str(len(STORIES)) in unsent, " ".join(unsent.split())
    )
    leaks = [str(file.name) for file in device.profile.rglob("*") if file.is_file() and readable(file)]
    note = f"{sum(1 for file in device.profile.rglob('*') if file.is_file())} files searched in both ways of writing"
    yield exactly("files of the browser's profile in which a word can be read", len(leaks), 0, note)
    return codes


def _open_again_and_find_signal(device: _Device) -> Iterator[Claim]:
    with device.opened(signal=False) as page:
        page.goto(f"{device.product.url}/share/{HOME.id}/whole")
        page.wait_for_selector(".mm-unsent")
        envelopes = page.evaluate(_ENVELOPES)
        yield exactly("stories that waited through a restart", len(envelopes), len(STORIES))
        yield exactly("stories in the store before there was signal", device.stored(), 0)
        began = time.monotonic()
        device.find_signal()
        page.wait_for_selector(".mm-unsent", state="detached", timeout=60_000)
        yield exactly("stories in the store once there is signal", device.stored(), len(STORIES))
        yield at_most("until they were sent by themselves", time.monotonic() - began, 60, "s")
        for one in [*envelopes, *envelopes]:
            page.request.post(f"{device.product.url}{one['address']}", form=one["envelope"])
        yield exactly("stories in the store after each was sent twice more", device.stored(), len(STORIES))


def _keep(device: _Device, page: Page, story: str) -> str:
    """Tell a story on the page that works without signal, and return the code that it shows."""
    page.goto(f"{device.product.url}/share/{HOME.id}/whole")
    page.fill("#story", story)
    page.check("#group")
    page.check("input[name=consent][value=read]")
    page.wait_for_selector("#without-signal[data-ready]", state="attached")
    page.click("main button.mm-button[value=check]")
    page.click("text=Lock it and send it later")
    page.wait_for_selector(".mm-receipt__part")
    return code_on(page)


def readable(file: Path) -> bool:
    """Whether any word of the stories can be read in a file, in either of the ways that browsers write text."""
    content = file.read_bytes()
    return any(word.encode(how) in content for word in _WORDS for how in ("utf-8", "utf-16-le"))


@dataclass(slots=True)
class _Device:
    """A phone whose profile outlives its browser, and the product at the other end of the line."""

    product: Served
    playwright: Playwright
    profile: Path
    context: BrowserContext | None = field(default=None)

    @contextmanager
    def opened(self, *, signal: bool = True) -> Iterator[Page]:
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=program(), args=options(), **USUAL
        )
        self.context.set_default_timeout(30_000)
        self.context.set_offline(not signal)
        yield self.context.pages[0]
        self.context.close()

    def lose_signal(self) -> None:
        self.product.kill("web")
        if self.context:
            self.context.set_offline(True)

    def find_signal(self) -> None:
        self.product.start_web()
        if self.context:
            self.context.set_offline(False)

    def stored(self) -> int:
        db = open_stories(self.product.stories_path)
        rows = [db.one("select count(*) as n from narratives where text = :text", text=story) for story in STORIES]
        db.close()
        return sum(int(row["n"]) for row in rows if row)
