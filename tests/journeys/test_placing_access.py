"""Every kind of question: axe-core, narrow screens, big text, the reader's own colours, right to left."""

import pytest

from tests.journeys.placing_steps import open_questions, question
from tests.journeys.telling_steps import tap
from tests.journeys.whole_page import Axe

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 320, "height": 640}}


def with_places(page):
    tap(page, "mood", 0.5, 0.3)
    tap(page, "say", 0.5, 0.5)
    for stone, across in (("me", 0.2), ("kin", 0.5), ("desk", 0.95)):
        page.click(f"[data-chip={stone}]")
        tap(page, "people", across, across)
    question(page, "mood").locator("summary").click()
    page.locator("#people-picture").focus()
    page.keyboard.press("ArrowUp")
    page.check("input[name=way][value=other]")


def with_nothing(page):
    pass


def with_lists(page):
    with_places(page)
    question(page, "mood").locator("[data-toggle]").click()


def with_what_does_not_apply(page):
    for name in ("mood", "say", "people", "more"):
        page.check(f"#{name}-na")


def with_errors(page):
    page.check("input[name=help][value=friend]")
    page.click(".mm-button[value=check]")
    page.wait_for_selector(".govuk-error-summary")
    page.wait_for_selector("[data-name=more][data-started]")


STATES = [with_nothing, with_places, with_lists, with_what_does_not_apply, with_errors]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_and_a_narrow_screen_holds_everything(visit, state):
    page = open_questions(visit(**NARROW)).page
    state(page)
    assert overflow(page) == 0
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_axe_finds_nothing_without_scripts(visit):
    quiet = open_questions(visit(java_script_enabled=False), scripts=False)
    made = quiet.page.content().replace("<head>", f'<head><base href="{quiet.site.address}/">', 1)
    reader = visit(bypass_csp=True)
    reader.page.route("**/*.js*", lambda route: route.abort())
    reader.page.set_content(made)
    found = Axe().run(reader.page)
    assert found.violations_count == 0, found.generate_report()


def test_text_twice_as_large_fits(visit):
    page = open_questions(visit(**NARROW)).page
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    with_places(page)
    edges = page.evaluate(
        """[...document.querySelectorAll("[data-ask] :is(button, label, p, div, select, input, svg)")]
           .filter((one) => getComputedStyle(one).position !== "absolute")
           .map((one) => one.getBoundingClientRect().right)"""
    )
    assert max(edges) <= 320


def test_whatever_is_tapped_is_large_enough(visit):
    page = open_questions(visit(**NARROW)).page
    with_places(page)
    sizes = page.evaluate(
        """[...document.querySelectorAll("[data-ask] button, [data-ask] summary, [data-ask] select")]
           .map((one) => one.getBoundingClientRect())
           .filter((box) => box.width)
           .map((box) => Math.min(box.width, box.height))"""
    )
    assert len(sizes) > 10
    assert min(sizes) >= 24


def test_the_pictures_show_in_the_readers_own_colours(visit):
    page = open_questions(visit(forced_colors="active")).page
    with_places(page)
    colours = "one => [getComputedStyle(one).stroke, getComputedStyle(one).fill]"
    for shape in ("#mood-picture .mm-triad__shape", "#people-picture .mm-canvas__shape"):
        stroke, fill = page.locator(shape).evaluate(colours)
        assert stroke != fill
        for mark in page.locator(".mm-dot--placed .mm-dot__mark, .mm-piece--placed .mm-shape").all():
            assert mark.evaluate(colours)[1] != fill


def test_stones_are_told_apart_without_colour(visit):
    page = open_questions(visit()).page
    shapes = page.locator("#people-picture .mm-shape").evaluate_all("all => all.map((one) => one.tagName)")
    numbers = page.locator("#people-picture .mm-shape__number").all_text_contents()
    assert len(set(shapes)) == 3
    assert numbers == ["1", "2", "3"]


def test_left_and_right_stay_where_they_are_when_words_run_from_right_to_left(visit):
    page = open_questions(visit(**NARROW)).page
    page.evaluate("document.documentElement.dir = 'rtl'")
    for name, left, right in (
        ("mood", ".mm-triad__label--left", ".mm-triad__label--right"),
        ("say", ".mm-dyad__label--left", ".mm-dyad__label--right"),
        ("people", ".mm-canvas__label--left", ".mm-canvas__label--right"),
    ):
        boxes = [question(page, name).locator(side).bounding_box() for side in (left, right)]
        assert boxes[0]["x"] < boxes[1]["x"]
        assert question(page, name).locator(left).evaluate("one => getComputedStyle(one).direction") == "rtl"
    tap(page, "mood", 0.05, 0.95)
    assert question(page, "mood").locator("[data-readout]").inner_text() == "Mostly “sad”"
    assert overflow(page) == 0
