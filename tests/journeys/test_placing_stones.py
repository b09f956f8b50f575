"""Stones on a square: by tap, by drag, by key, by finger, from lists, with and without scripts."""

import pytest

from tests.journeys.placing_steps import PHONE, finish, focused, open_questions, question, scrolled, swipe, value_text
from tests.journeys.telling_steps import point_in, tap

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(visit):
    return open_questions(visit())


def place(asked, stone):
    """Where a stone is posted to be, as shares across and up."""
    return tuple(asked.hidden(f"people.{stone}.{axis}") for axis in "xy")


def in_list(page, stone):
    """What the two lists of a stone show."""
    lists = page.locator(f"[data-stone={stone}] select").all()
    return [each.evaluate("list => list.selectedOptions[0].textContent") for each in lists]


def choose(page, stone):
    page.click(f"[data-chip={stone}]")


def said(page):
    return question(page, "people").locator("[data-say]").inner_text()


def test_a_stone_is_put_where_one_taps_and_stored_exactly(asked):
    page = asked.page
    tap(page, "people", 0.3, 0.3)
    choose(page, "desk")
    tap(page, "people", 0.9, 0.5)
    assert said(page) == "The office: Close to “much say”; Halfway"
    assert place(asked, "kin") == ("", "")
    assert in_list(page, "me") == ["Nearer “little say”", "Nearer “listened”"]
    page.check("#mood-na")
    across, up = (float(share) for share in place(asked, "me"))
    stored = finish(asked)["people"]
    assert stored["places"] == {
        "me": [across, up],
        "desk": [pytest.approx(0.97, abs=0.02), pytest.approx(0.5, abs=0.02)],
    }
    assert stored["method"] == "tap"
    assert (across, up) == (pytest.approx(0.26, abs=0.02), pytest.approx(0.74, abs=0.02))


def test_no_stone_is_on_the_square_before_one_was_put_there(asked):
    page = asked.page
    assert page.locator(".mm-piece--placed").count() == 0
    pieces = page.locator("#people-picture [data-piece]")
    assert set(pieces.evaluate_all("all => all.map((one) => getComputedStyle(one).visibility)")) == {"hidden"}
    assert value_text(page, "people") == "Me: not placed"


def test_a_stone_is_put_and_moved_and_taken_off_with_the_keyboard(asked):
    page = asked.page
    asked.field("people").focus()
    page.keyboard.press("2")
    assert value_text(page, "people") == "My family: not placed"
    page.keyboard.press("ArrowUp")
    assert place(asked, "kin") == ("0.50", "0.52")
    page.keyboard.press("Shift+ArrowLeft")
    assert place(asked, "kin") == ("0.40", "0.52")
    page.keyboard.press("Shift+ArrowLeft")
    assert value_text(page, "people") == "My family: Nearer “little say”; Halfway"
    assert asked.hidden("people.method") == "keys"
    page.keyboard.press("1")
    page.keyboard.press(" ")
    assert place(asked, "me") == ("0.50", "0.50")
    page.keyboard.press("2")
    page.keyboard.press("Delete")
    assert value_text(page, "people") == "My family: not placed"
    page.check("#mood-na")
    stored = finish(asked)["people"]
    assert (stored["places"], stored["method"]) == ({"me": [0.5, 0.5]}, "keys")


def test_a_stone_cannot_leave_the_square(asked):
    page = asked.page
    asked.field("people").focus()
    for _press in range(8):
        page.keyboard.press("Shift+ArrowRight")
    assert place(asked, "me") == ("1.00", "0.50")
    tap(page, "people", 0.01, 0.99)
    assert place(asked, "me") == ("0.00", "0.00")


def test_a_stone_is_dragged_with_a_mouse_and_becomes_the_chosen_one(asked):
    page = asked.page
    tap(page, "people", 0.5, 0.5)
    choose(page, "kin")
    tap(page, "people", 0.2, 0.2)
    page.mouse.move(*point_in(page, "people", 0.5, 0.5))
    page.mouse.down()
    page.mouse.move(*point_in(page, "people", 0.9, 0.9), steps=6)
    page.mouse.up()
    assert asked.hidden("people.method") == "drag"
    assert page.locator("[data-chip][aria-pressed=true]").get_attribute("data-chip") == "me"
    assert said(page) == "Me: Close to “much say”; Close to “did not listen”"
    assert in_list(page, "kin") == ["Close to “little say”", "Close to “listened”"]


