"""Markers in triads and on lines: by tap, by drag, by key, by finger, from a list."""

import pytest

from tests.journeys.placing_steps import (
    PHONE,
    finish,
    focused,
    has_scrolled,
    open_questions,
    question,
    scrolled,
    swipe,
    value_text,
)
from tests.journeys.telling_steps import point_in, tap

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(visit):
    return open_questions(visit())


def shares(asked, name="mood"):
    return [float(share) for share in asked.hidden(f"{name}.shares").split(",")]


# --- tap ---------------------------------------------------------------------------------------------------


def test_a_tap_places_the_marker_and_is_stored_exactly(asked):
    page = asked.page
    tap(page, "mood", 0.25, 0.8)
    top, left, right = shares(asked)
    assert left > 0.6
    assert top + left + right == pytest.approx(1)
    assert question(page, "mood").locator("[data-readout]").inner_text() == "Mostly “sad”"
    tap(page, "say", 0.5, 0.5)
    stored = finish(asked)
    assert stored["mood"]["shares"] == [top, left, right]
    assert stored["mood"]["method"] == "tap"
    assert (stored["say"]["value"], stored["say"]["method"]) == (0.5, "tap")


def test_a_tap_counts_when_the_finger_is_lifted(asked):
    page = asked.page
    page.mouse.move(*point_in(page, "mood", 0.5, 0.6))
    page.mouse.down()
    assert asked.hidden("mood.shares") == ""
    page.mouse.up()
    assert asked.hidden("mood.shares") != ""


def test_a_tap_outside_the_triangle_goes_to_its_nearest_edge(asked):
    tap(asked.page, "mood", 0.98, 0.02)
    top, left, right = shares(asked)
    assert left == 0
    assert top + right == pytest.approx(1)


def test_the_click_of_a_screen_reader_chooses_no_place(asked):
    asked.field("mood").evaluate("field => field.click()")
    assert asked.hidden("mood.shares") == ""
    assert value_text(asked.page, "mood") == "Not answered yet"


def test_there_is_no_marker_before_an_answer_and_a_ghost_only_with_the_keyboard(asked):
    page = asked.page
    dot = page.locator("#mood-picture [data-dot]")
    assert dot.evaluate("dot => getComputedStyle(dot).visibility") == "hidden"
    assert value_text(page, "mood") == "Not answered yet"
    question(page, "mood").locator("[data-toggle]").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "mood-picture"
    assert dot.evaluate("dot => getComputedStyle(dot).visibility") == "visible"
    assert asked.hidden("mood.shares") == ""


# --- keys --------------------------------------------------------------------------------------------------


