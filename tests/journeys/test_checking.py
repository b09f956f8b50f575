"""A manager in Chromium checks questions: what is found, what the worker compares, and how soon shifts are noticed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from analysis.designing import designing
from narratives.draft import Draft
from store.drafts import add_draft
from store.schema import open_stories
from tests.builders import FRAMEWORK
from tests.journeys.managers import browsing
from tests.journeys.whole_page import Axe
from tests.people import make_app, stores_of

pytestmark = pytest.mark.browser
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def all_the_same(texts):
    return np.ones((len(texts), 1), dtype=np.float32)


@pytest.fixture
def ada(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Page, str]]:
    """Ada's browser on a narrow phone, with the worker's thread beside; and the address of a draft's check."""
    monkeypatch.setattr("analysis.design_power.BUDGET_SECONDS", 0.0)  # the first, short look
    app = make_app(tmp_path)
    db = stores_of(app).stories
    draft = add_draft(db, Draft("The garden", FRAMEWORK), what="began", actor="ada", at=NOW)
    beside = designing(open_stories(Path(db.path)), lambda: all_the_same, Event(), poll_seconds=0.02)
    with browsing(app, browser) as seat, beside:
        yield seat(viewport={"width": 320, "height": 800}), f"/design/{draft.id}/check"


def check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_answers_of_the_worker_appear_by_themselves(ada):
    page, address = ada
    page.goto(address)
    expect(page.get_by_text("“glad” and “sad” seem to mean the same.")).to_have_count(0)
    expect(page.get_by_text("This seems to ask the same as “It left me…”.")).to_be_visible()
    check(page)

    page.get_by_label("Stories a week, in all").fill("140")
    page.get_by_role("button", name="Work it out").press("Enter")
    expect(page.get_by_text("With about 140 stories a week you would notice")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("rowheader", name="A very large shift")).to_be_visible()
    expect(page.locator("[data-bar]")).to_have_count(0)
    check(page)

    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Change this.*It left me")).press("Enter")
    assert page.url.endswith("/parts/mood")
