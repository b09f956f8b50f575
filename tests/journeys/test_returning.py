"""Somebody comes back to their story with its code, in Chromium: with and without scripts, narrow, by keyboard."""

import contextlib
import secrets
from datetime import date

import pytest
from playwright.sync_api import Error

from narratives.narrative import Narrative, Scope
from store.collections import framework_of, get_collection
from store.messages import Author, leave_message
from store.narratives import get_narrative
from tests.builders import make_narrative
from tests.journeys.whole_page import Axe

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 640}}
WORDS = "The beans came up twice."
TALKING = frozenset({Scope.READ, Scope.QUOTE, Scope.CONTACT})


@pytest.fixture
def told(site):
    """Tells a story behind the scenes; returns it and its code."""

    def tell(collection: str = "plot", others: int = 0) -> tuple[Narrative, str]:
        db, intake = site.app.extensions["stores"].stories, site.app.extensions["stores"].intake
        plot = get_collection(db, collection)
        framework = framework_of(db, plot)
        for _ in range(others):
            intake.submit(plot, framework, make_narrative(collection=collection, text="Peas."), secrets.token_hex(16))
        story = make_narrative(collection=collection, title="Beans", consent=TALKING)
        code = intake.submit(plot, framework, story, secrets.token_hex(16)).code
        leave_message(db, story.id, Author.STAFF, "Which bed was it?", date.today())
        return story, code

    return tell


def come_back(visitor, code: str) -> None:
    visitor.open("/code")
    visitor.page.fill("#code", code.lower().replace("-", " "))
    visitor.page.click("button:has-text('Continue')")
    visitor.page.wait_for_selector("#happened")


def press(page, step: str, wait_for: str) -> None:
    page.click(f"#returning button[value='{step}']")
    page.wait_for_selector(wait_for)


def stored(visitor, story: Narrative) -> Narrative:
    return get_narrative(visitor.site.app.extensions["stores"].stories, story.id)


@pytest.mark.parametrize("scripts", [True, False])
def test_words_are_changed_readers_narrowed_and_the_story_taken_out(visit, told, scripts):
    story, code = told()
    teller = visit(java_script_enabled=scripts, **NARROW)
    page = teller.page
    come_back(teller, code)
    assert WORDS in page.content()
    press(page, "change:story", "#story")
    page.fill("#story", "No beans came up.")
    press(page, "save:story", ".back-done")
    assert page.text_content(".back-done") == "Your change is kept."
    press(page, "readers", "input[name=consent]")
    page.check("input[name=consent][value=count]")
    press(page, "allow", ".back-done")
    assert (stored(teller, story).text, stored(teller, story).consent) == ("No beans came up.", frozenset())
    press(page, "remove", "text=It cannot be undone.")
    press(page, "erase", "text=Your story is taken out")
    assert teller.site.stored() == []
    assert "beans came up" not in page.content()


def test_without_scripts_an_answer_is_changed_in_its_list(visit, told):
    story, code = told()
    teller = visit(java_script_enabled=False)
    come_back(teller, code)
    press(teller.page, "change:mood", "input[name=mood]")
    assert teller.page.is_checked("input[name=mood][value=centre]")
    teller.page.check("input[name=mood][value=top]")
    press(teller.page, "save:mood", ".back-done")
    answer = stored(teller, story).answer("mood")
    assert (answer.method, answer.shares[0]) == ("list", pytest.approx(11 / 15))


def test_with_scripts_the_marker_lies_where_it_was_put_and_is_moved_by_keys(visit, told):
    story, code = told()
    teller = visit()
    page = teller.page
    come_back(teller, code)
    press(page, "change:mood", "#mood-picture .mm-dot--placed")
    assert teller.hidden("mood.shares") == "0.20,0.50,0.30"
    page.focus("#mood-picture")
    page.keyboard.press("1")
    press(page, "save:mood", ".back-done")
    answer = stored(teller, story).answer("mood")
    assert answer.method == "keys"
    assert answer.shares[0] > 0.2


def test_an_answer_that_is_only_looked_at_stays_exactly_as_it_was(visit, told):
    story, code = told()
    teller = visit()
    come_back(teller, code)
    for field in ("mood", "say", "wish", "role"):
        press(teller.page, f"change:{field}", f"[data-name={field}]")
        press(teller.page, f"save:{field}", ".back-done")
    assert stored(teller, story).answers == story.answers


