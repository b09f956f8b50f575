"""What anybody reads of a collection without signing in, and what they never do."""

import re
from datetime import UTC, date, datetime

import pytest

from store.collections import add_collection
from store.public_pages import list_to_search_engines, switch_public_page
from store.release_public import close_round
from tests.builders import make_collection
from tests.people import stores_of
from tests.web.public.conftest import PROBE, TEXT, tell

NOW = datetime(2026, 8, 1, tzinfo=UTC)


def words_of(response):
    return " ".join(response.text.split())


def test_the_page_tells_what_was_heard_in_a_picture_and_a_table(anyone):
    page = words_of(anyone.get("/public/plot"))
    assert "counted until 1 July 2026" in page and "At least 190 people answered this." in page
    assert 'aria-label="It left me… glad: 33%; sad: 34%; cross: 33%"' in page
    assert '<th scope="row" dir="auto">nearer to “all the say”' in page and "<td>47%</td><td>40% to 54%</td>" in page
    assert "Not told by themselves: in between." in page


def test_options_come_by_their_share(anyone):
    page = words_of(anyone.get("/public/plot"))
    assert page.index(">wish 13<") < page.index(">wish 1<")
    assert ">wish 5<" not in page, "an option that nobody may be told of is no row"


def test_the_objectives_stand_with_their_readings(anyone):
    page = words_of(anyone.get("/public/plot"))
    assert "1 April 2026 to 1 July 2026: 60%. It has moved towards the target." in page
    assert "20% (the survey of spring)" in page and "70% or more by 31 December 2099" in page
    assert "<td>at least 90</td><td>33%</td><td>24% to 44%</td>" in page


def test_what_came_of_it_and_what_is_tried_are_the_sentences_that_managers_wrote(anyone):
    page = words_of(anyone.get("/public/plot"))
    assert "Two more people answer." in page and "Tea at the gate until Easter." in page


def test_a_probe_that_does_not_run_is_not_told_of(app, anyone):
    stores_of(app).stories.execute("update probes set state = 'ended' where id = :id", id=PROBE)
    page = anyone.get("/public/plot").text
    assert "Tea at the gate" not in page and "There is nothing to tell at the moment." in page


def test_the_rules_are_those_in_force(app, anyone):
    assert "To the end of the month, 12 months after" in words_of(anyone.get("/public/plot"))


def test_no_word_of_a_story_and_nobody_s_name_is_on_it(anyone):
    page = anyone.get("/public/plot").text
    assert TEXT not in page and "robin" not in page
    assert not re.search(r"\b(Ada|Ade|ada|ade)\b", page)


def test_it_speaks_welsh_where_somebody_wrote_welsh(anyone):
    page = anyone.get("/public/plot?lang=cy").text
    assert '<html lang="cy"' in page
    assert "Te wrth y giât." in page and "Tea at the gate" not in page


@pytest.mark.parametrize("path", ["/public/plot", "/public/nowhere"])
def test_a_page_that_is_off_is_no_page(app, anyone, path):
    switch_public_page(stores_of(app).stories, "plot", is_on=False, actor="ade", at=NOW)
    assert anyone.get(path).status_code == 404
    assert "Nothing has been published here yet." in anyone.get("/public").text


def test_every_public_page_is_listed(app, anyone):
    add_collection(stores_of(app).stories, make_collection(id="other", title="The other plot"))
    page = anyone.get("/public").text
    assert 'href="/public/plot"' in page and "The other plot" not in page
    assert '<a class="govuk-back-link" href="/public">What people told</a>' in anyone.get("/public/plot").text


def test_it_may_be_kept_for_a_while_and_sets_no_cookie(anyone):
    first = anyone.get("/public/plot", headers={"Accept-Language": "en"})
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Accept-Language" in first.headers["Vary"] and "Set-Cookie" not in first.headers
    again = anyone.get("/public/plot", headers={"Accept-Language": "en", "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""
    assert anyone.get("/public").headers["Cache-Control"] == "no-store"


def test_search_engines_are_asked_to_stay_away_until_somebody_lets_them(app, anyone):
    assert 'name="robots" content="noindex"' in anyone.get("/public/plot").text
    list_to_search_engines(stores_of(app).stories, "plot", is_listed=True)
    assert 'name="robots"' not in anyone.get("/public/plot").text


def test_it_is_the_same_for_whoever_is_signed_in(anyone, ada):
    assert ada.get("/public/plot").data == anyone.get("/public/plot").data


def test_stories_told_since_change_nothing_before_the_quarter_ends(app, anyone):
    before = anyone.get("/public/plot").data
    tell(app, 9, 0)
    close_round(stores_of(app).stories, *app.extensions["plot"], today=date(2026, 9, 30))
    assert anyone.get("/public/plot").data == before


def test_before_there_are_figures_it_says_when_they_come(app, anyone):
    db = stores_of(app).stories
    add_collection(db, make_collection(id="other", title="The other plot"))
    switch_public_page(db, "other", is_on=True, actor="ade", at=NOW)
    page = anyone.get("/public/other").text
    assert "There are no figures yet." in page and "at least 10 people" in page
    assert "Nothing has been answered yet." in page and "What we want to change" not in page
