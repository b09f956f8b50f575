"""A whole vote in Chromium: the roll, the charter, a proposal, three constituencies, and what was decided in force."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from narratives.charter import Choice, Constituency
from store.ballots import vote
from store.decisions import close_due
from store.proposals import list_proposals
from store.retention_rules import months_kept
from store.rolls import put_on_roll
from tests.builders import open_plot
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of
from web.decisions.blueprint import CLOCK

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)
BEGUN = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
WHY = "Half a year is long enough for what we do with them."


class Clock:
    """The time by which votes close."""

    def __init__(self) -> None:
        self.now = BEGUN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> Flask:
    app = make_app(tmp_path)
    app.extensions[CLOCK] = clock
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with served(app) as found:
        yield found


@pytest.fixture
def opened(app: Flask, address: str, browser: Browser) -> Callable[..., object]:
    """Somebody's browser, or one of nobody in particular."""

    @contextmanager
    def open_as(username: str = "", *, scripts: bool = True) -> Iterator[Page]:
        context = browser.new_context(base_url=address, java_script_enabled=scripts)
        if username:
            context.add_cookies([Person(app, username).cookie(address)])
        page, faults = context.new_page(), []
        page.set_default_timeout(10_000)
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
        context.close()
        assert not faults

    return open_as


def assert_sound(page: Page) -> None:
    """At every width axe finds nothing and nothing sticks out at the side."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def put_on_the_roll(page: Page, name: str, constituency: str) -> None:
    page.get_by_label("Who?").select_option(label=name)
    page.get_by_role("radio", name=constituency).check()
    page.get_by_role("button", name="Put on the roll").click()
    page.get_by_text("On the roll. They vote on what is proposed from now on.").wait_for()


def cast(page: Page, choice: str) -> None:
    """One person's vote, from the overview to the page that says that it was cast."""
    page.goto("/decisions")
    page.get_by_text("you can vote").wait_for()
    page.get_by_role("link", name="How long stories are kept: The plot").click()
    page.get_by_role("button", name="Vote", exact=True).click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Choose yes, no, or that you abstain").wait_for()
    page.get_by_label(choice).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Confirm your vote").wait_for()
    page.get_by_text("It cannot be changed or taken back.").wait_for()
    assert_sound(page)
    page.get_by_role("button", name="Cast my vote").click()
    page.get_by_text("Your vote was cast. Thank you.").wait_for()
    assert page.get_by_role("button", name="Vote", exact=True).count() == 0


def colleagues_vote(app: Flask, at: datetime) -> None:
    """Enough people in both constituencies that their votes can be told."""
    db = stores_of(app).stories
    [proposal] = list_proposals(db)
    for number in range(24):
        choice = Choice.YES if number < 13 else Choice.NO
        for constituency in (Constituency.EMPLOYEES, Constituency.USERS):
            vote(db, proposal.id, f"{constituency}-{number}", choice, at=at)


def many_on_the_roll(app: Flask) -> None:
    db = stores_of(app).stories
    for number in range(24):
        for constituency in (Constituency.EMPLOYEES, Constituency.USERS):
            put_on_roll(db, f"{constituency}-{number}", constituency, on=BEGUN.date())


def begin_the_charter(page: Page) -> None:
    """Three more people join the roll, and an administrator hands over to those on it."""
    page.goto("/decisions")
    page.get_by_text("Members do not decide here yet.").wait_for()
    assert_sound(page)
    page.get_by_role("link", name="Who is on the roll").click()
    put_on_the_roll(page, "Cy", "Employee-members")
    put_on_the_roll(page, "Mo", "Service-user members")
    put_on_the_roll(page, "Ade", "The authority")
    assert_sound(page)
    page.goto("/decisions/charter")
    page.get_by_role("button", name="Begin the charter").click()
    page.get_by_role("link", name="Tick that everybody on the roll was told, and that you hand it over").wait_for()
    assert_sound(page)
    page.get_by_label("Everybody on the roll was told what this means, and I hand it over").check()
    page.get_by_role("button", name="Begin the charter").click()
    page.get_by_text("Nobody changes this charter alone, administrators neither.").wait_for()
    assert_sound(page)


def propose_half_a_year(page: Page) -> None:
    """From the page of the setting itself, which has no button of its own any more."""
    page.goto("/keeping")
    assert page.get_by_role("button", name="Change").count() == 0
    page.get_by_role("link", name="Propose a change").click()
    page.get_by_label("Months").fill("half a year")
    page.get_by_label("Why?").fill(WHY)
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("link", name="Enter the months as a whole number from 1 to 120").wait_for()
    assert_sound(page)
    page.get_by_label("Months").fill("6")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_text("Proposed. Everybody on the roll can vote on it now.").wait_for()
    page.get_by_text("51 people can still vote.").wait_for()
    assert_sound(page)


def remark(page: Page, words: str) -> None:
    page.get_by_label("Say something about it").fill(words)
    page.get_by_role("button", name="Say it").click()
    page.get_by_text(words).wait_for()
    assert_sound(page)


def read_the_result(page: Page) -> None:
    page.reload()
    page.get_by_text("Passed on 18 May 2026, and in force since 18 May 2026.").wait_for()
    page.get_by_role("link", name="How long stories are kept: The plot").click()
    page.get_by_role("img", name="Employee-members, 33% of the vote: 13 yes, 12 no. Quorum reached.").wait_for()
    assert_sound(page)


def read_the_public_log(page: Page) -> None:
    page.goto("/public/decisions")
    page.get_by_role("heading", name="How long stories are kept: The plot").wait_for()
    page.get_by_text("Passed, and in force since 18 May 2026.").wait_for()
    page.get_by_text(WHY).wait_for()
    page.get_by_text("By weight 69% said yes; more than 50% was needed.").wait_for()
    for name in ("Ade", "Mo", "Cy"):
        assert page.get_by_text(name, exact=True).count() == 0
    assert_sound(page)


def cast_without_scripts(page: Page) -> None:
    """The same ballot by a plain form."""
    page.goto("/decisions")
    page.get_by_role("link", name="How long stories are kept: The plot").click()
    page.get_by_role("button", name="Vote", exact=True).click()
    page.get_by_label("Yes, change it").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Cast my vote").click()
    page.get_by_text("Your vote was cast. Thank you.").wait_for()


def test_a_vote_from_the_roll_to_what_everybody_reads(app, opened, clock):
    db = stores_of(app).stories
    many_on_the_roll(app)
    with opened("ade") as page:
        begin_the_charter(page)
        propose_half_a_year(page)
        cast(page, "Yes, change it")
    with opened("mo", scripts=False) as page:
        cast_without_scripts(page)
    with opened("cy") as page:
        cast(page, "No, leave it as it is")
        remark(page, "I would rather keep a whole year of them.")
    colleagues_vote(app, clock.now)
    clock.now = BEGUN + timedelta(days=14, minutes=1)
    with opened("mo") as page:
        page.goto("/decisions")
        page.get_by_text("The votes are being counted.").wait_for()
        assert months_kept(db, "plot") == 12
        close_due(db, clock.now)
        read_the_result(page)
    assert months_kept(db, "plot") == 6
    with opened() as page:
        read_the_public_log(page)
    refused = Person(app, "ade").post("/keeping/plot", {"months": "3", "sure": "yes"})
    assert refused.status_code == 409
    assert "Members decide about this" in refused.text
    assert months_kept(db, "plot") == 6