def test_a_message_is_answered_by_keyboard_alone(visit, told):
    story, code = told()
    teller = visit()
    page = teller.page
    teller.open("/code")
    page.focus("#code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#message")
    page.focus("#message")
    page.keyboard.type("The one by the brook.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".back-message--own")
    assert "The one by the brook." in page.text_content(".back-message--own")


def test_a_wrong_code_leads_to_its_field(visit, told):
    told()
    teller = visit()
    page = teller.page
    teller.open("/code")
    page.fill("#code", "nope")
    page.click("button:has-text('Continue')")
    page.wait_for_selector(".govuk-error-summary")
    assert page.title().startswith("Error: ")
    page.click(".govuk-error-summary a")
    assert page.evaluate("document.activeElement.id") == "code"
    assert page.input_value("#code") == "nope"


def test_the_code_is_in_no_address_and_nothing_stays_in_the_browser(visit, told):
    _, code = told()
    teller = visit()
    page = teller.page
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    come_back(teller, code)
    press(page, "change:title", "#title")
    press(page, "save:title", ".back-done")
    assert not any(code in url or code.replace("-", "") in url.upper() for url in [page.url, *asked])
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert teller.context.cookies() == []


def test_the_browsers_back_leads_to_the_story_and_then_to_the_code(visit, told):
    _, code = told()
    teller = visit()
    page = teller.page
    come_back(teller, code)
    press(page, "change:title", "#title")
    page.go_back()
    page.wait_for_selector("#happened")
    press(page, "change:title", "#title")
    page.fill("#title", "Peas")
    press(page, "save:title", ".back-done")
    page.go_back()
    page.wait_for_selector("#happened")
    page.go_back()
    page.wait_for_selector("input#code")
    assert WORDS not in page.content()
    assert page.input_value("#code") == ""


def test_a_lost_connection_loses_nothing_that_was_typed(visit, told):
    story, code = told()
    teller = visit()
    page = teller.page
    come_back(teller, code)
    press(page, "change:story", "#story")
    page.fill("#story", "No peas came up.")
    teller.context.set_offline(True)
    press(page, "save:story", "text=We could not reach the server")
    assert page.input_value("#story") == "No peas came up."
    teller.context.set_offline(False)
    press(page, "save:story", ".back-done")
    assert stored(teller, story).text == "No peas came up."


@pytest.mark.parametrize("scripts", [True, False])
def test_going_back_after_the_story_was_taken_out_shows_none_of_it(visit, told, scripts):
    _, code = told()
    teller = visit(java_script_enabled=scripts)
    page = teller.page
    come_back(teller, code)
    press(page, "remove", "text=It cannot be undone.")
    press(page, "erase", "text=Your story is taken out")
    with contextlib.suppress(Error):  # without scripts Chromium shows a page of its own: nothing is posted again
        page.go_back()
    if scripts:
        page.wait_for_selector("input#code")
    assert page.get_by_text(WORDS).count() == 0


def at_the_code(visitor, code):
    visitor.open("/code")


def at_a_wrong_code(visitor, code):
    visitor.open("/code")
    visitor.page.click("button:has-text('Continue')")
    visitor.page.wait_for_selector(".govuk-error-summary")


def at_the_story(visitor, code):
    come_back(visitor, code)


def at_a_message_with_an_error(visitor, code):
    come_back(visitor, code)
    press(visitor.page, "reply", ".govuk-error-summary")


def at_the_story_after_a_change(visitor, code):
    come_back(visitor, code)
    press(visitor.page, "change:title", "#title")
    press(visitor.page, "save:title", ".back-done")


def at_a_picture(visitor, code):
    come_back(visitor, code)
    press(visitor.page, "change:mood", "#mood-picture .mm-dot--placed")


def at_the_words(visitor, code):
    come_back(visitor, code)
    press(visitor.page, "change:story", "#story")


def at_words_with_an_error(visitor, code):
    at_the_words(visitor, code)
    visitor.page.fill("#story", "")
    press(visitor.page, "save:story", ".govuk-error-summary")


def at_the_readers(visitor, code):
    come_back(visitor, code)
    press(visitor.page, "readers", "input[name=consent]")


def at_the_last_question(visitor, code):
    come_back(visitor, code)
    press(visitor.page, "remove", "text=It cannot be undone.")


def after_taking_out(visitor, code):
    at_the_last_question(visitor, code)
    press(visitor.page, "erase", "text=Your story is taken out")


PAGES = [
    *(at_the_code, at_a_wrong_code, at_the_story, at_a_message_with_an_error, at_the_story_after_a_change),
    *(at_a_picture, at_the_words, at_words_with_an_error, at_the_readers, at_the_last_question, after_taking_out),
]


@pytest.mark.parametrize("arrive", PAGES, ids=lambda arrive: arrive.__name__)
def test_a_page_has_no_barrier_and_fits_a_narrow_screen_in_both_languages(visit, told, arrive):
    _, code = told("quiet" if arrive is after_taking_out else "plot", others=12)
    teller = visit(**NARROW, bypass_csp=True)
    page = teller.page
    arrive(teller, code)
    for language in ("en", "cy"):
        if language == "cy":
            switch = page.locator("[lang=cy].mm-languages__one")
            if not switch.count():
                continue
            switch.click()
            page.wait_for_selector("html[lang=cy]")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        small = page.evaluate(
            """[...document.querySelectorAll('main button, main input:not([type=hidden]), main textarea')]
            .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.mm-trap'))
            .map((one) => one.getBoundingClientRect()).filter((box) => box.width > 2)
            .filter((box) => box.width < 24 || box.height < 24).length"""
        )
        assert small == 0
