"""Words that could show who somebody is, put before the teller: without scripts, on the server."""

import html
import re

import pytest
from werkzeug.datastructures import MultiDict

from tests.web.respond.browsing import STORY, Browser, carried, heading, post, problems
from tests.web.respond.conftest import ANSWERS
from web.respond.steps import CHECK, SPOTTED

QUESTION = "We noticed these words: could they show who somebody is?"
NAMED = "My neighbour Karen lent me her car.\nKaren is kind; ring 07700 900123."


@pytest.fixture
def teller(client):
    return Browser(client, "paths")


def pieces(page):
    """Every piece that is asked about, with its number."""
    return {
        html.unescape(words): number
        for number, words in re.findall(r'name="spotted\.(\d+)\.words" value="([^"]*)"', page.text)
    }


def told(page, name="story"):
    return dict(carried(page)).get(name)


def test_a_story_that_names_nobody_is_not_asked_about(teller):
    assert teller.go(story="It rained.").at == "title"


def test_each_piece_is_asked_about_once_with_its_sentence_and_three_choices(teller):
    page = teller.go(story=NAMED).page
    assert (page.status_code, heading(page)) == (200, QUESTION)
    assert pieces(page) == {"Karen": "1", "07700 900123": "2"}
    assert 'My neighbour <mark class="spot__mark">Karen</mark> lent me her car</blockquote>' in page.text
    assert "This could be a name. It is there 2 times." in page.text
    assert "Replace it with [name]" in page.text
    assert "Use other words" in page.text
    assert "Keep it as it is" in page.text
    assert "We may have missed some" in page.text
    assert told(page) == NAMED


def test_nothing_is_chosen_for_the_teller(teller):
    assert " checked" not in teller.go(story=NAMED).page.text


def test_replaced_words_change_in_every_place(teller):
    teller.go(story=NAMED).go(**{"spotted.1": "replace", "spotted.2": "replace"})
    assert teller.at == "title"
    assert told(teller.page) == "My neighbour [name] lent me her car.\n[name] is kind; ring [phone number]."


def test_other_words_of_the_tellers_own_take_their_place(teller):
    teller.go(story=NAMED)
    teller.go(**{"spotted.1": "other", "spotted.1.other": "a friend", "spotted.2": "keep"})
    assert teller.at == "title"
    assert told(teller.page).startswith("My neighbour a friend lent")


def test_what_was_kept_is_not_asked_about_again(teller):
    teller.go(story=NAMED).go(**{"spotted.1": "keep", "spotted.2": "keep"})
    assert [value for name, value in carried(teller.page) if name == "kept"] == ["Karen", "07700 900123"]
    assert told(teller.page) == NAMED
    assert teller.go(title="Karen’s car").at == "group"


def test_a_new_name_on_a_later_page_is_asked_about_alone(teller):
    teller.go(story=NAMED).press("next:keep").go(title="Karen and Oluwaseun")
    assert (teller.at, pieces(teller.page)) == (SPOTTED, {"Oluwaseun": "1"})
    assert '<span class="spot__where">Title</span>Karen and ' in teller.page.text
    assert teller.go(**{"spotted.1": "keep"}).at == "group"


def test_short_answers_and_other_answers_are_looked_at_too(teller):
    teller.to("why", story="It rained.", group="east").go(why="of dr patel")
    assert pieces(teller.page) == {"patel": "1"}
    assert told(teller.go(**{"spotted.1": "replace"}).page, "why") == "of dr [name]"


def test_one_button_replaces_or_keeps_everything(teller):
    teller.go(story=NAMED).press("next:replace")
    assert told(teller.page) == "My neighbour [name] lent me her car.\n[name] is kind; ring [phone number]."
    assert "kept" not in dict(carried(teller.page))


def test_a_piece_without_a_choice_is_said_at_its_place(teller):
    page = teller.go(story=NAMED).go(**{"spotted.1": "keep"}).page
    assert (page.status_code, heading(page)) == (422, QUESTION)
    assert problems(page) == [("#spotted-2", "Choose whether to replace or to keep “07700 900123”")]
    assert 'id="spotted-2-error"' in page.text and 'id="spotted-2"' in page.text
    assert re.search(r'id="spotted-1-keep"[^>]* checked', page.text), "what was chosen stays chosen"
    assert told(page) == NAMED
    assert teller.go(**{"spotted.1": "keep", "spotted.2": "keep"}).at == "title"


def test_other_words_that_are_missing_are_asked_for(teller):
    page = teller.go(story="I told Karen.").go(**{"spotted.1": "other", "spotted.1.other": " "}).page
    assert problems(page) == [("#spotted-1", "Write the words to use instead of “Karen”")]


