"""Reading lists: everybody's own, in their own order, and never holding what was withdrawn."""

import pytest

from narratives.errors import NotFoundError
from narratives.narrative import State
from store import reading_lists
from store.collections import add_collection
from store.erasure import withdraw
from store.narrative_rows import INSERT, narrative_to_row
from store.reading_lists import ListFullError, add_to_list, list_listed, order_list, remove_from_list
from tests.builders import make_collection, make_narrative, open_plot


@pytest.fixture
def stories(db):
    _, framework = open_plot(db)
    add_collection(db, make_collection(id="other", title="Another plot"))
    told = [make_narrative() for _ in range(4)]
    for one in told:
        db.execute(INSERT, **narrative_to_row(framework, one, State.RELEASED))
    return [one.id for one in told]


def test_stories_are_listed_in_the_order_in_which_they_were_added(db, stories):
    for one in stories:
        add_to_list(db, "plot", "ada", one)
    add_to_list(db, "plot", "ada", stories[0])
    assert list_listed(db, "plot", "ada") == stories


def test_a_list_is_its_owners_and_its_collections(db, stories):
    add_to_list(db, "plot", "ada", stories[0])
    assert list_listed(db, "plot", "mo") == [] and list_listed(db, "other", "ada") == []
    assert remove_from_list(db, "plot", "mo", stories[0]) is None
    with pytest.raises(NotFoundError):
        add_to_list(db, "other", "ada", stories[1])


def test_a_story_that_was_taken_off_goes_back_to_its_place(db, stories):
    for one in stories:
        add_to_list(db, "plot", "ada", one)
    place = remove_from_list(db, "plot", "ada", stories[1])
    assert place == 1
    assert list_listed(db, "plot", "ada") == [stories[0], stories[2], stories[3]]
    add_to_list(db, "plot", "ada", stories[1], at=place)
    assert list_listed(db, "plot", "ada") == stories


def test_an_order_that_knows_only_some_stories_keeps_the_others(db, stories):
    for one in stories:
        add_to_list(db, "plot", "ada", one)
    order_list(db, "plot", "ada", [stories[3], "nowhere", stories[1], stories[3]])
    assert list_listed(db, "plot", "ada") == [stories[3], stories[1], stories[0], stories[2]]


def test_a_withdrawn_story_leaves_every_list(db, stories):
    for account in ("ada", "mo"):
        for one in stories[:2]:
            add_to_list(db, "plot", account, one)
    withdraw(db, stories[0], b"secret")
    assert list_listed(db, "plot", "ada") == list_listed(db, "plot", "mo") == [stories[1]]


def test_a_full_list_says_what_to_do(db, stories, monkeypatch):
    monkeypatch.setattr(reading_lists, "MOST_LISTED", 2)
    for one in stories[:2]:
        add_to_list(db, "plot", "ada", one)
    with pytest.raises(ListFullError, match="Take one off"):
        add_to_list(db, "plot", "ada", stories[2])
    assert list_listed(db, "plot", "ada") == stories[:2]
