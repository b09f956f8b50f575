"""Every page for tellers: axe-core, narrow screens and the reader's own colours."""

import pytest

from tests.journeys.telling_steps import allow, change, fail, go, send, tap, walk, write_story
from tests.journeys.whole_page import Axe

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 640}}


def assert_sound(page):
    """Nothing that axe-core finds, nothing wider than the screen, nothing too small to press."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0, page.title()
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.title()}: {found.generate_report()}"
    assert page.locator("h1").count() == 1


@pytest.fixture
def narrow(visit):
    return visit(**NARROW)


@pytest.mark.parametrize("path", ["/", "/privacy", "/accessibility", "/share/nowhere", "/share/quiet", "/share/plot"])
def test_a_page_before_the_first_question_is_sound(narrow, path):
    narrow.open(path)
    assert_sound(narrow.page)


def test_every_page_of_a_telling_is_sound(narrow):
    page = narrow.page

    def look(and_then=lambda _page: None):
        return lambda page: (assert_sound(page), and_then(page))

    narrow.open("/share/plot/tell")
    looks = {at: look() for at in ("title", "say", "wish", "role", "danger")}
    looks["story"] = look(write_story)
    looks["group"] = look(lambda page: page.check("#group"))
    looks["mood"] = look(lambda page: (tap(page, "mood", 0.5, 0.3), assert_sound(page)))
    looks["consent"] = look(allow)
    walk(page, "page.check", **looks)
    assert_sound(page)
    change(page, "Title", "title")
    assert_sound(page)
    go(page, "page.check")
    send(page)
    assert_sound(page)


def test_every_page_with_an_error_is_sound(narrow):
    page = narrow.page

    def stumble(mend):
        return lambda page: (fail(page), assert_sound(page), mend(page))

    narrow.open("/share/plot/tell")
    walk(
        page,
        "page.check",
        story=stumble(write_story),
        group=stumble(lambda page: page.check("#group")),
        mood=stumble(lambda page: page.check("#mood-na")),
        consent=stumble(allow),
    )


def test_everything_on_one_page_is_sound_with_pictures_lists_and_errors(narrow):
    page = narrow.page
    narrow.open("/share/paths/whole")
    page.check("input[name=wish][value=w1]")
    tap(page, "mood", 0.5, 0.3)
    narrow.field("mood").focus()
    page.keyboard.press("ArrowUp")
    assert_sound(page)
    page.click("[data-name=mood] [data-toggle]")
    assert_sound(page)
    page.click("text=Check your answers")
    page.wait_for_selector(".govuk-error-summary")
    assert_sound(page)


def test_several_beginnings_and_a_branch_that_went_are_sound(narrow):
    page = narrow.page
    narrow.open("/share/paths/tell")
    page.check("#prompt-2")
    assert_sound(page)
    narrow.open("/share/paths/whole")
    write_story(page)
    page.check("#group")
    page.check("input[name=wish][value=w1]")
    tap(page, "flow", 0.5, 0.5)
    page.uncheck("input[name=wish][value=w1]")
    allow(page)
    page.click("text=Check your answers")
    page.wait_for_selector(".tell-taken-out")
    assert_sound(page)


def test_what_was_sent_before_in_other_words_is_sound(narrow):
    page = narrow.page
    narrow.open("/share/plot/tell")
    walk(page, "page.check", mood=lambda page: page.check("#mood-na"))
    page.route("**/share/plot*", lambda route: (route.fetch(), route.abort()))
    page.click("#send")
    page.wait_for_selector("text=We could not reach the server")
    assert_sound(page)
    page.unroute("**/share/plot*")
    change(page, "Your story", "story")
    page.fill("#story", "It was the slugs.")
    go(page, "page.check")
    page.click("#send")
    page.wait_for_selector("text=Your change was not stored")
    assert_sound(page)


def test_the_pictures_show_in_the_readers_own_colours(visit):
    teller = visit(forced_colors="active")
    teller.open("/share/plot/tell")
    walk(teller.page, "mood")
    tap(teller.page, "mood", 0.5, 0.3)
    shape = teller.page.locator("#mood-picture .mm-triad__shape")
    mark = teller.page.locator("#mood-picture .mm-dot__mark")
    stroke, fill = shape.evaluate("shape => [getComputedStyle(shape).stroke, getComputedStyle(shape).fill]")
    assert stroke != fill
    assert mark.evaluate("mark => getComputedStyle(mark).fill") != fill