def test_a_tap_on_a_stone_chooses_it_and_moves_nothing(asked):
    page = asked.page
    tap(page, "people", 0.5, 0.5)
    choose(page, "kin")
    tap(page, "people", 0.2, 0.2)
    before = place(asked, "me"), place(asked, "kin")
    tap(page, "people", 0.5, 0.5)
    assert page.locator("[data-chip][aria-pressed=true]").get_attribute("data-chip") == "me"
    assert (place(asked, "me"), place(asked, "kin")) == before
    tap(page, "people", 0.5, 0.8)
    assert place(asked, "me") != before[0]


def test_a_stone_is_dragged_with_a_finger_and_the_page_stays(visit):
    asked = open_questions(visit(**PHONE))
    page = asked.page
    x, y = point_in(page, "people", 0.5, 0.5)
    page.touchscreen.tap(x, y)
    assert asked.hidden("people.method") == "tap"
    before = scrolled(page)
    swipe(asked, x, y, across=60, down=-90)
    assert asked.hidden("people.method") == "drag"
    assert scrolled(page) == before
    assert float(place(asked, "me")[1]) > 0.7


def test_a_stone_is_taken_off_with_a_button_that_names_it(asked):
    page = asked.page
    tap(page, "people", 0.5, 0.5)
    page.click("button:has-text('Take “Me” off')")
    assert place(asked, "me") == ("", "")
    assert in_list(page, "me") == ["Not placed", "Not placed"]
    assert said(page) == "Me: not placed"
    assert asked.hidden("people.method") == ""
    assert focused(page) == "people-picture"


def test_does_not_apply_and_a_stone_exclude_each_other(asked):
    page = asked.page
    tap(page, "people", 0.5, 0.5)
    page.check("#people-na")
    assert place(asked, "me") == ("", "")
    assert value_text(page, "people") == "This does not apply to my story"
    tap(page, "people", 0.5, 0.5)
    assert not page.is_checked("#people-na")
    page.check("#people-na")
    page.check("#mood-na")
    assert finish(asked)["people"]["na"] is True


def test_lists_and_square_stay_in_step(asked):
    page = asked.page
    tap(page, "people", 0.33, 0.33)
    toggle = question(page, "people").locator("[data-toggle]")
    toggle.click()
    across, _up = place(asked, "me")
    page.select_option("#people-me-y", "0.1")
    assert place(asked, "me") == (across, "0.1")
    page.select_option("#people-kin-x", "0.9")
    page.select_option("#people-kin-y", "0.5")
    assert asked.hidden("people.method") == "list"
    toggle.click()
    assert page.locator(".mm-piece--placed").count() == 2
    page.check("#mood-na")
    stored = finish(asked)["people"]
    assert stored["places"] == {"me": [float(across), 0.1], "kin": [0.9, 0.5]}
    assert stored["method"] == "list"


def test_exact_places_come_back_with_an_error(asked):
    page = asked.page
    tap(page, "people", 0.3, 0.3)
    before = place(asked, "me")
    page.click(".mm-button[value=check]")
    page.wait_for_selector(".govuk-error-summary")
    page.wait_for_selector("[data-name=people][data-started]")
    assert place(asked, "me") == before
    assert page.locator(".mm-piece--placed").count() == 1


def test_half_a_place_is_an_error_that_leads_to_the_lists(asked):
    page = asked.page
    question(page, "people").locator("[data-toggle]").click()
    page.select_option("#people", "0.9")
    page.check("input[name=mood][value=na]")
    page.click(".mm-button[value=check]")
    page.click(".govuk-error-summary a:has-text('Choose both directions for “Me”')")
    assert focused(page) == "people"


def test_stones_are_placed_without_scripts(visit):
    asked = open_questions(visit(java_script_enabled=False), scripts=False)
    page = asked.page
    page.select_option("#people", "0.9")
    page.select_option("#people-me-y", "0.1")
    page.check("input[name=mood][value=na]")
    stored = finish(asked)["people"]
    assert (stored["places"], stored["method"]) == ({"me": [0.9, 0.1]}, "list")
