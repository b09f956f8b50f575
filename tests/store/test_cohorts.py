"""Saved selections: stored once, under names that differ, and never lost by a slip."""

from dataclasses import replace
from datetime import date

import pytest

from narratives.errors import NotFoundError
from store import cohorts
from store.cohorts import NameTakenError, TooManyError, add_cohort, get_cohort, list_cohorts, make_cohort
from store.collections import add_collection
from tests.builders import make_collection, open_plot

TODAY = date(2026, 3, 2)


def saved(db, name="The east", query="group=east", collection="plot"):
    return add_cohort(db, make_cohort(collection, name, query, "ada", TODAY))


@pytest.fixture
def plots(db):
    open_plot(db)
    add_collection(db, make_collection(id="quiet", title="A quiet word"))
    return db


def test_a_selection_is_stored_with_who_and_when(plots):
    cohort = saved(plots)
    assert get_cohort(plots, "plot", cohort.id) == cohort
    assert (cohort.query, cohort.account, cohort.made_on) == ("group=east", "ada", TODAY)


def test_selections_are_listed_by_name_whatever_their_capitals(plots):
    for name in ("west", "East", "all"):
        saved(plots, name)
    assert [one.name for one in list_cohorts(plots, "plot")] == ["all", "East", "west"]


def test_a_selection_belongs_to_one_collection(plots):
    cohort = saved(plots)
    assert list_cohorts(plots, "quiet") == []
    with pytest.raises(NotFoundError):
        get_cohort(plots, "quiet", cohort.id)
    with pytest.raises(NotFoundError):
        cohorts.remove_cohort(plots, "quiet", cohort.id)
    assert list_cohorts(plots, "plot") == [cohort]


def test_a_name_is_taken_once_in_a_collection_and_again_in_another(plots):
    first = saved(plots, "The east")
    with pytest.raises(NameTakenError, match="Give this one another name") as refused:
        saved(plots, "the EAST", "group=west")
    assert refused.value.cohort == first
    assert list_cohorts(plots, "plot") == [first]
    assert saved(plots, "The east", collection="quiet").name == "The east"


def test_a_selection_is_renamed_but_not_to_a_name_that_is_taken(plots):
    first, second = saved(plots, "The east"), saved(plots, "The west", "group=west")
    cohorts.rename_cohort(plots, "plot", first.id, "THE EAST")
    assert get_cohort(plots, "plot", first.id).name == "THE EAST"
    with pytest.raises(NameTakenError):
        cohorts.rename_cohort(plots, "plot", second.id, "the east")
    assert get_cohort(plots, "plot", second.id) == second


def test_a_deleted_selection_can_be_put_back_with_its_link(plots):
    cohort = saved(plots)
    assert cohorts.remove_cohort(plots, "plot", cohort.id) == cohort
    assert list_cohorts(plots, "plot") == []
    assert add_cohort(plots, cohort) == cohort
    assert get_cohort(plots, "plot", cohort.id) == cohort
    assert add_cohort(plots, replace(cohort, name="other")) == cohort, "putting back twice changes nothing"


def test_a_deleted_selection_is_not_put_back_over_another_of_its_name(plots):
    cohort = cohorts.remove_cohort(plots, "plot", saved(plots).id)
    taken = saved(plots, "the east", "group=west")
    with pytest.raises(NameTakenError):
        add_cohort(plots, cohort)
    assert list_cohorts(plots, "plot") == [taken]


def test_there_is_an_end_to_the_list(plots, monkeypatch):
    monkeypatch.setattr(cohorts, "MOST_COHORTS", 2)
    saved(plots, "one"), saved(plots, "two")
    with pytest.raises(TooManyError, match="Delete one that nobody needs"):
        saved(plots, "three")
    assert len(list_cohorts(plots, "plot")) == 2
