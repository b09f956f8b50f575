"""The form on paper asks everything that the pages ask, in their order, with nothing to press."""

import re

import pytest

from narratives.framework_file import read_framework
from store.collections import add_collection
from store.frameworks import add_framework
from tests.builders import FRAMEWORK, make_collection, open_plot
from tests.people import make_app, stores_of
from web.respond.paper import paper_questions

STONES = {
    "type": "stones",
    "id": "bed",
    "title": "In the bed",
    "x_anchors": [{"id": "left", "label": "shade"}, {"id": "right", "label": "sun"}],
    "y_anchors": [{"id": "down", "label": "dry"}, {"id": "up", "label": "wet"}],
    "stones": [{"id": "bean", "label": "Beans"}, {"id": "pea", "label": "Peas"}],
}
PESTS = {"type": "freetext", "id": "pests", "title": "What ate them?"}
BRANCH = {
    "id": "slugs",
    "title": "Slugs",
    "introduction": "",
    "opened_by": {"signifier": "wish", "options": ["w1", "w2"]},
    "signifiers": [PESTS],
}
MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
WISH_MORE = {**WISH, "options": [*WISH["options"], {"id": "other", "label": "something else"}]}
RICH = {
    **FRAMEWORK,
    "id": "rich",
    "prompts": [{"id": "good", "label": "A good day"}, {"id": "bad", "label": "A bad day"}],
    "hearers": [{"id": "wardens", "label": "The wardens"}],
    "signifiers": [MOOD, SAY, ROLE, WISH_MORE, STONES],
    "branches": [BRANCH],
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("paper"))
    db = stores_of(app).stories
    open_plot(db)
    add_framework(db, read_framework(RICH))
    add_collection(db, make_collection(id="rich", framework_id="rich"))
    return app


@pytest.fixture
def page(app):
    return app.test_client().get("/share/rich/paper").text


def test_questions_are_numbered_in_the_order_of_the_pages():
    questions = paper_questions(make_collection(framework_id="rich"), read_framework(RICH))
    assert [(one.number, one.id) for one in questions] == [
        (4, "mood"), (5, "say"), (6, "wish"), (7, "bed"), (8, "pests"), (9, "role"),
    ]  # fmt: skip
    without_groups = paper_questions(make_collection(framework_id="rich", groups=()), read_framework(RICH))
    assert without_groups[0].number == 3


def test_a_branch_says_for_whom_it_is():
    questions = {one.id: one for one in paper_questions(make_collection(), read_framework(RICH))}
    assert questions["pests"].only_if == "Only if you ticked “wish 1”, “wish 2” in question 6."
    assert questions["mood"].only_if == ""


def test_each_kind_is_asked_in_its_own_way(page):
    assert page.count("Put one X inside the triangle") == 1
    for words in ("Mostly “glad”", "Between “sad” and “cross”", "All three about equally"):
        assert words in page
    assert page.count("Put one X on one of the seven marks") == 1
    assert len(re.findall(r'class="paper-dyad__number"', page)) == 7
    assert "Write each letter in the square where it belongs" in page
    assert re.findall(r'paper-letter">(\w)<', page) == ["A", "B"]
    assert "Tick up to 2." in page
    assert "Other, in your own words:" in page
    assert page.count("This does not apply to my story") == 4


def test_everything_else_that_the_pages_ask_is_on_it(page):
    for words in ("A good day", "The wardens", "Yes, somebody may be in danger", "Staff may leave me a message"):
        assert words in page
    for name in ("east", "west"):
        assert f"<span>{name}</span>" in page
    assert "all</span>" not in page
    for words in ("Only count my answers", "Staff may also read my story", "It may also be published"):
        assert words in page


def test_it_says_who_reads_it_and_that_it_is_no_emergency_service(page):
    assert "Whoever types this form in reads it too." in page
    assert "This is not an emergency service" in page
    assert "999" in page
    assert "Do not write your name" in page


def test_there_is_nothing_to_fill_in_on_the_screen(page):
    main = page.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"<(?:input|textarea|select|form)\b", main)


def test_no_code_of_anybody_is_printed(page):
    assert "data-key" not in page
    assert page.count('class="paper-box"') == 16


def test_a_collection_that_is_not_there_has_no_form(app):
    assert app.test_client().get("/share/nowhere/paper").status_code == 404
