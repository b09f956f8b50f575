"""The worker brings the index of meanings up to date, finds its cells anew and sees who stands apart."""

import numpy as np
import pytest

import analysis.meaning_index as at_work
from analysis.meaning_index import update_apartness, update_index
from narratives.selection import View
from store.apartness import list_apart
from store.landscape import Landscape
from store.meaning_generations import count_placed, generation_in_use, list_generations
from store.release_meaning import nearest_stories
from tests.analysis.conftest import make_season
from tests.store.meanings import MODEL, embed, packed


@pytest.fixture
def told(db, tell):
    """Sixty stories in three clouds."""
    stories = make_season(10)
    tell(stories)
    chance = np.random.default_rng(4)
    vectors = np.repeat(np.eye(3, 8), 20, axis=0) + chance.normal(0, 0.05, (60, 8))
    embed(db, stories, vectors.tolist())
    return stories


@pytest.fixture
def many(monkeypatch):
    """Cells as a large collection has them, however few stories there are."""
    monkeypatch.setattr(at_work, "cells_wanted", lambda n: max(1, n // 15))


def nearest(db, plot, vector, n=20):
    collection, framework = plot
    found = nearest_stories(db, Landscape(), collection, framework, View(), packed(vector), n)
    return [story.id for story, _ in found]


def test_every_readable_story_gets_a_place_and_is_found_by_what_it_means(db, plot, told):
    assert update_index(db, plot[0], MODEL)
    assert count_placed(db, "plot", 1) == 60
    assert set(nearest(db, plot, np.eye(8)[1])) == {one.id for one in told[20:40]}


def test_a_pass_does_a_piece_and_the_next_goes_on(db, plot, told):
    assert not update_index(db, plot[0], MODEL, most=25)
    assert count_placed(db, "plot", 1) == 25
    assert not update_index(db, plot[0], MODEL, most=25)
    assert update_index(db, plot[0], MODEL, most=25)
    assert count_placed(db, "plot", 1) == 60


def test_a_collection_that_has_grown_gets_cells_anew_and_is_searched_meanwhile(db, plot, told, tell, many):
    embed(db, told, [(0.0,) * 7 + (1.0,)] * 60, "other")
    assert update_index(db, plot[0], MODEL)
    assert 1 < generation_in_use(db, "plot").cells <= 4
    more = make_season(31, seed=9)
    tell(more)
    embed(db, more, [np.eye(8)[number % 3] + 0.01 for number in range(len(more))])
    assert update_index(db, plot[0], MODEL, most=10_000)
    assert not update_index(db, plot[0], MODEL, most=100)
    assert generation_in_use(db, "plot").number == 1 and len(list_generations(db, "plot")) == 2
    assert len(nearest(db, plot, np.eye(8)[1])) == 20
    while not update_index(db, plot[0], MODEL, most=100):
        pass
    assert [one.number for one in list_generations(db, "plot")] == [2]
    assert generation_in_use(db, "plot").cells == 3 and count_placed(db, "plot", 2) == 246


def test_another_model_gets_an_index_of_its_own(db, plot, told):
    update_index(db, plot[0], MODEL)
    embed(db, told, [(0.0,) * 7 + (1.0,)] * 60, "other")
    while not update_index(db, plot[0], "other"):
        pass
    assert generation_in_use(db, "plot").model_id == "other"
    assert len(list_generations(db, "plot")) == 1


def test_nothing_is_made_of_nothing(db, plot):
    assert update_index(db, plot[0], MODEL) and update_apartness(db, plot[0], MODEL)
    assert generation_in_use(db, "plot") is None and nearest(db, plot, [1.0, 0.0]) == []


def test_who_stands_apart_comes_first_and_is_measured_again_when_many_came(db, plot, told, tell):
    odd = make_season(1, seed=77)[:1]
    tell(odd)
    embed(db, odd, [(0, 0, 0, 1, 0, 0, 0, 0)])
    update_index(db, plot[0], MODEL)
    assert not update_apartness(db, plot[0], MODEL, most=40)
    assert update_apartness(db, plot[0], MODEL)
    assert list_apart(db, "plot", 1) == [odd[0].id]
    company = make_season(20, seed=78)
    tell(company)
    embed(db, company, [(0, 0, 0, 1, 0.1, 0, 0, 0)] * len(company))
    update_index(db, plot[0], MODEL)
    assert update_apartness(db, plot[0], MODEL)
    assert odd[0].id not in list_apart(db, "plot", 20)


def test_cells_that_are_not_probed_are_probed_when_a_filter_leaves_too_few(db, plot, told, many, monkeypatch):
    monkeypatch.setattr("store.release_meaning.PROBED", 1)
    update_index(db, plot[0], MODEL)
    assert len(nearest(db, plot, np.eye(8)[1], 45)) == 45
