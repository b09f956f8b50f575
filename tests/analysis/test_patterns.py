"""Patterns of answers: fitted, moved, placed, and changed in number only after weeks."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

import analysis.patterns
from analysis.meaning_steps import MEANING_STEPS
from analysis.patterns import space_of, update_patterns
from models.patterns import Patterns
from models.stability import Stability
from narratives.collection import Policy
from store import patterns
from store.erasure import withdraw
from tests.builders import TODAY
from tests.people import SECRET
from tests.store.placed import keep_placed

WEEK = timedelta(days=7)


@pytest.fixture
def quick(monkeypatch):
    """A free fit that says what the test wants, and a stability that costs nothing: models/ is tested by itself."""
    wanted = {"k": 2}

    def find(answers, blocks, *, least=10, seed=0):
        space = analysis.patterns.PatternSpace(
            np.asarray(blocks),
            np.nanmean(answers, axis=0),
            np.ones(answers.shape[1]),
            np.linspace(-0.4, 0.4, wanted["k"])[:, None] * np.eye(1, answers.shape[1])
            if wanted["k"]
            else np.zeros((0, answers.shape[1])),
            0.1,
            9.0,
        )
        held = Stability(0.9, 0.85, 0.95, (0.9,) * wanted["k"]) if wanted["k"] else None
        return Patterns(space, held, 0.025 if wanted["k"] else float("nan"), np.zeros(3), ())

    monkeypatch.setattr(analysis.patterns, "find_patterns", find)
    monkeypatch.setattr(
        analysis.patterns, "stability_of", lambda space, _: Stability(0.88, 0.8, 0.9, (0.9,) * len(space.middles))
    )
    return wanted


def ids(db):
    return [one.id for one in patterns.list_patterns(db, "plot")]


def test_planted_kinds_are_found_and_every_open_story_gets_a_place(db, plot):
    kinds = keep_placed(db, plot, 240)
    assert update_patterns(db, *plot, today=TODAY) == 240
    fit = patterns.get_pattern_fit(db, "plot")
    assert fit.ids == (1, 2, 3) and fit.n == 240 and fit.found.stability[0] > 0.8
    told = [(kinds[one], number) for number in fit.ids for one in patterns.list_placed_ids(db, "plot", number, 240)]
    assert len(told) > 200  # the others left too much unanswered
    most = [max(range(3), key=[kind for kind, pattern in told if pattern == number].count) for number in fit.ids]
    right = sum(most[pattern - 1] == kind for kind, pattern in told)
    assert sorted(most) == [0, 1, 2] and right / len(told) > 0.9
    assert update_patterns(db, *plot, today=TODAY) == 0


def test_the_worker_has_the_step():
    assert "patterns" in MEANING_STEPS


def test_below_a_hundred_stories_nobody_looks(db, plot):
    keep_placed(db, plot, 99)
    assert update_patterns(db, *plot, today=TODAY) == 0
    assert patterns.get_pattern_fit(db, "plot") is None


def test_a_protected_collection_has_no_patterns(db, plot, quick):
    keep_placed(db, plot, 120)
    assert update_patterns(db, replace(plot[0], policy=Policy.PROTECTED), plot[1], today=TODAY) == 0
    assert patterns.get_pattern_fit(db, "plot") is None


def test_new_stories_are_placed_without_a_fit(db, plot, quick):
    keep_placed(db, plot, 120)
    update_patterns(db, *plot, today=TODAY)
    before = patterns.get_pattern_fit(db, "plot")
    keep_placed(db, plot, 5, seed=1)
    assert update_patterns(db, *plot, today=TODAY) == 5
    assert patterns.get_pattern_fit(db, "plot") == before


def test_after_a_week_the_patterns_move_and_keep_their_numbers(db, plot, quick):
    keep_placed(db, plot, 120)
    update_patterns(db, *plot, today=TODAY)
    before = patterns.get_pattern_fit(db, "plot")
    keep_placed(db, plot, 10, seed=1)
    update_patterns(db, *plot, today=TODAY + WEEK)
    after = patterns.get_pattern_fit(db, "plot")
    assert after.ids == before.ids and after.fitted_on == TODAY + WEEK and after.id != before.id
    assert after.found.stability[0] == 0.88
    assert np.abs(space_of(after).middles - space_of(before).middles).max() < 0.5


def test_another_number_needs_three_weeks_in_a_row(db, plot, quick):
    keep_placed(db, plot, 120)
    update_patterns(db, *plot, today=TODAY)
    quick["k"] = 3
    for week in (1, 2):
        update_patterns(db, *plot, today=TODAY + week * WEEK)
        assert ids(db) == [1, 2]
    update_patterns(db, *plot, today=TODAY + 3 * WEEK)
    assert len(ids(db)) == 3 and patterns.get_pattern_fit(db, "plot").found.leaning[-1] == (TODAY + 3 * WEEK, 3)


def test_one_odd_week_starts_the_count_again(db, plot, quick):
    keep_placed(db, plot, 120)
    update_patterns(db, *plot, today=TODAY)
    for week, k in enumerate((3, 3, 2, 3, 3), 1):
        quick["k"] = k
        update_patterns(db, *plot, today=TODAY + week * WEEK)
        assert ids(db) == [1, 2]


def test_patterns_end_after_three_weeks_of_scatter_and_their_numbers_are_not_given_again(db, plot, quick):
    keep_placed(db, plot, 120)
    update_patterns(db, *plot, today=TODAY)
    quick["k"] = 0
    for week in (1, 2, 3):
        update_patterns(db, *plot, today=TODAY + week * WEEK)
    assert ids(db) == []
    quick["k"] = 2
    update_patterns(db, *plot, today=TODAY + 4 * WEEK)
    assert ids(db) == [3, 4]


def test_a_withdrawn_story_takes_its_place_along(db, plot, quick):
    one, *_ = keep_placed(db, plot, 120)
    update_patterns(db, *plot, today=TODAY)
    withdraw(db, one, SECRET)
    assert db.one("select count(*) as n from pattern_places")["n"] == 119
    assert update_patterns(db, *plot, today=TODAY) == 0
