"""From a practitioner's keyboard to the gap between two accounts: a log, a code, the other side, and what is shown.

Nine pairs of the same team were told before; the tenth closes the first batch while the manager's page is open.
"""

import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from narratives.triangle import zone_centroid
from store.case_key import read_case_key
from store.cases import open_cases
from store.pairs import Meeting, claim_code, finish, make_code
from tests.builders import TODAY, open_plot
from tests.journeys.office import tab_to
from tests.journeys.whole_page import Axe
from tests.people import Person, make_app, served, stores_of

pytestmark = pytest.mark.browser
ACCOUNT = "She came early, and we laughed about the beans for a while."
TOLD = "I was asked what I wanted, and then told what would happen."


@pytest.fixture
def app(tmp_path) -> Flask:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def sit_down(app: Flask, browser: Browser) -> Iterator[Callable[..., Page]]:
    faults: list[str] = []
    contexts = []
    with served(app) as address:

        def opened(username: str = "", **options: object) -> Page:
            context = browser.new_context(base_url=address, locale="en-GB", **options)
            context.set_default_timeout(15_000)
            if username:
                context.add_cookies([Person(app, username).cookie(address)])
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
            return page

        yield opened
        for context in contexts:
            context.close()
    assert faults == []


def tell_nine_pairs(app: Flask) -> None:
    """Officers saw people glad; they were sad."""
    settings = stores_of(app).settings
    key = read_case_key(settings.cases_key_path)
    db = open_cases(settings.cases_path, key)
    for number in range(9):
        glad, sad = zone_centroid("top"), zone_centroid("left")
        meeting = Meeting(
            interaction=f"earlier-{number}",
            practitioner=f"officer-{number % 3}",
            reference=f"PX{number}",
            collection="plot",
            group="east",
            contact="office",
            places={"mood": glad},
        )
        code = make_code(db, key, meeting, TODAY)
        claim_code(db, key, code, f"form-{number}", TODAY)
        finish(db, key, code, f"form-{number}", receipt=f"receipt-{number}", places={"mood": sad}, k=10, today=TODAY)
    db.close()


def log_by_keyboard(page: Page) -> None:
    page.goto("/log?reference=PX1042")
    began = time.monotonic()
    page.keyboard.press("Space")
    tab_to(page, "case.outcome")
    page.keyboard.press("Space")
    tab_to(page, "story")
    page.keyboard.type(ACCOUNT)
    tab_to(page, "mood-picture")
    page.keyboard.press("1")
    tab_to(page, "group")
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/log/own?saved=yes")
    assert time.monotonic() - began < 60, "a log takes a minute or more of scripted input"


def assert_sound(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the screen"


def test_a_log_a_code_the_other_side_and_the_gap_between_both(app, sit_down):
    tell_nine_pairs(app)
    manager = sit_down("ada")
    manager.goto("/pairs/plot")
    expect(manager.locator("main")).to_contain_text("No figure can be shown yet.")

    officer = sit_down("cy")
    log_by_keyboard(officer)
    assert_sound(officer)
    officer.get_by_role("link", name="PX1042").first.click()
    officer.get_by_role("link", name="Let PX1042 tell their side").click()
    if officer.locator("select#group").count():
        officer.select_option("#group", "east")
    officer.locator("main button[type=submit]").first.click()
    letters = officer.locator(".pairs-spell span")
    expect(letters).to_have_count(15)
    code = "".join(letters.all_inner_texts())

    person = sit_down(viewport={"width": 320, "height": 640})
    person.goto("/pair")
    person.fill("#code", code)
    person.get_by_role("button", name="Continue").click()
    assert_sound(person)
    person.locator("#mood-picture").focus()
    person.keyboard.press("2")
    person.fill("#story", TOLD)
    person.locator("input[name=consent][value=read]").check()
    person.locator("#compare").check()
    person.locator("#send").click()
    expect(person.locator("main")).to_contain_text("Your answers have been kept")
    assert person.context.cookies() == []

    manager.reload()
    expect(manager.locator(".mm-answer__said")).to_contain_text("People place meetings further towards “sad”")
    assert_sound(manager)
    kinds = sorted(row["kind"] for row in stores_of(app).stories.rows("select kind from narratives"))
    assert kinds == ["practitioner", "respondent"]
    for page in (officer, manager):
        page.goto("/log/own" if page is officer else "/pairs/plot")
        assert TOLD not in page.content()
