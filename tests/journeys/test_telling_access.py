"""Every page for tellers: axe-core, narrow screens and the reader's own colours."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.telling_steps import allow, check, send, tap, write_story

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 640}}


def at_home(teller):
    teller.open("/")


def about_privacy(teller):
    teller.open("/privacy")


def about_access(teller):
    teller.open("/accessibility")


def lost(teller):
    teller.open("/share/nowhere")


def at_the_form(teller):
    teller.open("/share/quiet")


def with_places(teller):
    teller.open("/share/plot")
    write_story(teller.page)
    tap(teller.page, "mood", 0.5, 0.3)
    tap(teller.page, "say", 0.5, 0.5)
    teller.page.check("#cause-na")
    teller.field("mood").focus()
    teller.page.keyboard.press("ArrowUp")


def with_lists(teller):
    with_places(teller)
    teller.page.click("[data-name=mood] [data-toggle]")


def with_errors(teller):
    teller.open("/share/plot")
    teller.page.click("text=Check your answers")
    teller.page.wait_for_selector(".govuk-error-summary")


def at_the_check(teller):
    with_places(teller)
    allow(teller.page)
    check(teller.page)


def with_the_code(teller):
    at_the_check(teller)
    send(teller.page)


PLACES = [
    at_home,
    about_privacy,
    about_access,
    lost,
    at_the_form,
    with_places,
    with_lists,
    with_errors,
    at_the_check,
    with_the_code,
]


@pytest.mark.parametrize("go", PLACES, ids=lambda go: go.__name__)
def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(visit, go):
    teller = visit(**NARROW)
    go(teller)
    overflow = teller.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    found = Axe().run(teller.page)
    assert found.violations_count == 0, found.generate_report()


def test_the_pictures_show_in_the_readers_own_colours(visit):
    teller = visit(forced_colors="active")
    with_places(teller)
    shape = teller.page.locator("#mood-picture .mm-triad__shape")
    mark = teller.page.locator("#mood-picture .mm-dot__mark")
    stroke, fill = shape.evaluate("shape => [getComputedStyle(shape).stroke, getComputedStyle(shape).fill]")
    assert stroke != fill
    assert mark.evaluate("mark => getComputedStyle(mark).fill") != fill
