"""One thing a page, as somebody without scripts walks it: forwards, back, from the check page and astray."""

import html
import json
import re

import pytest

from tests.web.respond.browsing import Browser, carried, heading, problems
from web.respond.steps import ANOTHER, CHECK, START, WHOLE

ANSWERS = {"story": "It rained.", "group": "east", "consent": "read"}
DONE = {"mood": "top", "role": "picker", "wish": "w3", "why": "of the rain", **ANSWERS}


@pytest.fixture
def teller(client):
    return Browser(client, "paths")


def row(page, field):
    """The answer that the check page shows beside a Change button."""
    found = re.search(rf'<span dir="auto">([^<]*)</span>\s*</dd>\s*<dd[^>]*>\s*<button[^>]*"change:{field}"', page.text)
    return html.unescape(found[1])


def stored_once(app):
    (found,) = app.extensions["stores"].stories.rows("select * from narratives")
    return found


def test_each_page_asks_one_thing_and_says_how_far_it_is(teller):
    assert heading(teller.page) == "Question 1 of 9: What happened in the garden?"
    teller.go(story="It rained.")
    assert heading(teller.page) == "Question 2 of 9: Give your story a title"
    teller.go()
    assert heading(teller.page) == "Question 3 of 9: Where did it happen?"
    teller.go(group="east")
    assert heading(teller.page) == "Question 4 of 9: It left me…"


def test_the_whole_way_with_every_question_left_out_that_may_be(app, teller):
    teller.to(CHECK, **ANSWERS)
    assert heading(teller.page) == "Check your answers"
    assert teller.press("send").page.status_code == 201
    found = stored_once(app)
    assert (found["text"], found["consent"]) == ("It rained.", "read")
    answers = json.loads(found["answers"])
    assert set(answers) == {"flow", "tap", "depth"}, "not answered leaves no trace, not asked does"
    assert answers["flow"] == {"shown": False}


@pytest.mark.parametrize("danger", ["yes", ""])
def test_the_receipt_says_that_a_moderator_reads_first_where_somebody_may_be_in_danger(teller, danger):
    teller.to("danger", **ANSWERS).go(danger=danger).go(consent="read").press("send")
    assert ("A moderator reads your story before anybody else may." in teller.page.text) == (danger == "yes")


def test_what_was_told_on_every_page_is_stored(app, teller):
    teller.go(story="It rained.", prompt="odd").go(title="Rain").go(group="west").go(mood="na").go(wish=["w1", "w3"])
    teller.go(why="of the rain").go(flow="3").go(tap="nothing").go(role="digger").go(depth="6")
    teller.go(danger="yes", hear=["peers", "runs"]).go(consent="publish", may_contact="yes").press("send")
    found = stored_once(app)
    assert (found["title"], found["group_name"], found["prompt"]) == ("Rain", "west", "odd")
    assert (found["danger"], found["hearers"]) == (1, "runs peers")
    assert found["consent"] == "contact publish quote read"
    answers = json.loads(found["answers"])
    assert answers["mood"] == {"na": True}
    assert answers["wish"]["options"] == ["w1", "w3"]
    assert answers["tap"] == {"text": "nothing"}
    assert answers["depth"]["value"] == pytest.approx(13 / 14)


def test_a_page_with_a_problem_comes_again_with_what_was_typed(teller):
    teller.go(story=" ", prompt="odd")
    assert teller.page.status_code == 422
    assert "<title>Error: What happened in the garden?" in teller.page.text
    assert problems(teller.page) == [("#story", "Tell us what happened")]
    assert re.search(r'value="odd" checked', teller.page.text)


def test_only_the_problems_of_this_page_are_shown(teller):
    teller.go(story="It rained.").go().go()
    assert problems(teller.page) == [("#group", "Choose where this happened")]


def test_back_keeps_what_was_typed_even_when_it_is_wrong(teller):
    teller.go(story="It rained.").go(title="Rain").press("back", group="nowhere")
    assert teller.at == "title"
    assert teller.page.status_code == 200
    assert 'name="title" type="text" dir="auto" value="Rain"' in teller.page.text
    assert teller.holds["group"] == "nowhere"


def test_back_from_the_first_page_leads_to_the_start_with_the_story_in_hand(teller):
    teller.press("back", story="It rained.")
    assert teller.at == START
    assert teller.holds["story"] == "It rained."
    assert "Go on with your story" in teller.page.text
    teller.go()
    assert teller.at == "story"
    assert "It rained.</textarea>" in teller.page.text


def test_a_box_that_is_unticked_again_is_no_longer_ticked(teller):
    teller.to("danger", **ANSWERS).go(danger="yes", hear=["peers"]).press("back")
    fields = teller.holds
    assert "danger" not in fields
    teller.go()
    assert "danger" not in teller.holds
    assert "hear" not in teller.holds


def test_a_branch_is_asked_once_it_is_opened_with_its_introduction_on_its_first_page(teller):
    teller.to("wish", **ANSWERS).go(wish="w1").go()
    assert teller.at == "flow"
    assert "About the water" in teller.page.text
    assert "Two more questions about it." in teller.page.text
    teller.go()
    assert teller.at == "tap"
    assert "About the water" in teller.page.text
    assert "Two more questions about it." not in teller.page.text


def test_change_leads_to_the_page_and_continue_back_to_the_check(teller):
    teller.to(CHECK, **DONE).press("change:title")
    assert teller.at == "title"
    teller.go(title="Rain")
    assert teller.at == CHECK
    assert row(teller.page, "title") == "Rain"