def test_back_leads_to_the_page_that_holds_the_words(teller):
    teller.go(story=NAMED).press("back")
    assert teller.at == "story"
    assert f">{html.escape(NAMED)}</textarea>" in teller.page.text or NAMED in html.unescape(teller.page.text)
    assert teller.go(story="It rained.").at == "title"


def test_choices_for_words_that_are_not_there_do_nothing(teller):
    fields = {"spotted.1.words": "rained", "spotted.1": "replace", "at": SPOTTED, "spotted.at": "story"}
    assert told(teller.go(story="It rained.", **fields).page) == "It rained."


@pytest.mark.parametrize("step", ["next", "back", "show", "change:story", "another", "check", "next:keep"])
@pytest.mark.parametrize("came_from", [SPOTTED, "nowhere", "", CHECK, "page.start", "\x00"])
@pytest.mark.parametrize("story", [NAMED, "It rained."])
def test_a_page_that_says_it_came_from_itself_or_from_nowhere_leads_on(client, step, came_from, story):
    fields = {**ANSWERS, "at": SPOTTED, "spotted.at": came_from, "spotted.step": "odd", "step": step, "story": story}
    assert client.post(STORY, data=fields).status_code in {200, 422}
    assert client.post(STORY, data={**fields, "speak": "en"}).status_code in {200, 422}


@pytest.mark.parametrize("number", ["²", "", "1.1", "-1", "99999999999999999999", "x"])
def test_a_choice_under_an_odd_number_does_no_harm(client, number):
    odd = {f"spotted.{number}.words": "Karen", f"spotted.{number}": "keep", f"spotted.{number}.other": "x" * 9000}
    fields = {**ANSWERS, "at": SPOTTED, "spotted.at": "", "step": "next", "story": "I told Karen.", **odd}
    assert client.post(STORY, data=fields).status_code in {200, 422}


def test_everything_on_one_page_is_asked_about_before_it_is_checked(client):
    page = post(client, "check", story=NAMED, title="For Oluwaseun")
    assert pieces(page) == {"Karen": "1", "07700 900123": "2", "Oluwaseun": "3"}
    answer = client.post(STORY, data=MultiDict([*carried(page), ("step", "next:keep")]))
    assert heading(answer) == "Check your answers"


def test_a_form_that_sends_at_once_is_asked_first_and_stores_nothing(app, client):
    page = post(client, "send", story=NAMED)
    assert heading(page) == QUESTION
    assert not app.extensions["stores"].stories.rows("select id from narratives")
    checked = client.post(STORY, data=MultiDict([*carried(page), ("step", "next:replace")]))
    assert heading(checked) == "Check your answers"
    assert client.post(STORY, data=MultiDict([*carried(checked), ("step", "send")])).status_code == 201
    (stored,) = app.extensions["stores"].stories.rows("select text from narratives")
    assert stored["text"].startswith("My neighbour [name] lent me")


def test_a_program_is_not_held_up(app, client):
    answer = client.post(
        STORY, data={**ANSWERS, "step": "send", "story": NAMED}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 201
    (stored,) = app.extensions["stores"].stories.rows("select text from narratives")
    assert stored["text"] == NAMED


def test_what_was_kept_is_not_stored(app, client):
    page = post(client, "check", story=NAMED)
    checked = client.post(STORY, data=MultiDict([*carried(page), ("step", "next:keep")]))
    assert client.post(STORY, data=MultiDict([*carried(checked), ("step", "send")])).status_code == 201
    (stored,) = app.extensions["stores"].stories.rows("select * from narratives")
    assert stored["text"] == NAMED
    assert [value for value in map(str, dict(stored).values()) if "kept" in value] == []


def test_the_way_back_from_checking_asks_about_what_was_changed(teller):
    teller.to(CHECK, story="It rained.", group="east", consent="read").press("change:title").go(title="For Oluwaseun")
    assert pieces(teller.page) == {"Oluwaseun": "1"}
    assert teller.go(**{"spotted.1": "replace"}).at == CHECK
    assert "For [name]" in teller.page.text


def test_a_story_that_is_too_long_is_told_so_before_anything_else(teller):
    page = teller.go(story="Karen " * 900).page
    assert heading(page).startswith("Question 1")
    assert problems(page)


def test_words_that_look_like_html_stay_words(teller):
    page = teller.go(story='I told Karen "<b>" & left').page
    assert "<b>" not in page.text
    assert "&lt;b&gt;" in page.text
