"""A moderator reads one story after the other in Chromium, and its teller comes back: keyboard, no scripts, narrow."""

import secrets
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from narratives.collection import Moderation
from tests.builders import make_narrative, open_plot
from tests.journeys.office import Office, axe, fits, press
from tests.people import make_app, served, stores_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KAREN = "Karen rang me on 07700 900123 from the old mill."
BEANS = "The beans came up twice."


@pytest.fixture
def office(browser: Browser, tmp_path) -> Iterator[Office]:
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories, moderation=Moderation.BEFORE)
    with served(app) as address:
        office = Office(app, address, browser)
        yield office
        office.close()


def tell(office: Office, text: str = KAREN, **changes) -> str:
    plot = stores_of(office.app).opened("plot")
    told = make_narrative(text=text, **changes)
    return stores_of(office.app).intake.submit(*plot, told, secrets.token_hex(16)).code


def come_back(office: Office, code: str, **options) -> Page:
    page = office.page(**options)
    page.goto(f"{office.address}/code")
    page.fill("#code", code)
    page.click("button:has-text('Continue')")
    page.wait_for_selector("#happened")
    return page


def test_single_keys_decide_only_where_somebody_switched_them_on(office):
    tell(office, BEANS, danger=True)
    tell(office, "The peas did not.")
    page = office.page("mina")
    page.goto(f"{office.address}/moderate")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 stories to read")
    press(page, "a")
    expect(page.get_by_text(BEANS)).to_be_visible()
    page.get_by_label("Decide with single keys").check()
    press(page, "a")
    expect(page.get_by_role("status")).to_contain_text("Approved.")
    expect(page.get_by_text("The peas did not.")).to_be_visible()
    press(page, "u")
    expect(page.get_by_text(BEANS)).to_be_visible()
    press(page, "w")
    page.wait_for_url("**/withhold")
    press(page, "a")
    expect(page.get_by_role("heading", level=1)).to_have_text("Withhold this story")
    page.go_back()
    press(page, "l")
    expect(page.get_by_text("The peas did not.")).to_be_visible()


def test_words_are_selected_previewed_taken_out_and_put_back(office):
    tell(office)
    page = office.page("mina")
    page.goto(f"{office.address}/moderate")
    page.get_by_role("button", name="Take words out").click()
    page.get_by_label("Karen").check()
    page.evaluate(
        """() => {
            const words = [...document.querySelectorAll("p[data-words]")].at(-1);
            const last = [...words.childNodes].at(-1);
            const at = last.textContent.indexOf("the old mill");
            getSelection().setBaseAndExtent(last, at, last, at + "the old mill".length);
        }"""
    )
    page.get_by_role("button", name="Take out the words I selected").click()
    expect(page.get_by_label("Other words to take out")).to_have_value("the old mill")
    page.get_by_label("Names of people").check()
    page.get_by_role("button", name="Show what is left").click()
    expect(page.locator("[data-preview]")).to_be_focused()
    expect(page.locator("[data-preview]")).to_contain_text("[name] rang me on 07700 900123 from [words taken out].")
    page.get_by_role("button", name="Take out and approve").click()
    expect(page.get_by_role("status")).to_contain_text("Approved.")
    manager = office.page("ada")
    manager.goto(f"{office.address}/explore/plot/stories")
    expect(manager.locator("blockquote")).to_contain_text("from [words taken out].")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Words were taken out of this story").click()
    page.get_by_role("button", name="Put the words back").click()
    expect(page.get_by_text("from the old mill.")).to_be_visible()
    manager.reload()
    expect(manager.locator("blockquote")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_story_goes_back_to_its_teller_and_comes_again(office, scripts):
    code = tell(office)
    page = office.page("mina", java_script_enabled=scripts)
    page.goto(f"{office.address}/moderate")
    page.get_by_role("button", name="Give back").click()
    page.get_by_label("It names somebody else").check()
    page.get_by_label("In your own words").fill("Who is she to you?")
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to read")
    teller = come_back(office, code, java_script_enabled=scripts, viewport={"width": 320, "height": 640})
    expect(teller.get_by_text("Who is she to you?")).to_be_visible()
    assert fits(teller)
    teller.get_by_role("button", name="Change my story").click()
    teller.locator("textarea[name='story']").fill("A neighbour rang me.")
    teller.get_by_role("button", name="Save", exact=True).click()
    expect(teller.get_by_text("Your story waits for a moderator.", exact=False)).to_be_visible()
    page.goto(f"{office.address}/moderate")
    expect(page.get_by_text("A neighbour rang me.")).to_be_visible()
    expect(page.get_by_text("The teller changed it", exact=False)).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_page_of_moderation_can_be_used_by_everybody(office, width):
    size = {"viewport": {"width": width, "height": 800}}
    code = tell(office, title="For Karen", danger=True)
    tell(office, BEANS)
    page = office.page("mina", **size)
    page.goto(f"{office.address}/moderate")
    story = page.get_by_role("button", name="Take words out").get_attribute("href").removesuffix("/redact")
    for path in ("/moderate", story, f"{story}/redact", f"{story}/withhold", f"{story}/give-back", "/moderate/decided"):
        page.goto(office.address + path)
        assert axe(page) == [], path
        assert fits(page), path
    page.goto(f"{office.address}{story}/redact")
    page.get_by_role("button", name="Show what is left").click()
    page.wait_for_selector(".govuk-error-summary")
    assert axe(page) == [] and fits(page)
    page.get_by_label("Karen").check()
    page.get_by_label("Names of people").check()
    page.get_by_role("button", name="Show what is left").click()
    page.wait_for_selector("[data-preview]")
    assert axe(page) == [] and fits(page)
    page.get_by_role("button", name="Take out, and decide later").click()
    page.wait_for_selector(".mm-done")
    assert axe(page) == [] and fits(page)
    for language in ("en", "cy", "ar"):
        teller = come_back(office, code, **size)
        if language != "en":
            teller.locator(f"button[name='speak'][value='{language}']").click()
            teller.wait_for_selector(f"html[lang='{language}']")
        assert axe(teller) == [], language
        assert fits(teller), language