@pytest.mark.parametrize(("field", "page"), [("hear", "danger"), ("may_contact", "consent"), ("prompt", "story")])
def test_change_finds_the_page_that_asks_for_a_field(teller, field, page):
    assert teller.to(CHECK, **DONE).press(f"change:{field}").at == page


def test_changing_an_answer_that_opens_a_branch_asks_its_questions_before_checking(teller):
    teller.to(CHECK, **DONE).press("change:wish").go(wish="w1")
    assert teller.at == "flow"
    teller.go(flow="3")
    assert teller.at == "tap"
    teller.go(tap="water")
    assert teller.at == CHECK
    assert row(teller.page, "tap") == "water"


def test_a_branch_that_is_closed_again_loses_its_answers_and_says_so(app, teller):
    teller.to(CHECK, **{**DONE, "wish": "w1", "flow": "3"}).press("change:wish").go(wish="w3")
    assert teller.at == CHECK
    assert "the questions under “About the water” are no longer asked" in teller.page.text
    assert "flow" not in teller.holds
    teller.press("send")
    assert json.loads(stored_once(app)["answers"])["flow"] == {"shown": False}


def test_back_from_a_changed_page_leads_to_the_check(teller):
    assert teller.to(CHECK, **DONE).press("change:why").press("back").at == CHECK


def test_back_from_the_check_page_leads_to_the_last_question(teller):
    assert teller.to(CHECK, **DONE).press("back").at == "consent"


def test_checking_too_early_leads_to_the_first_page_that_lacks_something_and_then_on_checking(teller):
    teller.go(story="It rained.").press("check")
    assert (teller.at, teller.page.status_code) == ("group", 422)
    teller.go(group="east")
    assert teller.at == "consent"
    assert problems(teller.page) == [("#consent", "Choose who may read your story")]
    assert teller.go(consent="count").at == CHECK


def test_a_page_can_be_asked_for_again_without_errors(teller):
    teller.go(story="It rained.").press("show", at="story")
    assert (teller.at, teller.page.status_code) == ("story", 200)
    assert "It rained.</textarea>" in teller.page.text


def test_another_language_shows_the_same_page_with_what_was_typed(teller):
    fields = teller.go(story="It rained.").holds
    page = teller.client.post(teller.address, data={**fields, "title": "Rain", "speak": "cy"})
    assert dict(carried(page))["at"] == "title"
    assert 'value="Rain"' in page.text


def test_another_story_takes_over_what_is_said_about_the_teller_and_never_the_story(teller):
    teller.to(CHECK, **DONE).press("send")
    first_key = teller.holds.get("key")
    assert "It rained." not in teller.page.text
    teller.press("another")
    assert teller.at == "story"
    assert "Your next story" in teller.page.text
    fields = dict(carried(teller.page))
    assert {name: fields[name] for name in ("group", "role", ANOTHER)} == {
        "group": "east",
        "role": "picker",
        ANOTHER: "yes",
    }
    assert not {"mood", "wish", "why", "consent", "story"} & set(fields)
    assert fields["key"] != first_key
    teller.go(story="And the sun came out.").go()
    assert teller.at == "mood", "where it happened is not asked again"
    assert teller.to("danger").at == "danger"


def test_the_second_story_is_stored_with_what_was_taken_over(app, teller):
    teller.to(CHECK, **DONE).press("send").press("another")
    teller.to(CHECK, story="And the sun came out.", consent="count").press("send")
    rows = app.extensions["stores"].stories.rows("select text, group_name, answers from narratives order by text")
    assert [(found["text"], found["group_name"]) for found in rows] == [
        ("And the sun came out.", "east"),
        ("It rained.", "east"),
    ]
    assert json.loads(rows[0]["answers"])["role"]["options"] == ["picker"]


def test_everything_on_one_page_checks_changes_and_goes_back_to_that_page(client):
    teller = Browser(client, "paths")
    teller.page = client.get("/share/paths/whole")
    teller.press("check", **DONE)
    assert teller.at == CHECK
    assert teller.press("change:why").at == WHOLE
    assert "of the rain</textarea>" in teller.page.text
    teller.page = client.get("/share/paths/whole")
    assert teller.press("check", **DONE).press("back").at == WHOLE


def test_everything_on_one_page_shows_each_branch_with_when_it_is_meant(client):
    page = html.unescape(client.get("/share/paths/whole").text)
    assert "Only if you chose “wish 1 / wish 2” for “I wish it had…”" in page
    assert "Only if you chose “a digger” for “I am…”" in page


def test_the_answers_of_a_closed_branch_on_the_one_page_are_not_stored(app, client):
    teller = Browser(client, "paths")
    teller.page = client.get("/share/paths/whole")
    teller.press("check", **{**DONE, "flow": "3"})
    assert "no longer asked" in teller.page.text
    teller.press("send")
    assert json.loads(stored_once(app)["answers"])["flow"] == {"shown": False}


@pytest.mark.parametrize("at", ["", "nowhere", "story", START, CHECK, WHOLE, "page.sent", "flow"])
@pytest.mark.parametrize("step", ["next", "back", "check", "show", "another", "send", "change:", "change:x", "x", ""])
def test_whatever_is_pressed_wherever_there_is_a_page(client, at, step):
    for more in ({}, {"page.checking": "yes"}, DONE):
        page = client.post("/share/paths", data={**more, "at": at, "step": step})
        assert page.status_code in {200, 422}
        assert heading(page)
