"""Patterns as fitted, and the open stories' places among them."""

from dataclasses import replace
from datetime import date

from narratives.narrative import Scope
from store import patterns
from store.corrections import correct_story, narrow_consent
from store.erasure import withdraw
from store.narratives import get_narrative
from store.patterns import PatternFit, PatternFound, PatternPlace
from tests.builders import open_plot
from tests.people import SECRET
from tests.store.placed import keep_placed

ON = date(2026, 3, 2)


def fit(*ids, on=ON, name="f1", **changes):
    facts = {"id": name, "n": 120, "fitted_on": on, "arrays": b"npz", "ids": ids}
    return PatternFit(**(facts | changes))


def place(db, stories, fit_id="f1", pattern=1):
    places = [PatternPlace(one, pattern, float(number), False) for number, one in enumerate(stories)]
    patterns.add_pattern_places(db, "plot", fit_id, places)


def test_a_fit_comes_back_as_it_was_kept(db):
    open_plot(db)
    found = PatternFound((0.9, 0.8, 0.95), (0.9, 0.8), 0.025, ((ON, 2),))
    kept = fit(3, 5, found=found)
    patterns.replace_pattern_fit(db, "plot", kept)
    assert patterns.get_pattern_fit(db, "plot") == kept
    assert patterns.get_pattern_fit(db, "another") is None


def test_a_fit_without_patterns_is_kept_as_well(db):
    open_plot(db)
    patterns.replace_pattern_fit(db, "plot", fit())
    assert patterns.get_pattern_fit(db, "plot").ids == () and patterns.list_patterns(db, "plot") == []


def test_a_pattern_keeps_its_birthday_and_a_number_is_never_given_twice(db):
    open_plot(db)
    patterns.replace_pattern_fit(db, "plot", fit(1, 2))
    patterns.replace_pattern_fit(db, "plot", fit(1, on=date(2026, 4, 1)))
    assert [(one.id, one.born_on) for one in patterns.list_patterns(db, "plot")] == [(1, ON)]
    assert patterns.next_pattern(db, "plot") == 3


def test_only_open_stories_are_looked_at(db):
    plot = open_plot(db)
    opened = keep_placed(db, plot, 3)
    keep_placed(db, plot, 2, seed=1, consent=frozenset())
    assert patterns.count_open_stories(db, "plot") == 3 == len(patterns.list_open_codes(db, "plot", 10))
    assert {one for one, _ in patterns.list_unplaced(db, "plot", "f1", 10)} == set(opened)


def test_a_story_without_a_place_in_this_fit_is_found_once(db):
    plot = open_plot(db)
    stories = sorted(keep_placed(db, plot, 4))
    place(db, stories[:2])
    place(db, stories[2:3], "older")
    assert [one for one, _ in patterns.list_unplaced(db, "plot", "f1", 10)] == stories[2:]
    assert [one for one, _ in patterns.list_unplaced(db, "plot", "f1", 10, after=stories[2])] == stories[3:]


def test_typical_stories_come_first_and_withdrawn_ones_not_at_all(db):
    plot = open_plot(db)
    stories = list(keep_placed(db, plot, 5))
    place(db, stories)
    withdraw(db, stories[1], SECRET)
    assert patterns.list_placed_ids(db, "plot", 1, 2) == [stories[0], stories[2]]
    assert patterns.list_placed_ids(db, "plot", 1, 2, offset=2) == [stories[3], stories[4]]
    assert db.one("select count(*) as n from pattern_places")["n"] == 4


def test_unusual_stories_are_listed_with_the_farthest_first(db):
    plot = open_plot(db)
    stories = list(keep_placed(db, plot, 3))
    far = [PatternPlace(one, 1, float(number), number > 0) for number, one in enumerate(stories)]
    patterns.add_pattern_places(db, "plot", "f1", far)
    assert patterns.list_placed_ids(db, "plot", 1, 9, unusual=True) == [stories[2], stories[1]]


def test_a_story_that_is_held_back_leaves_at_once_and_its_place_with_the_next_fit(db):
    plot = open_plot(db)
    stories = list(keep_placed(db, plot, 3))
    place(db, stories)
    db.execute("update narratives set state = 'held' where id = :id", id=stories[0])
    assert patterns.list_placed_ids(db, "plot", 1, 9) == stories[1:]
    assert patterns.forget_closed_places(db, "plot") == 1


def test_a_corrected_story_is_placed_anew_and_one_that_may_not_be_read_any_more_forgotten(db):
    plot = open_plot(db)
    one, other = keep_placed(db, plot, 2)
    place(db, [one, other])
    before = get_narrative(db, one)
    correct_story(db, *plot, before, replace(before, answers=before.answers[1:]))
    assert patterns.list_placed_ids(db, "plot", 1, 9) == [other]
    before = get_narrative(db, other)
    assert Scope.READ in before.consent
    narrow_consent(db, *plot, before, replace(before, consent=frozenset()))
    assert db.one("select count(*) as n from pattern_places")["n"] == 0


def test_a_story_withdrawn_meanwhile_gets_no_place(db):
    open_plot(db)
    place(db, ["0" * 32])
    assert db.one("select count(*) as n from pattern_places")["n"] == 0
