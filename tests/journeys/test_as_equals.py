"""Three organisations, one of them huge: side by side as equals, told of each other's alerts, and a tension return.

The worker's own chore carries what they tell into the commons; managers sit in Chromium, one of them on a phone.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from analysis.sharing import share_all, tell_all
from narratives.alert import sentence, tone_of
from narratives.narrative import Scope
from store.accounts import Role
from store.alerts import add_alert
from store.commons import Confederation, add_confederation, ask_to_join, join, open_commons
from store.commons_frameworks import offer_framework
from store.database import SqliteDatabase
from store.organisations import add_organisation
from store.release_shares import set_shared_collections
from store.schema import open_stories
from store.seen_elsewhere import set_telling
from tests.builders import make_framework, open_plot
from tests.journeys.whole_page import Axe
from tests.people import Person, add_staff, make_app, served, stores_of
from tests.web.explore.telling import GLAD, SAD, World, make_finding

pytestmark = pytest.mark.browser
TODAY = date.today()
NOW = datetime.now(UTC)
SAID = "The gate was locked again and nobody came to open it."
SIZES = {"north": (16, 14), "south": (14, 900), "east": (12, 18)}  # glad, sad


@dataclass(slots=True)
class Region:
    """A running deployment, and whatever its pages did that they must not."""

    app: Flask
    address: str
    browser: Browser
    alert: str
    faults: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def sit_down(self, username: str, width: int) -> Page:
        context = self.browser.new_context(base_url=self.address, viewport={"width": width, "height": 900})
        context.add_cookies([Person(self.app, username).cookie(self.address)])
        self.opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def whole(self, page: Page) -> None:
        """Nothing that axe-core finds, and nothing wider than the screen."""
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def region(tmp_path: Path, browser: Browser) -> Iterator[Region]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = make_app(tmp_path)
    commons = open_commons(tmp_path / "commons.db")
    add_confederation(commons, Confederation("weirs", "The weirs"))
    offer_framework(commons, "weirs", make_framework(), "north")
    stores = {"north": stores_of(app).stories}
    for slug in ("south", "east"):
        add_organisation(stores_of(app).accounts, slug, f"{slug.title()} House", "offered")
        add_staff(stores_of(app).accounts, slug, name=slug, role=Role.MANAGER, organisation=slug)
        stores[slug] = open_stories(tmp_path / slug / "stories.db")
    alerts = {slug: _house(commons, slug, db) for slug, db in stores.items()}
    for slug, db in [*stores.items(), *stores.items()]:
        share_all(db, commons, slug)
        tell_all(db, commons, slug, TODAY)
    with served(app) as address:
        region = Region(app, address, browser, alerts["north"])
        yield region
        for one in region.opened:
            one.close()
    for one in (commons, stores["south"], stores["east"]):
        one.close()
    assert region.faults == []


def _house(commons: SqliteDatabase, slug: str, db: SqliteDatabase) -> str:
    """An organisation whose stories moved, all but the last one's; its alert."""
    ask_to_join(commons, "weirs", slug, f"{slug.title()} House")
    join(commons, "weirs", slug, may_be_named=True)
    plot, framework = open_plot(db)
    world = World(db, framework, plot, plot)
    glad, sad = SIZES[slug]
    world.tell(glad, told_on=TODAY - timedelta(days=60), shares=GLAD)
    world.tell(sad, told_on=TODAY - timedelta(days=6), shares=SAD)
    quoted = frozenset({Scope.READ, Scope.QUOTE})
    (shown,) = world.tell(text=SAID, told_on=TODAY - timedelta(days=6), shares=SAD, consent=quoted)
    set_shared_collections(db, "weirs", ["plot"])
    set_telling(db, "weirs", tells=True)
    if slug == "east":
        return ""
    began = TODAY - timedelta(days=14)
    finding = make_finding(raised_on=TODAY - timedelta(days=3), since=began, scope="collection", group="")
    words = sentence(finding, framework)
    tone = tone_of(finding, framework)
    return add_alert(db, "plot", finding, sentence=words, exemplars=[shown.id], at=NOW, tone=tone) or ""


@pytest.mark.slow
def test_equals_compare_are_told_what_others_saw_and_write_a_return(region: Region) -> None:
    desk = region.sit_down("ada", 1280)
    desk.goto("/confederation/benchmarks")
    item = desk.locator(".conf-item").first
    assert item.locator(".conf-voices__chosen").inner_text().startswith("One organisation, one voice")
    region.whole(desk)
    desk.get_by_role("link", name="By how many answered").click()
    chosen = desk.locator(".conf-item").first.locator(".conf-voices__chosen")
    assert chosen.inner_text().startswith("By how many answered")
    region.whole(desk)

    phone = region.sit_down("ada", 390)
    phone.goto(f"/changed/{region.alert}")
    told = phone.get_by_text("1 of 2 other organisations saw the same question move the same way")
    assert "If nothing had happened anywhere" in told.inner_text()
    region.whole(phone)

    phone.get_by_role("link", name="Write a tension return for the council or the police").click()
    region.whole(phone)
    phone.get_by_label("Who is this return for?").fill("Community safety partnership")
    phone.get_by_label("What may come of it?").fill("Ask at 12 Mill Lane.")
    phone.get_by_label(SAID).check()
    for part in ("experienced", "evidenced", "potential"):
        phone.get_by_label(f"How tense is it, as {part}?").select_option("Raised")
    phone.get_by_role("button", name="Save the draft").click()
    assert phone.get_by_text("“12 Mill Lane” could show who somebody is").first.is_visible()
    region.whole(phone)
    region.faults.clear()  # the browser notes that the form was answered with 422
    phone.get_by_label("What may come of it?").fill("Opening the gate in the evening would calm it.")
    assert phone.get_by_label(SAID).is_checked()
    phone.get_by_role("button", name="Save the draft").click()
    region.whole(phone)
    phone.get_by_role("button", name="Finish it").click()
    assert phone.get_by_text(SAID).is_visible()
    region.whole(phone)
    with phone.expect_download() as waited:
        phone.get_by_role("button", name="Download as PDF").click()
    assert waited.value.path().read_bytes().startswith(b"%PDF-")
