"""A practitioner on a home visit without signal: the form opens, what is logged waits sealed, and is logged once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.builders import open_plot
from tests.journeys.offline.devices import NOTHING, STORED_HERE, Device, Line, connected
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, stores_of
from web.access import COOKIE
from web.casework.case_store import case_store

pytestmark = pytest.mark.browser
ACCOUNT = "The zebra-striped beans came up behind her house."
NOTES = "The quicksilver ran down the greenhouse glass."
REFERENCE = "PX1042987"
UNSENT = """() => new Promise((resolve) => {
    indexedDB.open('murmuration-log').onsuccess = ({ target: { result } }) => {
        const request = result.transaction('envelopes').objectStore('envelopes').getAll();
        request.onsuccess = () => { result.close(); resolve(request.result); };
    };
})"""


@dataclass(slots=True)
class Visit:
    """A phone, and the office that it logs to."""

    app: Flask
    line: Line
    device: Device

    def sign_in(self, page: Page, username: str = "cy") -> None:
        page.context.add_cookies([Person(self.app, username).cookie(self.line.address)])

    def sign_out(self, page: Page) -> None:
        page.context.clear_cookies(name=COOKIE)

    def open(self, page: Page, path: str) -> None:
        page.goto(self.line.address + path)

    def kept(self) -> tuple[int, int]:
        """How many stories and how many interactions the office has."""
        with self.app.test_request_context():
            cases = len(case_store().db.rows("select id from interactions"))
        return len(stores_of(self.app).stories.rows("select id from narratives")), cases


@pytest.fixture
def visit(tmp_path: Path, browser: Browser, chromium_path: str) -> Iterator[Visit]:
    app = make_app(tmp_path / "data")
    open_plot(stores_of(app).stories)
    with connected(app) as line:
        device = Device(line, browser.browser_type, chromium_path, tmp_path / "profile")
        yield Visit(app, line, device)
        device.close()
        assert device.faults == []
    stores_of(app).intake.close()


def turn_on(visit: Visit, page: Page) -> None:
    visit.open(page, "/log/offline")
    page.click("text=Use this device without signal")
    expect(page.get_by_role("heading", name="This device is ready")).to_be_focused(timeout=20_000)


def log(page: Page, reference: str = REFERENCE, button: str = "Save") -> None:
    expect(page.locator("#log-offline")).to_have_attribute("data-ready", "")
    page.fill("#story", ACCOUNT)
    page.locator("[name='account.read']").check()
    page.fill("[name='case.reference']", reference)
    page.select_option("#group", "east")
    page.locator("[name='case.contact'][value='CHVS']").check()
    page.locator("[name='case.outcome'][value='ATTC']").check()
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    page.fill("[name='case.notes']", NOTES)
    page.get_by_role("button", name=button, exact=True).click()


def expect_kept(page: Page, number: int) -> None:
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"Kept on this device, not sent yet: {number}", timeout=20_000)


def test_entries_wait_through_a_restart_and_are_logged_once(visit):
    page = visit.device.start()
    visit.sign_in(page)
    turn_on(visit, page)
    visit.device.lose_signal()
    visit.open(page, "/log")  # leads to the kept form
    expect(page).to_have_url(f"{visit.line.address}/log/offline/plot")
    page.reload()
    log(page)
    expect_kept(page, 1)
    page.click("text=Log another")
    expect(page.locator("#story")).to_have_value("")
    log(page, "QX7")
    expect_kept(page, 2)
    visit.device.close()

    page = visit.device.start(signal=False)
    visit.open(page, "/log/own")
    expect(page.locator(".mm-unsent")).to_contain_text("not sent yet: 2")
    envelopes = page.evaluate(UNSENT)
    assert visit.kept() == (0, 0)
    visit.device.find_signal()
    visit.sign_in(page)
    visit.open(page, "/log/own")
    expect(page.locator(".mm-unsent")).to_have_count(0)
    assert visit.kept() == (2, 2)

    cy = Person(visit.app, "cy")
    for one in envelopes:
        answer = cy.post("/log/sealed", {**one["envelope"], "owner": one["owner"]})
        assert answer.status_code == 201
    assert visit.kept() == (2, 2)
    page.reload()
    for reference in (REFERENCE, "QX7"):
        expect(page.get_by_role("link", name=reference, exact=True)).to_be_visible()


def test_signal_that_goes_while_writing_loses_nothing(visit):
    page = visit.device.start()
    visit.sign_in(page)
    visit.open(page, "/log?collection=plot")  # a device that was never asked to work without signal
    visit.device.lose_signal()
    log(page)
    expect_kept(page, 1)
    assert visit.kept() == (0, 0)
    visit.device.find_signal()
    expect(page.locator(".mm-unsent")).to_have_count(0)
    assert visit.kept() == (1, 1)


def test_no_word_of_an_entry_can_be_read_on_the_device(visit):
    page = visit.device.start()
    visit.sign_in(page)
    turn_on(visit, page)
    page.evaluate("localStorage.setItem('control', 'words that lie open')")
    visit.device.lose_signal()
    visit.open(page, "/log")
    log(page)
    expect_kept(page, 1)
    cy = Person(visit.app, "cy")
    visit.device.close()
    assert visit.device.files_holding("words that lie open") != []
    for words in (ACCOUNT, "zebra-striped", NOTES, REFERENCE, cy.account.id):
        assert visit.device.files_holding(words) == []


def test_another_practitioner_on_the_same_phone_sends_nothing_of_it(visit):
    page = visit.device.start()
    visit.sign_in(page)
    turn_on(visit, page)
    visit.device.lose_signal()
    visit.open(page, "/log")
    log(page)
    expect_kept(page, 1)
    visit.sign_out(page)
    visit.device.find_signal()
    visit.sign_in(page, "di")
    visit.open(page, "/log/own")
    said = "1 entry by somebody else waits on this device. It is sent when they sign in here."
    expect(page.locator(".mm-unsent")).to_contain_text(said)
    page.reload()
    expect(page.locator(".mm-unsent")).to_contain_text(said)
    expect(page.locator(".mm-unsent")).not_to_contain_text("not sent yet")
    assert visit.kept() == (0, 0)
    visit.sign_out(page)
    visit.sign_in(page, "cy")
    visit.open(page, "/log/own")
    expect(page.get_by_role("link", name="Log an interaction").first).to_be_visible()
    expect(page.locator(".mm-unsent")).to_have_count(0)
    assert visit.kept() == (1, 1)


def test_an_entry_that_is_refused_stays_with_the_reason_until_it_is_discarded(visit):
    page = visit.device.start()
    visit.sign_in(page)
    turn_on(visit, page)
    visit.device.lose_signal()
    visit.open(page, "/log")
    log(page)
    visit.line.change("update collections set closes_on = '2020-01-01'")
    visit.device.find_signal()
    visit.open(page, "/log/own")
    bar = page.locator(".mm-unsent")
    expect(bar).to_contain_text("At least one was not taken")
    bar.get_by_text("Show the list").click()
    expect(bar).to_contain_text("is closed and takes nothing more")
    assert Axe().run(page).violations_count == 0
    bar.get_by_role("button", name="Discard the entry").click()
    bar.get_by_role("button", name="Keep it").click()
    expect(bar.locator("li")).to_have_count(1)
    bar.get_by_role("button", name="Discard the entry").click()
    bar.get_by_role("button", name="Discard it").click()
    expect(bar).to_have_count(0)
    assert visit.kept() == (0, 0)


def test_what_the_log_would_refuse_is_said_before_anything_is_sealed(visit):
    page = visit.device.start()
    visit.sign_in(page)
    turn_on(visit, page)
    visit.device.lose_signal()
    visit.open(page, "/log")
    expect(page.locator("#log-offline")).to_have_attribute("data-ready", "")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the case reference")
    expect(page.get_by_role("alert")).to_contain_text("Choose whether they attended")
    assert Axe().run(page).violations_count == 0
    log(page, button="Save and log another")  # the other one was pressed a moment ago
    expect_kept(page, 1)


def test_the_kept_form_is_empty_and_everything_is_removed_again_after_a_question(visit):
    page = visit.device.start()
    visit.sign_in(page)
    turn_on(visit, page)
    kept = page.evaluate("async () => (await (await caches.match('/log/offline/plot', { ignoreVary: true })).text())")
    cy = Person(visit.app, "cy")
    for secret in (cy.account.id, cy.account.name + "<", "Sign out", 'name="form_token" value="' + "a"):
        assert secret not in kept
    assert 'name="form_token" value=""' in kept
    visit.device.lose_signal()
    visit.open(page, "/log")
    log(page)
    visit.sign_out(page)
    visit.device.find_signal()
    visit.sign_in(page, "di")
    visit.open(page, "/log/offline")
    expect(page.get_by_text("This device logs without signal for somebody else.")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.click("text=Use this device without signal")
    page.click("text=Remove from this device >> nth=-1")
    expect(page.get_by_role("heading", name="Entries on this device that are not sent: 1")).to_be_focused()
    page.click("text=Keep them")
    page.click("text=Remove from this device >> nth=-1")
    page.click("text=Remove them unsent")
    expect(page.get_by_text("Everything is removed from this device.")).to_be_focused()
    assert {**page.evaluate(STORED_HERE), "local": 0} == NOTHING


def test_nothing_is_kept_on_a_device_that_was_not_asked_to(visit):
    page = visit.device.start()
    visit.sign_in(page)
    for path in ("/log?collection=plot", "/log/own", "/log/offline"):
        visit.open(page, path)
        page.wait_for_load_state("networkidle")
        found = page.evaluate(STORED_HERE)
        assert {**found, "local": 0} == NOTHING
