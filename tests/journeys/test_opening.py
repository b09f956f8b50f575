"""From an organisation that has asked nothing yet to its first story on the map, in Chromium."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from narratives.draft import Draft
from narratives.framework_file import framework_to_json
from store.drafts import add_draft
from tests.builders import make_framework
from tests.journeys.telling_steps import send
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of

pytestmark = pytest.mark.browser
STORY = "The new bench means that people stop and talk."


@dataclass(slots=True)
class Place:
    """A running installation, and whatever its pages did that they must not."""

    app: Flask
    address: str
    browser: Browser
    faults: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def sit_down(self, username: str | None = None, width: int = 1280) -> Page:
        context = self.browser.new_context(base_url=self.address, viewport={"width": width, "height": 900})
        context.set_default_timeout(15_000)
        if username:
            context.add_cookies([Person(self.app, username).cookie(self.address)])
        self.opened.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page


@pytest.fixture
def place(browser: Browser, tmp_path: Path) -> Iterator[Place]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = make_app(tmp_path)
    with served(app) as address:
        found = Place(app, address, browser)
        yield found
        for context in found.opened:
            context.close()
        stores_of(app).intake.close()
    assert found.faults == []


def looked_at(page: Page) -> None:
    """The page is sound: axe finds nothing and nothing sticks out."""
    found = Axe().run(page).response["violations"]
    assert found == [], (page.url, [one["nodes"][0]["html"][:200] for one in found])
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def test_from_a_ready_pack_to_the_first_story_on_the_map(place):
    ada = place.sit_down("ada")
    ada.goto("/packs/tenants")
    ada.get_by_role("button", name="Use this pack").first.click()
    ada.get_by_role("heading", name="Review and open", level=1).wait_for()
    looked_at(ada)
    assert ada.get_by_text("Nothing: it can be opened.").is_visible()
    ada.check("#sure")
    ada.get_by_role("button", name="Open", exact=True).click()
    ada.locator("h1").wait_for()
    looked_at(ada)
    link = ada.locator("code", has_text="/share/").first.inner_text()
    assert ada.locator("svg.invite-qr").first.is_visible()
    assert link.endswith("/share/living-in-our-homes")
    tell(place.sit_down(width=390), link, "mattered")
    released(place.sit_down("mina"))
    on_the_map(ada, "living-in-our-homes")


def test_from_a_draft_of_ones_own_through_a_trial_and_a_look_to_an_open_collection(place):
    asked = framework_to_json(make_framework())
    db = stores_of(place.app).stories
    draft = add_draft(db, Draft("The garden", asked), what="Began", actor="ada", at=datetime.now(UTC))
    ada = place.sit_down("ada")
    opening_said(ada, draft.id)
    in_welsh(ada, draft.id)
    tried(place, ada, draft.id)
    ada.goto(f"/design/{draft.id}/review")
    ada.fill("#remark", "Would you answer this?")
    ada.get_by_role("button", name="Ask for a look").click()
    ada.get_by_text("Noted.").wait_for()
    agreed(place.sit_down("ade", width=390), draft.id)
    ada.goto(f"/design/{draft.id}/review")
    assert ada.locator("#sure").count() == 0
    ada.get_by_role("button", name="Open", exact=True).click()
    ada.locator("code", has_text="/share/our-bench").first.wait_for()
    tell(place.sit_down(width=390), "/share/our-bench", "mood")
    released(place.sit_down("mina"))
    on_the_map(ada, "our-bench")
    mended(ada)


def opening_said(ada: Page, draft_id: str) -> None:
    ada.goto(f"/design/{draft_id}/opening")
    ada.fill("#title", "Our bench")
    ada.fill("#groups", "East\nWest")
    ada.check("input[name=policy][value=open]")
    looked_at(ada)
    ada.get_by_role("button", name="Save").click()
    ada.get_by_text("It opens as you said.").wait_for()


def in_welsh(ada: Page, draft_id: str) -> None:
    ada.goto(f"/design/{draft_id}/languages")
    looked_at(ada)
    ada.get_by_role("button", name="Write its texts").click()
    ada.locator("[name='ask.title']").fill("Yr ardd")
    looked_at(ada)
    ada.get_by_role("button", name="Save").click()
    ada.get_by_text("Cymraeg is saved.").wait_for()


def tried(place: Place, ada: Page, draft_id: str) -> None:
    ada.goto(f"/design/{draft_id}/trial")
    ada.get_by_role("button", name="Begin a trial").click()
    ada.get_by_text("The trial is open.").wait_for()
    looked_at(ada)
    tell(place.sit_down(width=320), ada.locator("#link").inner_text(), "mood", is_trial=True)
    ada.get_by_role("link", name="See them on the map").click()
    ada.get_by_text("This is a trial: what you tell is deleted.").wait_for()
    ada.locator("[aria-label^='Triangle of 1 ']").wait_for(state="attached")
    looked_at(ada)


def tell(teller: Page, link: str, triad: str, *, is_trial: bool = False) -> None:
    """One story on one page, with one triad answered from its list."""
    address, _, asked = link.partition("?")
    teller.goto(f"{address}/whole{'?' if asked else ''}{asked}")
    assert teller.get_by_text("This is a trial").count() == int(is_trial)
    looked_at(teller)
    teller.fill("#story", STORY)
    if teller.locator("input[name=group]").count():
        teller.locator("input[name=group]").first.check()
    toggle = teller.locator(f"[data-name={triad}] [data-toggle]")
    if toggle.count() and teller.locator(f"#{triad}-picture").is_visible():
        toggle.click()
    teller.locator(f"input[type=radio][name={triad}]").nth(1).check()
    teller.check("input[name=consent][value=read]")
    teller.get_by_role("button", name="Check your answers").click()
    send(teller)


def released(mina: Page) -> None:
    mina.goto("/moderate")
    mina.get_by_text(STORY).first.wait_for()
    mina.get_by_role("button", name="Approve").first.click()
    mina.get_by_role("status").filter(has_text="Approved.").wait_for()


def on_the_map(ada: Page, collection: str) -> None:
    ada.goto(f"/explore/{collection}")
    ada.locator("[aria-label^='Triangle of 1 ']").wait_for(state="attached")
    looked_at(ada)


def agreed(ade: Page, draft_id: str) -> None:
    ade.goto(f"/design/{draft_id}/review")
    assert ade.get_by_text("Would you answer this?").is_visible()
    looked_at(ade)
    ade.get_by_role("button", name="Agree").click()
    ade.get_by_text("ade looked at it as it is now and agreed.").wait_for()


def mended(ada: Page) -> None:
    ada.goto("/frameworks/garden/wording")
    ada.locator("[name='text.title']").fill("Our garden")
    ada.fill("#reason", "Warmer")
    looked_at(ada)
    ada.get_by_role("button", name="Change the words").click()
    ada.get_by_text("Tellers read the new words from now on.").wait_for()
    looked_at(ada)
