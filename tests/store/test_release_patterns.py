"""Patterns as staff may see them: of open stories alone, counted when asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.collection import Policy
from store.erasure import withdraw
from store.landscape import Landscape
from store.release_patterns import EVENLY, FOUND, PROTECTED, WAITING, list_pattern_stories, list_released_patterns
from tests.builders import TODAY, open_plot
from tests.people import SECRET
from tests.store.pattern_fits import fit_nothing, fit_planted
from tests.store.placed import keep_placed


@pytest.fixture
def plot(db):
    return open_plot(db)


def released(db, plot, landscape=None):
    return list_released_patterns(db, landscape or Landscape(), *plot)


def test_a_pattern_has_its_size_what_marks_it_and_a_name_made_of_anchors(db, plot):
    kinds = keep_placed(db, plot)
    fit_planted(db, plot)
    found = released(db, plot)
    assert found.state == FOUND and found.n == 240 and found.stability == (0.93, 0.9, 0.96)
    assert sum(one.size for one in found.patterns) == found.placed < 240
    assert [one.size for one in found.patterns] == sorted((one.size for one in found.patterns), reverse=True)
    by_id = {one.id: one for one in found.patterns}
    assert "“glad”" in by_id[4].label and "“sad”" in by_id[7].label and "“cross”" in by_id[9].label
    glad = by_id[4].marks[0]
    assert glad.share > 0.8 > 0.2 > glad.rest and glad.low < glad.effect < glad.high and glad.q < 0.001
    assert abs(by_id[4].size - list(kinds.values()).count(0)) < 40


def test_groups_are_named_where_a_pattern_is_surely_stronger(db, plot):
    keep_placed(db, plot)
    fit_planted(db, plot)
    by_id = {one.id: one for one in released(db, plot).patterns}
    (east,) = by_id[4].groups
    assert east.name == "east" and east.share > east.rest and east.low > 0


def test_a_triad_is_drawn_with_its_middle(db, plot):
    keep_placed(db, plot)
    fit_planted(db, plot)
    by_id = {one.id: one for one in released(db, plot).patterns}
    ((triad, shape),) = by_id[7].triads
    assert triad.id == "mood" and sum(shape.cells) == shape.counts.placed
    assert shape.mean[1] > 0.6 and shape.dots is None
    assert shape.counts.placed + shape.counts.not_answered == by_id[7].size


def test_a_pattern_that_grew_lately_says_so(db, plot):
    keep_placed(db, plot, 200, told_on=TODAY - timedelta(days=60))
    stories = keep_placed(db, plot, 200, seed=1, told_on=TODAY)
    for one in [one for one, kind in stories.items() if kind == 1][:45]:
        withdraw(db, one, SECRET)
    fit_planted(db, plot)
    by_id = {one.id: one for one in released(db, plot).patterns}
    assert by_id[7].growth.is_told and by_id[7].growth.recent < by_id[7].growth.before
    assert by_id[7].growth.high < 0


def test_a_withdrawn_or_held_story_leaves_every_figure_at_once(db, plot):
    kinds = keep_placed(db, plot)
    fit_planted(db, plot)
    landscape = Landscape()
    before = released(db, plot, landscape)
    gone = next(story for story in list_pattern_stories(db, plot[0], 4, 1))
    assert gone.id in kinds
    withdraw(db, gone.id, SECRET)
    after = released(db, plot, landscape)
    sizes = [{one.id: one.size for one in found.patterns} for found in (before, after)]
    assert after.n == before.n - 1 and sizes[1][4] == sizes[0][4] - 1
    assert gone.id not in {story.id for story in list_pattern_stories(db, plot[0], 4, 500)}


def test_of_fewer_than_k_stories_no_figure_is_told(db, plot):
    kinds = keep_placed(db, plot, 120)
    glad = [one for one, kind in kinds.items() if kind == 0]
    for one in glad[9:]:
        withdraw(db, one, SECRET)
    fit_planted(db, plot)
    few = next(one for one in released(db, plot).patterns if one.id == 4)
    assert few.size is None and few.marks == () and few.groups == () and few.triads == ()
    assert few.label == "Pattern 4" and few.share == 0.0


def test_the_most_typical_stories_come_first(db, plot):
    kinds = keep_placed(db, plot)
    fit_planted(db, plot)
    stories = list_pattern_stories(db, plot[0], 4, 10)
    assert len(stories) == 10 and {kinds[one.id] for one in stories} == {0}
    assert [one.id for one in list_pattern_stories(db, plot[0], 4, 4, 3)] == [one.id for one in stories[3:7]]


def test_before_the_first_look_and_where_answers_lie_evenly_the_state_says_so(db, plot):
    keep_placed(db, plot, 20)
    assert released(db, plot).state == WAITING and released(db, plot).n == 20
    fit_nothing(db, plot)
    found = released(db, plot)
    assert found.state == EVENLY and found.patterns == () and found.fitted_n == 400


def test_placements_of_a_protected_collection_are_never_used_one_by_one(db, plot):
    keep_placed(db, plot, 60)
    fit_planted(db, plot)
    shut = replace(plot[0], policy=Policy.PROTECTED)
    assert released(db, (shut, plot[1])).state == PROTECTED
    assert list_pattern_stories(db, shut, 4, 10) == []


def test_stories_that_are_only_counted_are_in_no_pattern(db, plot):
    keep_placed(db, plot, 60)
    keep_placed(db, plot, 60, seed=1, consent=frozenset())
    fit_planted(db, plot)
    assert released(db, plot).n == 60
