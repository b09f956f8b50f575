"""The page on which somebody asks under which conditions an answer is given."""

import random

import pytest

from tests.builders import make_answers
from tests.people import Person, make_app, stores_of
from tests.web.explore.telling import open_world

GLAD, SAD, CROSS = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("conditions"))
    world = open_world(stores_of(app).stories)
    chance = random.Random(5)
    for _ in range(80):
        role = chance.choice(["digger", "picker"])
        shares = GLAD if role == "picker" else chance.choice([GLAD, SAD, CROSS])
        world.tell(answers=make_answers(shares, chance.random(), role), group=chance.choice(["east", "west"]))
    return app


def page(app, query="", person="ada", collection="plot"):
    return Person(app, person).get(f"/explore/{collection}/conditions{query}")


def test_the_page_begins_with_the_answer_that_the_authors_hope_for(app):
    said = page(app).text
    assert 'value="mood.0" selected' in said
    assert "Stories with “a picker” (I am) tell more of “glad” (It left me): by " in said
    assert "conditions can be told from scatter, all of them taken into account." in said


def test_a_manager_reads_the_stories_behind_a_condition_and_an_administrator_does_not(app):
    link = "/explore/plot/stories?part=role:1"
    assert link in page(app).text
    assert Person(app, "ada").get(link).status_code == 200
    of_administrators = page(app, person="ade").text
    assert "a picker" in of_administrators and "/explore/plot/stories?part" not in of_administrators


def test_an_answer_that_nothing_goes_with_says_so(app):
    said = page(app, "?target=say.0").text
    assert "Nothing can be told from scatter: none of " in said
    assert "Not distinguishable from scatter" in said


def test_an_answer_that_is_not_asked_is_refused_with_a_message(app):
    answer = page(app, "?target=mood.7")
    assert answer.status_code == 422
    assert "Choose an answer from the list" in answer.text


def test_the_choice_and_the_filters_stay(app):
    said = page(app, "?target=mood.1&group=east").text
    assert 'value="mood.1" selected' in said
    assert "Stories with “a digger” (I am) tell more of “sad” (It left me)" in said


def test_a_protected_collection_says_why_there_is_nothing(app):
    said = page(app, collection="quiet").text
    assert "Conditions can be told only where stories are open one by one" in said
    assert 'href="/pairs/quiet#conditions"' in said
