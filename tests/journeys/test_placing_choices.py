"""Choices and short answers: counting, own words, pictures, and saying that nothing fits."""

import pytest

from tests.journeys.placing_steps import finish, open_questions, question

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(visit):
    asked = open_questions(visit())
    asked.page.check("#mood-na")
    return asked


def count(page):
    return question(page, "help").locator("[data-count]").inner_text()


def tick(page, *options):
    for option in options:
        page.check(f"input[name=help][value={option}]")


def test_what_may_still_be_chosen_is_said_as_one_goes_along(asked):
    page = asked.page
    assert question(page, "help").locator("#help-hint").inner_text() == "Choose from 2 to 3."
    assert count(page) == ""
    told = []
    for option in ("friend", "nurse", "cat", "other"):
        tick(page, option)
        told.append(count(page))
    assert told == [
        "Choose at least 1 more.",
        "You can choose 1 more.",
        "That is as many as you can choose.",
        "That is 1 too many.",
    ]


def test_options_in_an_order_of_their_own_are_stored_as_what_they_say(asked):
    page = asked.page
    shown = [label.strip() for label in question(page, "help").locator("label").all_inner_texts()]
    assert shown[-1] == "None of these"
    assert set(shown[:3]) == {"A friend", "A nurse", "The cat"}
    question(page, "help").get_by_label("The cat").check()
    question(page, "help").get_by_label("A friend").check()
    stored = finish(asked)["help"]
    assert stored["options"] == ["friend", "cat"]
    labels = ["A friend", "A nurse", "The cat", "Somebody else"]
    assert [labels[place] for place in stored["order"]][:3] == shown[:3]


def test_own_words_are_asked_for_once_their_option_is_chosen(asked):
    page = asked.page
    words = page.locator("[id='way.other']")
    assert not words.is_visible()
    page.check("input[name=way][value=other]")
    words.fill("by boat")
    stored = finish(asked)["way"]
    assert (stored["options"], stored["other"]) == (["other"], "by boat")


def test_none_of_these_takes_the_others_away(asked):
    page = asked.page
    tick(page, "friend", "nurse", "na")
    assert page.locator("input[name=help]:checked").count() == 1
    assert finish(asked)["help"]["na"] is True


def test_one_answer_is_cleared_again(asked):
    page = asked.page
    clear = question(page, "way").locator("[data-clear]")
    assert not clear.is_visible()
    page.check("input[name=way][value=bus]")
    clear.click()
    assert "way" not in finish(asked)


def test_the_picture_of_an_option_is_shown_and_its_label_describes_it(asked):
    picture = question(asked.page, "way").locator("img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 64
    assert picture.get_attribute("alt") == ""
    assert question(asked.page, "way").get_by_label("By bus", exact=True).count() == 1


def test_words_are_put_aside_while_a_question_does_not_apply(asked):
    page = asked.page
    page.fill("#more", "Thanks to the nurse")
    page.check("#more-na")
    assert page.input_value("#more") == ""
    page.uncheck("#more-na")
    assert page.input_value("#more") == "Thanks to the nurse"
    page.check("#more-na")
    page.locator("#more").press_sequentially("No")
    assert not page.is_checked("#more-na")
    page.check("#more-na")
    assert finish(asked)["more"]["na"] is True


def test_everything_is_answered_without_scripts(visit):
    asked = open_questions(visit(java_script_enabled=False), scripts=False)
    page = asked.page
    page.check("input[name=mood][value=left]")
    page.check("input[name=say][value='6']")
    tick(page, "friend", "other")
    assert page.locator("[id='help.other']").is_visible()
    page.fill("[id='help.other']", "my boss")
    page.check("input[name=way][value=na]")
    page.check("#more-na")
    page.check("#people-na")
    stored = finish(asked)
    assert stored["mood"]["shares"] == pytest.approx([2 / 15, 11 / 15, 2 / 15])
    assert stored["say"]["value"] == pytest.approx(13 / 14)
    assert (stored["help"]["options"], stored["help"]["other"]) == (["friend", "other"], "my boss")
    assert [name for name, answer in stored.items() if answer.get("na")] == ["people", "way", "more"]
    assert "drift" not in stored