def test_the_marker_is_moved_with_the_keyboard_and_says_where_it_is(asked):
    page = asked.page
    asked.field("mood").focus()
    page.keyboard.press("Home")
    assert value_text(page, "mood") == "All three about equally. glad: 33%, sad: 33%, cross: 34%"
    for _press in range(6):
        page.keyboard.press("2")
    assert value_text(page, "mood").startswith("Mostly “sad”. ")
    assert asked.hidden("mood.method") == "keys"
    places = [shares(asked)[2]]
    for key in ("ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
        places.append(shares(asked)[2])
    assert places[1] - places[0] == pytest.approx(0.02, abs=0.011)
    assert places[2] - places[1] == pytest.approx(0.10, abs=0.011)
    page.keyboard.press("Escape")
    assert asked.hidden("mood.shares") == ""
    assert value_text(page, "mood") == "Not answered yet"


def test_the_line_is_answered_with_the_keyboard(asked):
    asked.field("say").focus()
    asked.page.keyboard.press("End")
    assert asked.hidden("say.value") == "1.00"
    assert value_text(asked.page, "say") == "Entirely “all the say”. no say: 0%, all the say: 100%"
    asked.page.keyboard.press("PageDown")
    assert asked.hidden("say.value") == "0.90"


# --- drag and touch ----------------------------------------------------------------------------------------


def test_the_dot_is_dragged_with_a_mouse(asked):
    page = asked.page
    tap(page, "mood", 0.5, 0.6)
    x, y = point_in(page, "mood", 0.5, 0.6)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.move(*point_in(page, "mood", 0.75, 0.85), steps=4)
    page.mouse.up()
    assert asked.hidden("mood.method") == "drag"
    assert shares(asked)[2] > 0.6


def test_the_dot_is_dragged_with_a_finger_and_the_page_stays(visit):
    asked = open_questions(visit(**PHONE))
    page = asked.page
    x, y = point_in(page, "mood", 0.5, 0.6)
    page.touchscreen.tap(x, y)
    assert asked.hidden("mood.method") == "tap"
    before = scrolled(page)
    swipe(asked, x, y, across=48, down=-96)
    assert asked.hidden("mood.method") == "drag"
    assert shares(asked)[0] > 0.5
    assert scrolled(page) == before


@pytest.mark.parametrize("name", ["mood", "people"])
def test_a_swipe_over_a_picture_scrolls_the_page(visit, name):
    asked = open_questions(visit(**PHONE))
    page = asked.page
    x, y = point_in(page, name, 0.5, 0.6)
    before = scrolled(page)
    swipe(asked, x, y, down=-250)
    assert has_scrolled(page, before + 150)
    assert question(page, name).locator("input:checked").count() == 0


# --- not applicable, clearing ------------------------------------------------------------------------------


def test_does_not_apply_and_a_place_exclude_each_other(asked):
    page = asked.page
    tap(page, "mood", 0.5, 0.5)
    page.check("#mood-na")
    assert asked.hidden("mood.shares") == ""
    assert value_text(page, "mood") == "This does not apply to my story"
    tap(page, "mood", 0.5, 0.5)
    assert not page.is_checked("#mood-na")
    assert asked.hidden("mood.shares") != ""
    page.check("#mood-na")
    assert finish(asked)["mood"]["na"] is True


@pytest.mark.parametrize("listed", [False, True])
def test_an_answer_is_cleared_with_one_button(asked, listed):
    page = asked.page
    tap(page, "say", 0.3, 0.5)
    if listed:
        question(page, "say").locator("[data-toggle]").click()
    question(page, "say").locator("[data-clear]").click()
    assert asked.hidden("say.value") == ""
    assert page.locator("input[name=say]:checked").count() == 0
    assert focused(page) == ("say" if listed else "say-picture")


# --- the list ----------------------------------------------------------------------------------------------


def test_an_answer_from_the_list_is_shown_in_the_picture_but_stays_a_list_answer(asked):
    page = asked.page
    toggle = question(page, "mood").locator("[data-toggle]")
    toggle.click()
    page.check("input[name=mood][value=top]")
    toggle.click()
    assert page.locator("#mood-picture .mm-dot--placed").count() == 1
    assert asked.hidden("mood.shares") == ""
    stored = finish(asked)["mood"]
    assert stored["method"] == "list"
    assert stored["shares"] == pytest.approx([11 / 15, 2 / 15, 2 / 15])


def test_the_list_comes_after_the_toggle_and_is_chosen_for_all_questions_to_come(asked):
    page = asked.page
    question(page, "mood").locator("[data-toggle]").click()
    for name in ("mood", "say", "people"):
        assert not asked.field(name).is_visible()
        assert question(page, name).locator("[data-answers]").is_visible()
    assert asked.hidden("prefer") == "list"
    page.click(".mm-button[value=check]")
    page.wait_for_selector(".govuk-error-summary")
    assert not asked.field("people").is_visible()
    page.click(".govuk-error-summary a:has-text('triangle')")
    assert focused(page) == "mood"


def test_an_error_leads_to_the_picture_that_can_be_seen(asked):
    page = asked.page
    page.click(".mm-button[value=check]")
    page.wait_for_selector(".govuk-error-summary")
    page.click(".govuk-error-summary a:has-text('triangle')")
    assert focused(page) == "mood-picture"
    assert "mood-error" in asked.field("mood").get_attribute("aria-describedby")


# --- time --------------------------------------------------------------------------------------------------


def test_the_seconds_at_a_question_are_those_since_it_was_touched(visit):
    visitor = visit()
    visitor.page.clock.install()
    asked = open_questions(visitor)
    page = asked.page
    page.clock.run_for(5_000)
    tap(page, "mood", 0.5, 0.6)
    page.clock.run_for(7_000)
    tap(page, "say", 0.5, 0.5)
    page.clock.run_for(3_000)
    assert (asked.hidden("mood.seconds"), asked.hidden("say.seconds"), asked.hidden("lean.seconds")) == ("7", "3", "")
    stored = finish(asked)
    assert (stored["mood"]["seconds"], stored["say"]["seconds"]) == (7, 3)
