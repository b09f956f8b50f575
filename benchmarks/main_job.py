"""The main job, from an empty folder to an alert that a manager reads, in a real browser."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, exactly, happens, not_measured, proof
from benchmarks.server import ROOT, Served, served
from store.alerts import list_alerts
from store.demo import SHIFT_DAYS, SHIFTED_AREA, STREETS
from store.narratives import count_narratives
from store.schema import open_stories

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CORPORA = ROOT.parent / "shared" / "corpora"
MAPPINGS = ROOT / "examples" / "mappings"
_PASSWORD = re.compile(r"manager\s+(\S+)")


@proof("main-job", "From a story to an alert: the demo, a manager, a teller, a practitioner and every real collection")
def demo_in_a_browser() -> Iterator[Claim]:
    """A fresh data directory, the planted shift, and the three audiences in Chromium."""
    with served() as product, _chromium() as browser:
        product.flask("demo", "seed")
        product.flask("analysis", "run")
        yield from _the_planted_shift(product)
        product.start_web()
        product.start_worker()
        password = _password(product)
        outside: list[str] = []
        yield from _a_manager_sees_it(product, browser, password, outside)
        yield from _a_story_reaches_the_map(product, browser, password, outside)
        yield from _an_interaction_is_logged(product, browser, password, outside)
        yield exactly("requests to anywhere else", len(set(outside)), 0, ", ".join(sorted(set(outside))[:3]))


def _the_planted_shift(product: Served) -> Iterator[Claim]:
    db = open_stories(product.stories_path)
    alerts = [alert.finding for alert in list_alerts(db, STREETS.id)]
    db.close()
    planted = date.today() - timedelta(days=SHIFT_DAYS)
    right = [one for one in alerts if one.group == SHIFTED_AREA and one.raised_on >= planted]
    yield happens(f"an alert about {SHIFTED_AREA}, after the shift began", bool(right))
    yield exactly("alerts about any other area or before the shift", len(alerts) - len(right), 0)
    if right:
        first = min(right, key=lambda one: one.raised_on)
        off = abs((first.since - planted).days)
        yield at_most("error of its onset", off, 10, "days", f"raised {(first.raised_on - planted).days} days in")


def _a_manager_sees_it(product: Served, browser: Browser, password: str, outside: list[str]) -> Iterator[Claim]:
    with _page(product, browser, outside) as page:
        _sign_in(page, product, "manager", password)
        page.goto(f"{product.url}/changed")
        text = page.inner_text("main")
        yield happens(f"What changed names {SHIFTED_AREA} to the manager", f"in {SHIFTED_AREA}" in text)
        page.goto(f"{product.url}/explore/{STREETS.id}")
        page.wait_for_selector(".js-plotly-plot .main-svg")
        yield happens("the live map is drawn by plotly", page.locator(".js-plotly-plot").count() > 0)
        for name in ("temperature", "themes", "stories"):
            answer = page.goto(f"{product.url}/explore/{STREETS.id}/{name}")
            yield exactly(f"the page of {name}", answer.status if answer else 0, 200)


def _a_story_reaches_the_map(product: Served, browser: Browser, password: str, outside: list[str]) -> Iterator[Claim]:
    with _page(product, browser, outside) as manager, _page(product, browser, outside) as teller:
        _sign_in(manager, product, "manager", password)
        manager.goto(f"{product.url}/explore/{STREETS.id}")
        manager.wait_for_selector(".js-plotly-plot .main-svg")
        before = manager.inner_text("[data-region=totals]")
        _tell(teller, product)
        began = time.monotonic()
        manager.wait_for_function(
            "before => document.querySelector('[data-region=totals]').innerText !== before", arg=before, timeout=30_000
        )
        yield at_most("a told story on an open map", time.monotonic() - began, 10, "s")


def _tell(page: Page, product: Served) -> None:
    page.goto(f"{product.url}/share/{STREETS.id}")
    page.fill("#story", "The steward walked me to the last tram and we talked about tomatoes.")
    page.check(f"input[name=group][value='{SHIFTED_AREA}']")
    triangle = page.locator("svg").first.bounding_box()
    if triangle:
        page.mouse.click(triangle["x"] + triangle["width"] * 0.5, triangle["y"] + triangle["height"] * 0.5)
    page.check("input[name=consent][value=read]")
    page.click("button[value=check]")
    page.click("button[value=send]")
    page.wait_for_selector("text=/[0-9A-Z]{4}(-[0-9A-Z]{4}){5}/")


def _an_interaction_is_logged(product: Served, browser: Browser, password: str, outside: list[str]) -> Iterator[Claim]:
    with _page(product, browser, outside) as page:
        _sign_in(page, product, "officer", password)
        page.goto(f"{product.url}/log?collection=probation&reference=PX9999")
        page.fill("#story", "We went through the housing form line by line and laughed about page nine.")
        page.select_option("#group", index=1)
        page.check("[name='case.contact'] >> nth=0")
        page.check("[name='case.outcome'] >> nth=0")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("text=Saved", timeout=10_000)
        yield happens("a practitioner logs an interaction", True)


@proof("main-job")
def every_real_collection() -> Iterator[Claim]:
    """Import each corpus that is here, analyse it, and look for it on the map."""
    present = [path for path in sorted(MAPPINGS.glob("*.json")) if (CORPORA / f"{path.stem}.csv").exists()]
    if not present:
        yield not_measured(
            "every real collection imported and on the map", "yes", "no collections lie beside the project"
        )
        return
    with served() as product, _chromium() as browser:
        product.flask("demo", "seed")
        counts = {path.stem: _imported(product, path) for path in present}
        product.flask("analysis", "run")
        product.start_web()
        with _page(product, browser, []) as page:
            _sign_in(page, product, "manager", _password(product))
            for name, (collection, rows, stored) in counts.items():
                page.goto(f"{product.url}/explore/{collection}")
                shown = _stories_said(page.inner_text("[data-region=totals]"))
                document = json.loads(product.flask("analysis", "backtest", collection, "--json"))
                alerts = len(document["alerts"])
                note = f"{rows:,} rows, {stored:,} stored, {shown:,} shown, {alerts} alerts in {document['days']} days"
                yield happens(f"{name}: imported, analysed and on the map", 0 < stored <= rows and shown > 0, note)


def _stories_said(caption: str) -> int:
    """The first number of stories that a caption states."""
    found = re.search(r"([\d,]+) stor", caption)
    return int(found.group(1).replace(",", "")) if found else 0


def _imported(product: Served, mapping: Path) -> tuple[str, int, int]:
    """(collection id, rows in the file, stories stored)."""
    corpus = CORPORA / f"{mapping.stem}.csv"
    product.flask("narratives", "import", str(corpus), "--mapping", str(mapping))
    collection = json.loads(mapping.read_text(encoding="utf-8"))["collection"]["id"]
    db = open_stories(product.stories_path)
    stored = count_narratives(db, collection)
    db.close()
    with corpus.open(encoding="utf-8-sig", newline="") as file:
        return collection, sum(1 for _ in csv.reader(file)) - 1, stored


def _password(product: Served) -> str:
    found = _PASSWORD.search(product.flask("demo", "sign-ins"))
    if found is None:
        raise RuntimeError("the demo has no sign-ins")
    return found.group(1)


def _sign_in(page: Page, product: Served, username: str, password: str) -> None:
    page.goto(f"{product.url}/staff/sign-in")
    page.fill("#username", username)
    page.fill("#password", password)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in" not in address)


@contextmanager
def _page(product: Served, browser: Browser, outside: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("request", lambda request: _note_outside(request.url, product, outside))
    yield page
    context.close()


def _note_outside(address: str, product: Served, outside: list[str]) -> None:
    if not address.startswith((product.url, "data:", "blob:")):
        outside.append(address)


@contextmanager
def _chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=found, args=options)
        yield chromium
        chromium.close()
