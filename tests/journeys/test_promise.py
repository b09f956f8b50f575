"""The page of the promise in Chromium: narrow screens, axe, and no scripts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analysis.proposals import propose_change
from narratives.judgement import Judgement
from narratives.promise import GroupPace, Kind, Outlook
from store.alerts import add_alert
from store.collections import get_collection
from store.database import Database
from store.judgements import judge
from store.promises import KeptOutlook, keep_outlook, keep_replays
from tests.builders import TODAY, open_plot
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of
from tests.store.test_promises import FOUND, OUTLOOK
from tests.web.explore.telling import make_finding

pytestmark = pytest.mark.browser
SMALL: Outlook = replace(OUTLOOK, slow=(GroupPace("A group with a rather long name, told by hand", 30, 2.0),))


@pytest.fixture
def sit_down(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page in Ada's browser; at the end it may have shown no fault."""
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db)
    for kind in Kind:
        keep_replays(db, "plot", replace(FOUND, kind=kind), previous=None)
    keep_outlook(db, "plot", KeptOutlook("engine", TODAY, SMALL))
    judge_a_dozen(db)
    with browsing(app, browser, may_be_refused=True) as seat:
        yield lambda who="ada", **options: seat("/explore/plot/promise", who, **options)


def judge_a_dozen(db: Database) -> None:
    """Twelve alerts that were noise, and the proposal that follows."""
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for place in range(12):
        alert = add_alert(db, "plot", make_finding(group=f"g{place}"), sentence="It moved.", exemplars=(), at=at)
        assert alert and judge(db, alert, account="ada", judgement=Judgement.NOISE, at=at)
    assert propose_change(db, get_collection(db, "plot"), today=TODAY, at=at)


def open_everything(page: Page) -> None:
    for summary in page.locator("summary:visible").all():
        summary.click()


@pytest.mark.parametrize(("who", "width"), [("ada", 320), ("ada", 1280), ("ade", 320), ("ade", 390), ("ade", 1280)])
def test_axe_finds_nothing_and_nothing_sticks_out(sit_down, who, width):
    page = sit_down(who, viewport={"width": width, "height": 900})
    open_everything(page)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_all_of_it_is_there(sit_down):
    page = sit_down(java_script_enabled=False)
    assert page.locator(".mm-promise__picture").count() == 3
    page.get_by_text("The same in numbers").click()
    assert page.get_by_role("table", name="Your stories, dealt out again").is_visible()


def test_an_administrator_decides_without_scripts_and_is_told_what_is_missing(sit_down):
    page = sit_down("ade", java_script_enabled=False, viewport={"width": 320, "height": 900})
    page.get_by_role("button", name="Save the decision").click()
    page.get_by_role("link", name="Choose whether to accept or decline").click()
    assert page.url.endswith("#decision")
    page.get_by_label("Accept: 0.5 a year from now on").check()
    page.get_by_label("Why?").fill("Eleven of twelve were nothing.")
    page.get_by_role("button", name="Save the decision").click()
    assert page.get_by_text("Promised: at most 0.5 false alerts a year").is_visible()
    assert page.get_by_text("Accepted by Ade on").is_visible()
    assert page.get_by_text("Nothing is proposed.").is_visible()
