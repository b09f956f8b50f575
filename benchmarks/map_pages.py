"""The map and the pages around it: sound on every screen, reached by keys, followed without scripts, live."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, exactly, happens, not_measured, proof
from benchmarks.desk import desk
from benchmarks.main_job import CORPORA, MAPPINGS, imported, stories_said
from benchmarks.many_stories import fill
from benchmarks.map_in_browser import first_view, redraw
from benchmarks.phones import WIDER_THAN_SCREEN, Phone, chromium, phone
from benchmarks.server import Served, served
from benchmarks.tellers import open_to_staff, tell
from store.demo import PROBATION, SHIFTED_AREA, STREETS, demo_framework

if TYPE_CHECKING:
    pass

BROWSER_STORIES = (2_000, 300_000)
FIRST_WORK, REDRAW_WORK, PAYLOAD_KB, LIVE_SECONDS = 1.5, 0.4, 60, 10
MOST_TABS = 120
_TRIAD = demo_framework(STREETS).triads[0].id
PICKED = f"?part={_TRIAD}:left"
PAGES = (
    *("", PICKED, "?show=contours", f"?group={SHIFTED_AREA}", "/temperature", "/themes", "/places", "/summary"),
    *("/stories", f"/stories{PICKED}&order=random", f"/stories{PICKED}&order=typical", "/stories?order=atypical"),
    *(f"/stories/words{PICKED}", f"/stories/cards{PICKED}", "/reading-list", "/cohorts", f"/compare{PICKED}"),
    *("/compare?a=all&b=rest", "/crosstab", "/association", "/expect", "/expectations"),
)


@proof("map")
def every_page_is_sound() -> Iterator[Claim]:
    """axe-core, 320 pixels, the policy and outside requests on every page, open and protected."""
    from axe_playwright_python.sync_playwright import Axe

    with prepared() as product, chromium() as browser:
        for width in (1280, 320):
            with desk(product, browser, viewport={"width": width, "height": 900}) as made:
                axe: list[str] = []
                wide: list[str] = []
                paths = [f"/explore/{one.id}{path}" for one in (STREETS, PROBATION) for path in PAGES]
                paths += _first_story(made)
                failed = []
                for path in paths:
                    answer = made.page.goto(f"{product.url}{path}", wait_until="networkidle")
                    if answer is None or answer.status != 200:
                        failed.append(f"{path}: {answer.status if answer else 0}")
                    found = Axe().run(made.page).response["violations"]
                    axe += [f"{path}: {one['id']} at {one['nodes'][0]['target']}" for one in found]
                    if made.page.evaluate(WIDER_THAN_SCREEN) > 0:
                        wide.append(path)
                pages = f"{len(paths)} pages at {width} pixels"
                yield exactly(f"violations that axe-core finds on {pages}", len(axe), 0, "; ".join(axe[:3]))
                yield exactly(f"of {pages} wider than the screen", len(wide), 0, ", ".join(wide[:3]))
                yield exactly(f"of {pages} that do not answer", len(failed), 0, ", ".join(failed[:3]))
                yield exactly(f"faults on {pages}", len(made.faults), 0, "; ".join(made.faults[:3]))
                yield exactly(f"requests to anywhere else from {pages}", len(made.outside), 0)


def _first_story(made: Phone) -> list[str]:
    made.open(f"/explore/{STREETS.id}/stories")
    found = re.search(rf"/explore/{STREETS.id}/stories/[0-9a-f]{{32}}", made.page.content())
    return [found.group()] if found else []


@proof("map")
def every_way_leads_to_the_stories() -> Iterator[Claim]:
    """Keys alone from the map to the stories of a zone; the same pick with and without scripts; another after it."""
    with prepared() as product, chromium() as browser:
        with desk(product, browser) as made:
            made.open(f"/explore/{STREETS.id}")
            made.page.wait_for_selector("[data-controls]:not([hidden])")
            picked = _press_to(made, "[data-region=zones] a[data-pick]")
            made.page.wait_for_url(re.compile(r"part="))
            made.page.wait_for_selector("main:not([aria-busy])")
            with_script = _selected(made)
            read = _press_to(made, "[data-region=selection] a[href*='/stories']")
            made.page.wait_for_url(re.compile(r"/stories"))
            yield happens("from the map to the stories of a zone with keys alone", picked and read)
            stories = made.page.locator(".mm-story-card").count()
            yield happens("stories of the zone to read", stories > 0, f"{stories} on the first page")
        with desk(product, browser, java_script_enabled=False) as made:
            made.open(f"/explore/{STREETS.id}")
            made.page.locator("[data-region=zones] a[data-pick]").first.click()
            yield exactly("the same pick without scripts says", _selected(made), with_script)


def _press_to(made: Phone, selector: str) -> bool:
    """Tab until something of a kind has the focus, and press Enter."""
    for _ in range(MOST_TABS):
        made.page.keyboard.press("Tab")
        if made.page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            made.page.keyboard.press("Enter")
            return True
    return False


def _selected(made: Phone) -> str:
    """What the selection bar says of how many are selected."""
    found = re.search(r"[\d,]+ (?:stor|of)[^.\n]*", made.page.inner_text("[data-region=selection]"))
    return found.group() if found else ""


@proof("map")
def new_stories_arrive() -> Iterator[Claim]:
    """A story told in one browser on the open map of another, by asking and by being sent, and not while paused."""
    for settings, way in (({}, "asking"), ({"MURMURATION_STREAMS": "8", "WEB_THREADS": "40"}, "being sent")):
        with prepared(settings) as product, chromium() as browser:
            with desk(product, browser) as manager, phone(product, browser) as teller:
                manager.open(f"/explore/{STREETS.id}")
                manager.page.wait_for_selector("[data-controls]:not([hidden])")
                took = _until_told(manager, teller)
                yield at_most(f"a told story on an open map, by {way}", took, LIVE_SECONDS, "s")
                manager.page.click("[data-pause]")
                before = manager.page.inner_text("[data-region=totals]")
                teller.open(f"/share/{STREETS.id}/tell")
                tell(teller.page, open_to_staff)
                manager.page.wait_for_timeout(1000 * LIVE_SECONDS)
                still = manager.page.inner_text("[data-region=totals]") == before
                yield happens(f"nothing moves while paused, by {way}", still)


def _until_told(manager: Phone, teller: Phone) -> float:
    before = manager.page.inner_text("[data-region=totals]")
    teller.open(f"/share/{STREETS.id}/tell")
    tell(teller.page, open_to_staff)
    began = time.monotonic()
    manager.page.wait_for_function(
        "before => document.querySelector('[data-region=totals]').innerText !== before", arg=before, timeout=30_000
    )
    return time.monotonic() - began


@proof("map")
def the_browser_works_little() -> Iterator[Claim]:
    """The first view and each redraw, with few stories as dots and with many in cells."""
    for stories in BROWSER_STORIES:
        with served() as product, chromium() as browser:
            product.flask("demo", "seed")
            collection, _ = fill(product.stories_path, stories)
            product.start_web()
            with desk(product, browser) as made:
                cookies = made.context.cookies()
                address = f"{product.url}/explore/{collection.id}"
                made.open(f"/explore/{collection.id}")  # the columns are read once, for whoever comes first
            seen, again = first_view(address, cookies, browser), redraw(address, cookies, browser=browser)
        name = f"{stories:,} stories, eight triads"
        note = f"drawn after {seen['drawn_s']:.1f} s; longest task {seen['longest_task_s']:.2f} s"
        yield at_most(f"first view of {name}: work of the main thread", seen["work_s"], FIRST_WORK, "s", note)
        note = f"plotly.js besides: {seen['plotly_bytes'] / 1000:,.0f} kB"
        yield at_most(f"first view of {name}: all it loads", seen["payload_bytes"] / 1000, PAYLOAD_KB, "kB", note)
        note = f"the worst {again['worst_work_s']:.2f} s; {again['wall_s']:.2f} s on the clock from pick to picture"
        yield at_most(f"a redraw of {name}: work of the main thread", again["work_s"], REDRAW_WORK, "s", note)


@proof("map")
def every_real_collection_is_on_screen() -> Iterator[Claim]:
    """Each corpus that is here on the map, narrowed by a pick, with its stories."""
    present = [path for path in sorted(MAPPINGS.glob("*.json")) if (CORPORA / f"{path.stem}.csv").exists()]
    if not present:
        yield not_measured("every real collection on the map", "yes", "no collections lie beside the project")
        return
    with served() as product, chromium() as browser:
        product.flask("demo", "seed")
        counts = {path.stem: imported(product, path) for path in present}
        product.start_web()
        with desk(product, browser) as made:
            for name, (collection, rows, stored) in counts.items():
                made.open(f"/explore/{collection}")
                shown = stories_said(made.page.inner_text("[data-region=totals]"))
                picks = made.page.locator("main a[data-pick][href*='part=']:visible")
                if picks.count():
                    picks.first.click()
                    made.page.wait_for_url(re.compile(r"part="))
                    made.page.wait_for_selector("main:not([aria-busy])")
                told = _selected(made) if picks.count() else "nothing: it was asked for no placements"
                note = f"{rows:,} rows, {stored:,} stored, {shown:,} shown; picked: {told}"
                yield happens(f"{name}: on the map and narrowed", 0 < shown <= stored and bool(told), note)


@contextmanager
def prepared(settings: dict[str, str] | None = None) -> Iterator[Served]:
    """The demo, analysed and served."""
    with served() as product:
        product.flask("demo", "seed")
        product.flask("analysis", "run")
        product.settings |= settings or {}
        product.start_web()
        yield product
