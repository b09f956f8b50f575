"""Markers in triads and on lines: by tap, by drag, by key, by finger."""

import pytest

from tests.journeys.telling_steps import allow, answers, check, point_in, send, tap, write_story

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}


def scrolled(page):
    return page.evaluate("window.scrollY")


def swipe(teller, x, y, *, across=0, down=0):
    """One finger, from a point on the screen, in ten moves."""
    touch = teller.context.new_cdp_session(teller.page)
    moves = [{"x": x + across * step / 10, "y": y + down * step / 10} for step in range(11)]
    for kind, points in [("touchStart", moves[:1]), *(("touchMove", [move]) for move in moves[1:]), ("touchEnd", [])]:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_a_tap_places_the_marker_and_is_stored_exactly(teller):
    page = teller.page
    write_story(page)
    tap(page, "mood", 0.25, 0.8)
    top, left, right = (float(share) for share in teller.hidden("mood.shares").split(","))
    assert left > 0.6
    assert top + left + right == pytest.approx(1)
    assert teller.hidden("mood.method") == "tap"
    assert page.locator("[data-name=mood] [data-readout]").inner_text() == "Mostly “sad”"
    tap(page, "say", 0.5, 0.5)
    allow(page)
    check(page)
    send(page)
    (row,) = teller.site.stored()
    assert answers(row)["mood"] == {"shares": [top, left, right], "method": "tap"}
    assert answers(row)["say"] == {"value": 0.5, "method": "tap"}


def test_a_tap_outside_the_triangle_goes_to_its_nearest_edge(teller):
    tap(teller.page, "mood", 0.98, 0.02)
    top, left, right = (float(share) for share in teller.hidden("mood.shares").split(","))
    assert left == 0
    assert top + right == pytest.approx(1)


def test_there_is_no_marker_before_an_answer_and_a_ghost_only_with_the_keyboard(teller):
    page = teller.page
    dot = page.locator("#mood-picture [data-dot]")
    assert dot.evaluate("dot => getComputedStyle(dot).visibility") == "hidden"
    assert teller.field("mood").get_attribute("aria-valuetext") == "Not answered yet"
    page.locator("[data-name=mood] [data-toggle]").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "mood-picture"
    assert dot.evaluate("dot => getComputedStyle(dot).visibility") == "visible"
    assert teller.hidden("mood.shares") == ""


def test_the_marker_is_moved_with_the_keyboard_and_says_where_it_is(teller):
    page = teller.page
    teller.field("mood").focus()
    page.keyboard.press("Home")
    assert teller.field("mood").get_attribute("aria-valuetext").startswith("All three about equally. glad: 33%")
    for _ in range(6):
        page.keyboard.press("2")
    assert teller.field("mood").get_attribute("aria-valuetext").startswith("Mostly “sad”. ")
    assert teller.hidden("mood.method") == "keys"
    before = teller.hidden("mood.shares")
    page.keyboard.press("ArrowRight")
    small = teller.hidden("mood.shares")
    page.keyboard.press("Shift+ArrowRight")
    shares = [float(text.split(",")[2]) for text in (before, small, teller.hidden("mood.shares"))]
    assert shares[1] - shares[0] == pytest.approx(0.02, abs=0.011)
    assert shares[2] - shares[1] == pytest.approx(0.10, abs=0.011)
    page.keyboard.press("Escape")
    assert teller.hidden("mood.shares") == ""
    assert teller.field("mood").get_attribute("aria-valuetext") == "Not answered yet"


def test_the_line_is_answered_with_the_keyboard(teller):
    teller.field("say").focus()
    teller.page.keyboard.press("End")
    assert teller.hidden("say.value") == "1.00"
    assert teller.field("say").get_attribute("aria-valuetext").startswith("Entirely “all the say”")
    teller.page.keyboard.press("PageDown")
    assert teller.hidden("say.value") == "0.90"


def test_the_dot_is_dragged_with_a_mouse(teller):
    page = teller.page
    tap(page, "mood", 0.5, 0.6)
    x, y = point_in(page, "mood", 0.5, 0.6)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=4)
    page.mouse.move(*point_in(page, "mood", 0.75, 0.85), steps=4)
    page.mouse.up()
    assert teller.hidden("mood.method") == "drag"
    assert float(teller.hidden("mood.shares").split(",")[2]) > 0.6


def test_the_dot_is_dragged_with_a_finger_and_the_page_stays(visit):
    teller = visit(**PHONE)
    page = teller.page
    teller.open("/share/plot")
    x, y = point_in(page, "mood", 0.5, 0.6)
    page.touchscreen.tap(x, y)
    assert teller.hidden("mood.method") == "tap"
    before = scrolled(page)
    swipe(teller, x, y, across=48, down=-96)
    assert teller.hidden("mood.method") == "drag"
    assert float(teller.hidden("mood.shares").split(",")[0]) > 0.5
    assert scrolled(page) == before


def test_a_swipe_over_the_triangle_scrolls_the_page(visit):
    teller = visit(**PHONE)
    page = teller.page
    teller.open("/share/plot")
    x, y = point_in(page, "mood", 0.5, 0.6)
    before = scrolled(page)
    swipe(teller, x, y, down=-250)
    page.wait_for_function(f"window.scrollY > {before + 150}")
    assert teller.hidden("mood.shares") == ""


def test_does_not_apply_and_a_place_exclude_each_other(teller):
    page = teller.page
    tap(page, "mood", 0.5, 0.5)
    page.check("#mood-na")
    assert teller.hidden("mood.shares") == ""
    assert teller.field("mood").get_attribute("aria-valuetext") == "This does not apply to my story"
    tap(page, "mood", 0.5, 0.5)
    assert not page.is_checked("#mood-na")
    assert teller.hidden("mood.shares") != ""


def test_an_answer_is_cleared_with_one_button(teller):
    page = teller.page
    tap(page, "say", 0.3, 0.5)
    page.click("[data-name=say] [data-clear]")
    assert teller.hidden("say.value") == ""
    assert page.locator("input[name=say]:checked").count() == 0


def test_an_answer_from_the_list_is_shown_in_the_picture_but_stays_a_list_answer(teller):
    page = teller.page
    page.click("[data-name=mood] [data-toggle]")
    page.check("input[name=mood][value=top]")
    page.click("[data-name=mood] [data-toggle]")
    assert page.locator("#mood-picture .mm-dot--placed").count() == 1
    assert teller.hidden("mood.shares") == ""
