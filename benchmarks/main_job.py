"""The main job, from an empty folder to an alert that a manager reads, in a real browser."""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.claims import Claim, at_most, exactly, happens, not_measured, proof
from benchmarks.desk import desk
from benchmarks.phones import Phone, chromium, phone
from benchmarks.server import ROOT, Served, served
from benchmarks.tellers import open_to_staff, tell
from store.alerts import list_alerts
from store.demo import SHIFT_DAYS, SHIFTED_AREA, STREETS
from store.narratives import count_narratives
from store.schema import open_stories

CORPORA = ROOT.parent / "shared" / "corpora"
MAPPINGS = ROOT / "examples" / "mappings"


@proof("main-job", "From a story to an alert: the demo, a manager, a teller, a practitioner and every real collection")
def demo_in_a_browser() -> Iterator[Claim]:
    """A fresh data directory, the planted shift, and the three audiences in Chromium."""
    with served() as product, chromium() as browser:
        product.flask("demo", "seed")
        product.flask("analysis", "run")
        yield from _the_planted_shift(product)
        product.start_web()
        product.start_worker()
        outside: set[str] = set()
        with desk(product, browser) as manager, phone(product, browser) as teller:
            yield from _a_manager_sees_it(manager)
            yield from _a_story_reaches_the_map(manager, teller)
            outside |= manager.outside | teller.outside
        with desk(product, browser, "officer") as officer:
            yield from _an_interaction_is_logged(officer)
            outside |= officer.outside
        yield exactly("requests to anywhere else", len(outside), 0, ", ".join(sorted(outside)[:3]))


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


def _a_manager_sees_it(made: Phone) -> Iterator[Claim]:
    made.open("/changed")
    text = made.page.inner_text("main")
    yield happens(f"What changed names {SHIFTED_AREA} to the manager", f"in {SHIFTED_AREA}" in text)
    made.open(f"/explore/{STREETS.id}")
    made.page.wait_for_selector(".js-plotly-plot .main-svg")
    yield happens("the live map is drawn by plotly", made.page.locator(".js-plotly-plot").count() > 0)
    for name in ("temperature", "themes", "stories"):
        answer = made.page.goto(f"{made.product.url}/explore/{STREETS.id}/{name}")
        yield exactly(f"the page of {name}", answer.status if answer else 0, 200)


def _a_story_reaches_the_map(manager: Phone, teller: Phone) -> Iterator[Claim]:
    manager.open(f"/explore/{STREETS.id}")
    manager.page.wait_for_selector(".js-plotly-plot .main-svg")
    before = manager.page.inner_text("[data-region=totals]")
    teller.open(f"/share/{STREETS.id}/tell")
    tell(teller.page, open_to_staff)
    began = time.monotonic()
    manager.page.wait_for_function(
        "before => document.querySelector('[data-region=totals]').innerText !== before", arg=before, timeout=30_000
    )
    yield at_most("a told story on an open map", time.monotonic() - began, 10, "s")


def _an_interaction_is_logged(made: Phone) -> Iterator[Claim]:
    page = made.page
    made.open("/log?collection=probation&reference=PX9999")
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
    with served() as product, chromium() as browser:
        product.flask("demo", "seed")
        counts = {path.stem: imported(product, path) for path in present}
        product.flask("analysis", "run")
        product.start_web()
        with desk(product, browser) as made:
            for name, (collection, rows, stored) in counts.items():
                made.open(f"/explore/{collection}")
                shown = stories_said(made.page.inner_text("[data-region=totals]"))
                document = json.loads(product.flask("analysis", "backtest", collection, "--json"))
                alerts = len(document["alerts"])
                note = f"{rows:,} rows, {stored:,} stored, {shown:,} shown, {alerts} alerts in {document['days']} days"
                yield happens(f"{name}: imported, analysed and on the map", 0 < stored <= rows and shown > 0, note)


def stories_said(caption: str) -> int:
    """The first number of stories that a caption states."""
    found = re.search(r"([\d,]+) stor", caption)
    return int(found.group(1).replace(",", "")) if found else 0


def imported(product: Served, mapping: Path) -> tuple[str, int, int]:
    """Import a corpus: (collection id, rows in the file, stories stored)."""
    corpus = CORPORA / f"{mapping.stem}.csv"
    product.flask("narratives", "import", str(corpus), "--mapping", str(mapping))
    collection = json.loads(mapping.read_text(encoding="utf-8"))["collection"]["id"]
    db = open_stories(product.stories_path)
    stored = count_narratives(db, collection)
    db.close()
    with corpus.open(encoding="utf-8-sig", newline="") as file:
        return collection, sum(1 for _ in csv.reader(file)) - 1, stored
