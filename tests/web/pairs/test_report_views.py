"""The managers' report: the gap in words, pictures and tables, of one's own teams alone."""

import csv
from datetime import date
from pathlib import Path

import pytest

from store.accounts import Grant, Role, set_grants
from store.case_key import read_case_key
from store.cases import open_cases
from store.collections import add_collection
from store.demo import PROBATION, demo_framework
from store.demo_pairs import demo_pairs
from store.frameworks import add_framework
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of

OFFICES = ("City office", "Coast office", "Valley office")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    app = make_app(Path(tmp_path_factory.mktemp("pairs")))
    stores = stores_of(app)
    add_framework(stores.stories, demo_framework(PROBATION))
    add_collection(stores.stories, PROBATION)
    open_plot(stores.stories)
    key = read_case_key(stores.settings.cases_key_path)
    db = open_cases(stores.settings.cases_path, key)
    demo_pairs(db, key, "probation", OFFICES, 10, date(2026, 3, 2))
    db.close()
    return app


@pytest.fixture(scope="module")
def ada(app):
    return Person(app, "ada")


def test_the_first_sentence_says_the_gap_with_its_interval(ada):
    page = ada.get("/pairs/probation").text
    assert "People place meetings further towards “a child” than officers do: by " in page
    assert " points (" in page
    assert "not distinguishable from no gap" in page


def test_every_picture_has_a_table_and_every_part_its_figures(ada):
    page = ada.get("/pairs/probation").text
    assert page.count("pairs-svg__officer") == (page.count("<caption") - 1) / 4 == 5  # one is of the conditions
    for words in (*OFFICES, "Telephone", "Home or doorstep", "Quarter 1 of 2026", "All pairs"):
        assert words in page


def test_the_page_says_how_many_intervals_hold_together(ada):
    assert "11 for all pairs," in ada.get("/pairs/probation").text


def test_before_the_first_batch_the_page_says_what_it_takes(ada):
    page = ada.get("/pairs/plot").text
    assert "No figure can be shown yet." in page
    assert "needs 10 people of one team and kind of contact" in page


def test_the_figures_come_as_a_table(ada):
    answer = ada.get("/pairs/probation/figures.csv")
    assert answer.mimetype == "text/csv"
    lines = csv.reader(answer.text.splitlines())
    (row,) = [line for line in lines if line[:3] == ["I was treated as…", "All pairs", "a child"]]
    n, gap = int(row[3]), int(row[10])
    assert n % 10 == 0 and 8 <= gap <= 25
    assert row[-1] == "yes"


def test_somebody_limited_to_a_team_sees_that_team_alone(app):
    mo = Person(app, "mo")
    set_grants(stores_of(app).accounts, mo.account.id, [Grant(Role.MEMBER, "probation", "City office")])
    mo = Person(app, "mo")
    page = mo.get("/pairs/probation").text
    assert "Your teams: City office." in page
    assert "Coast office" not in page and "Valley office" not in page
    assert "Coast office" not in mo.get("/pairs/probation/figures.csv").text
    assert mo.get("/pairs/plot").status_code == 404


def test_practitioners_see_no_report(app):
    assert Person(app, "cy").get("/pairs/probation").status_code == 403


def test_several_collections_are_chosen_from(ada):
    page = ada.get("/pairs").text
    assert "/pairs/probation" in page and "/pairs/plot" in page


def test_the_report_says_under_which_conditions_people_say_it(ada):
    page = ada.get("/pairs/probation").text
    assert "Kind of contact “Home or doorstep”: people place meetings further towards “I know what to do next”" in page
    assert "comparisons, whose intervals hold together in 95 of 100 such reports" in page
