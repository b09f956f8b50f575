"""A place given by typing numbers or with buttons."""

import pytest

from tests.journeys.placing_steps import finish, open_questions, question, value_text

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(visit):
    return open_questions(visit())


def numbers(page, name):
    box = question(page, name).locator("[data-numbers]")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return box.locator("input").all()


def type_number(field, typed):
    field.fill(typed)
    field.press("Tab")


def test_two_numbers_are_enough_and_the_third_follows(asked):
    page = asked.page
    glad, sad, cross = numbers(page, "mood")
    type_number(glad, "20")
    assert asked.hidden("mood.shares") == ""
    type_number(sad, "70")
    assert cross.input_value() == "10"
    assert value_text(page, "mood") == "Mostly “sad”. glad: 20%, sad: 70%, cross: 10%"
    assert page.locator("#mood-picture .mm-dot--placed").count() == 1
    stored = finish(asked)["mood"]
    assert (stored["shares"], stored["method"]) == ([0.2, 0.7, 0.1], "numbers")


def test_a_number_that_is_changed_stays_and_the_others_share_the_rest(asked):
    fields = numbers(asked.page, "mood")
    for field, typed in zip(fields, ("20", "60", "٢٠"), strict=True):
        type_number(field, typed)
    type_number(fields[2], "60")
    assert [field.input_value() for field in fields] == ["10", "30", "60"]


def test_the_buttons_move_in_fives_from_the_keyboard_alone(asked):
    page = asked.page
    summary = question(page, "say").locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    for _press in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "More “no say”"
    page.keyboard.press("Enter")
    assert asked.hidden("say.value") == "0.45"
    assert asked.hidden("say.method") == "numbers"
    status = question(page, "say").locator("[data-numbers-say]")
    assert status.inner_text() == "Halfway between. no say: 55%, all the say: 45%"


@pytest.mark.parametrize("typed", ["101", "1.5"])
def test_what_is_no_whole_number_is_said_and_changes_nothing(asked, typed):
    page = asked.page
    fields = numbers(page, "say")
    type_number(fields[0], "30")
    type_number(fields[0], typed)
    status = question(page, "say").locator("[data-numbers-say]")
    assert status.inner_text() == "Type whole numbers from 0 to 100."
    assert fields[0].get_attribute("aria-invalid") == "true"
    assert asked.hidden("say.value") == "0.70"
