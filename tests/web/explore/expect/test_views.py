"""Say what you expect first: an empty form, what was found beside it, and a list of one's own."""

import re

import pytest

from narratives.narrative import Kind
from tests.people import Person
from tests.web.explore.telling import GLAD, SAD

TEN = {"top": "6", "left": "2", "right": "1", "centre": "1"}


def expect(person: Person, path: str = "/explore/plot/expect", **dots: str):
    return person.post(path, dots or TEN)


def revealed(person: Person, path: str = "/explore/plot/expect", **dots: str) -> str:
    answer = expect(person, path, **dots)
    assert answer.status_code == 303, answer.text
    page = person.get(answer.location)
    assert page.status_code == 200
    return page.text


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]).split())


def test_the_form_is_the_same_whatever_was_told(world, ada):
    empty = ada.get("/explore/plot/expect").text
    world.tell(12, shares=GLAD)
    world.tell(25, shares=SAD, group="west")
    full = ada.get("/explore/plot/expect").text
    token = re.compile(r'name="form_token" value="[^"]*"')
    assert token.sub("", full) == token.sub("", empty)
    assert empty.count("data-zone=") == 7


def test_the_form_names_the_stories_that_are_asked_about_without_what_is_picked_in_it(world, ada):
    page = words(ada.get("/explore/plot/expect?triad=mood&group=west&part=mood:top&part=role:0").text)
    assert "Stories: People’s own stories in west; I am: a digger" in page
    assert "It left me: Mostly" not in page


def test_the_sentence_comes_first_and_leads_to_the_stories(world, ada):
    world.tell(5, shares=GLAD)
    world.tell(15, shares=SAD)
    page = revealed(ada)
    said = words(page)
    assert "You expected 2 of 10 near “sad”; it was 8 of 10. Expecting an even spread would have been" in said
    assert said.index("You expected 2 of 10") < said.index("What was told, of ten")
    assert 'href="/explore/plot/stories?part=mood:left">Read the stories you least expected</a>: near “sad”.' in page
    assert "Compared with 20 placed stories." in said


def test_an_expectation_that_came_true_says_so(world, ada):
    world.tell(20, shares=GLAD)
    said = words(revealed(ada, top="10"))
    assert "Every part of the triangle holds about as many of 10 as you expected." in said
    assert "That is closer than expecting an even spread would have been." in said
    assert "Close Surprise 0.00" in said


def test_the_same_selection_is_compared_with(world, ada):
    world.tell(10, shares=GLAD, group="east")
    world.tell(30, shares=SAD, group="west")
    page = words(revealed(ada, "/explore/plot/expect?triad=mood&group=east", top="10"))
    assert "People’s own stories in east" in page
    assert "Compared with 10 placed stories." in page


@pytest.mark.parametrize(
    ("dots", "field", "message"),
    [
        ({"top": "4"}, "zone-top", "These add up to 4. Put down 6 more, so that there are ten"),
        ({"left": "many"}, "zone-left", "Write a whole number from 0 to 10"),
    ],
)
def test_dots_that_are_not_ten_are_named_at_the_field_and_kept(world, ada, dots, field, message):
    answer = expect(ada, **dots)
    assert answer.status_code == 422
    assert f'<a href="#{field}">{message}</a>' in answer.text
    assert f'id="{field}-error"' in answer.text
    if "top" in dots:
        assert (
            'id="zone-top" name="top" type="text" inputmode="numeric" autocomplete="off" maxlength="4" value="4"'
            in (answer.text)
        )


def test_a_button_beside_a_number_works_without_a_script_and_keeps_nothing(world, ada):
    answer = expect(ada, top="4", step="top:more")
    assert answer.status_code == 200
    assert "5 of ten still to put down." in answer.text
    assert "Your expectations" in ada.get("/explore/plot/expectations").text
    assert "mm-expectations__one" not in ada.get("/explore/plot/expectations").text


def test_nothing_is_said_about_fewer_than_k_and_it_is_compared_once_there_are_enough(world, ada):
    world.tell(9, shares=SAD)
    answer = expect(ada)
    page = ada.get(answer.location).text
    assert "Too few stories to compare with yet" in page
    assert "You expected 2" not in page and "mm-expected__svg" not in page
    assert "Waits until 10 stories are told" in words(ada.get("/explore/plot/expectations").text)
    world.tell(1, shares=SAD)
    listed = words(ada.get("/explore/plot/expectations").text)
    assert "Far off surprise 0.61 of 1" in listed
    world.tell(20, shares=GLAD)
    assert "Compared with 10 placed stories." in words(ada.get(answer.location).text), "a score stays as it was"


def test_the_list_says_whether_one_is_getting_closer(world, ada):
    world.tell(20, shares=GLAD)
    for dots in ({"left": "10"}, {"left": "10"}, {"top": "10"}):
        expect(ada, **dots)
    assert "From four compared expectations on" in ada.get("/explore/plot/expectations").text
    expect(ada, top="10")
    listed = words(ada.get("/explore/plot/expectations").text)
    assert "Your last two were closer than your first two (0.00 against 1.00 on average)." in listed


def test_nobody_sees_what_somebody_else_expected(app, world, ada):
    world.tell(20, shares=GLAD)
    address = expect(ada).location
    mo = Person(app, "mo")
    assert mo.get(address).status_code == 404
    mo.post(f"{address}/delete", {})
    assert "mm-expectations__one" not in mo.get("/explore/plot/expectations").text
    assert ada.get(address).status_code == 200
    assert ada.get(address.replace("/plot/", "/quiet/")).status_code == 404


def test_one_is_deleted_by_its_own_account(world, ada):
    world.tell(20, shares=GLAD)
    address = expect(ada).location
    answer = ada.post(f"{address}/delete", {})
    assert "The expectation is deleted." in ada.get(answer.location).text
    assert ada.get(address).status_code == 404


def test_a_protected_collection_is_compared_in_closed_batches_and_no_story_is_linked(world, ada):
    world.tell(19, world.quiet, shares=GLAD)
    world.close_batches(world.quiet)
    page = revealed(ada, "/explore/quiet/expect", top="10")
    assert "Compared with 10 placed stories." in words(page)
    assert "Read the stories" not in page


def test_whoever_may_not_read_is_shown_figures_alone(app, world):
    world.tell(20, shares=GLAD)
    page = revealed(Person(app, "ade"))
    assert "You expected" in page and "Read the stories" not in page


def test_other_kinds_are_asked_about_apart(world, ada):
    world.tell(12, shares=GLAD)
    world.tell(12, shares=SAD, kind=Kind.PRACTITIONER)
    page = words(revealed(ada, "/explore/plot/expect?kind=practitioner", left="10"))
    assert "Practitioners’ accounts" in page and "Compared with 12 placed stories." in page
