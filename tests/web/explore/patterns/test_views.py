"""The page of patterns, and one of them with its stories."""

import pytest

from store.erasure import withdraw
from tests.people import SECRET, Person
from tests.store.pattern_fits import fit_nothing, fit_planted
from tests.store.placed import keep_placed


@pytest.fixture
def placed(world):
    """Stories of three planted kinds, by id, among the patterns 4, 7 and 9."""
    plot = (world.plot, world.framework)
    kinds = keep_placed(world.db, plot, 200)
    fit_planted(world.db, plot)
    return kinds


def test_each_pattern_is_shown_with_its_name_what_marks_it_and_a_story(world, ada, placed):
    page = ada.get("/explore/plot/patterns").text
    assert "3 patterns in" in page and "(0.90 to 0.96; 1 is always, 0 is by chance)" in page
    for number in (4, 7, 9):
        assert f'href="/explore/plot/patterns/{number}"' in page
    assert "“glad”" in page and "of its stories, against" in page and "Bean number" in page
    assert 'aria-current="page">Patterns' in page


def test_one_pattern_has_its_own_page_with_intervals_and_its_stories(ada, placed):
    page = ada.get("/explore/plot/patterns/7").text
    assert "What marks it" in page and "Difference (95% interval)" in page and "points (+" in page
    assert page.count('<article class="mm-story-card"') >= 20
    assert "patterns/7?page=2#stories" in page


def test_its_stories_go_on_from_page_to_page_without_one_twice(ada, placed):
    seen = []
    for number in range(1, 9):
        page = ada.get(f"/explore/plot/patterns/7?page={number}").text
        main = page.split("Like none of the patterns")[0]
        seen += [part.split('"')[0] for part in main.split('id="story-')[1:]]
    assert len(seen) == len(set(seen)) and 40 < len(seen) < 90
    assert "There are no more stories" in ada.get("/explore/plot/patterns/7?page=50").text
    assert ada.get("/explore/plot/patterns/7?page=abc").status_code == 200


@pytest.mark.parametrize("number", ["1", "0", "x", "7x", "99999999999999999999"])
def test_a_number_that_no_pattern_has_is_not_found(ada, placed, number):
    assert ada.get(f"/explore/plot/patterns/{number}").status_code == 404


def test_an_administrator_sees_figures_and_nobodys_story(app, placed):
    ade = Person(app, "ade")
    for path in ("/explore/plot/patterns", "/explore/plot/patterns/4"):
        page = ade.get(path).text
        assert "“glad”" in page and "Bean number" not in page and "Read its stories" not in page


def test_a_withdrawn_story_is_gone_from_the_page_at_once(world, ada, placed):
    told = dict(world.db.tuples("select id, text from narratives"))
    page = ada.get("/explore/plot/patterns/4").text
    gone = next(one for one, text in told.items() if f"{text}</blockquote>" in page)
    withdraw(world.db, gone, SECRET)
    assert f"{told[gone]}</blockquote>" not in ada.get("/explore/plot/patterns/4").text


def test_that_answers_spread_evenly_is_a_result(world, ada):
    keep_placed(world.db, (world.plot, world.framework), 20)
    fit_nothing(world.db, (world.plot, world.framework))
    page = ada.get("/explore/plot/patterns").text
    assert "No patterns here: answers spread evenly" in page and "The analysis looked at 400 stories" in page


def test_before_there_are_enough_stories_the_page_says_how_many_are_needed(world, ada):
    keep_placed(world.db, (world.plot, world.framework), 4)
    page = ada.get("/explore/plot/patterns").text
    assert "once 100 stories may be read with their answers" in page and "fewer than 10 now" in page


def test_a_protected_collection_says_why_there_are_none_and_what_is_possible(ada, world):
    page = ada.get("/explore/quiet/patterns").text
    assert "No patterns in a protected collection" in page
    assert 'href="/explore/quiet/association"' in page
    assert ada.get("/explore/quiet/patterns/4").status_code == 404
