"""The picture before and after: whole weeks of both layers, and nothing where either side is of fewer than k."""

from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.collection import Policy
from store.collections import add_collection
from store.landscape import Landscape
from store.release_shift import groups_of, onset_week, shift_of, weekly_counts
from tests.builders import TODAY, make_answers, make_collection, open_plot
from tests.web.explore.telling import GLAD, SAD, World, make_finding

MONDAY = TODAY - timedelta(days=14)
EARLY, LATE = {"told_on": MONDAY - timedelta(days=1), "shares": GLAD}, {"told_on": MONDAY, "shares": SAD}
FINDING = make_finding(since=MONDAY, raised_on=TODAY)


@pytest.fixture
def world(db):
    plot, framework = open_plot(db)
    quiet = make_collection(id="quiet", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    return World(db, framework, plot, quiet)


def shift(world, finding=FINDING, signifier="mood", collection=None, today=TODAY):
    return shift_of(world.db, Landscape(), collection or world.plot, world.framework, signifier, finding, today)


def test_each_side_holds_its_own_stories_and_where_they_lie(world):
    world.tell(12, **EARLY)
    world.tell(11, **LATE)
    found = shift(world)
    assert (found.before.placed, found.since.placed, found.lacks) == (12, 11, "")
    assert found.before.mean == pytest.approx(GLAD, abs=0.01) and found.since.mean == pytest.approx(SAD, abs=0.01)
    assert sum(found.before.places) == 12 and sum(found.since.places) == 11


@pytest.mark.parametrize(("n_before", "n_since", "lacks"), [(9, 30, "before"), (30, 9, "since"), (0, 0, "before")])
def test_where_a_side_is_of_fewer_than_k_neither_has_a_figure(world, n_before, n_since, lacks):
    world.tell(n_before, **EARLY)
    world.tell(n_since, **LATE)
    found = shift(world)
    assert found.lacks == lacks
    assert [(one.placed, one.places, one.mean) for one in (found.before, found.since)] == [(0, (), ())] * 2


def test_a_week_belongs_to_one_side_alone(world):
    for days in range(7):
        middle = replace(FINDING, since=MONDAY + timedelta(days=days))
        assert onset_week(middle.since) == (MONDAY if days < 4 else MONDAY + timedelta(days=7))
    world.tell(10, **EARLY)
    world.tell(10, **LATE)
    world.tell(10, told_on=MONDAY + timedelta(days=6), shares=SAD, read=False)
    world.close_batches()
    thursday = shift(world, replace(FINDING, since=MONDAY + timedelta(days=3)))
    assert (thursday.before.placed, thursday.since.placed) == (10, 20)
    friday = shift(world, replace(FINDING, since=MONDAY + timedelta(days=4)))
    assert friday.lacks == "since"


def test_before_reaches_back_a_year_and_since_ends_four_weeks_after_the_alert(world):
    world.tell(10, told_on=MONDAY - timedelta(days=364))
    world.tell(50, told_on=MONDAY - timedelta(days=365))
    world.tell(10, told_on=TODAY + timedelta(days=28))
    world.tell(50, told_on=TODAY + timedelta(days=29))
    found = shift(world, today=TODAY + timedelta(days=200))
    assert (found.before.placed, found.since.placed) == (10, 10)


def test_of_a_protected_collection_there_are_whole_batches_alone(world):
    told = {"collection": world.quiet, "answers": make_answers(GLAD)}
    world.tell(25, **told, told_on=MONDAY - timedelta(days=1))
    world.tell(25, **told, told_on=MONDAY)
    assert shift(world, collection=world.quiet).lacks == "before"
    world.close_batches(world.quiet)
    found = shift(world, collection=world.quiet)
    assert (found.before.placed, found.since.placed) == (20, 30)  # the batch across the border is as old as its last
    world.tell(3, **told, told_on=MONDAY)
    assert shift(world, collection=world.quiet) == found


def test_a_wider_unit_holds_its_groups_and_another_group_none(world):
    world.tell(10, **EARLY)
    world.tell(10, **LATE, group="west")
    assert shift(world).lacks == "since"
    for scope, group in (("parent", "all"), ("collection", "")):
        found = shift(world, replace(FINDING, scope=scope, group=group))
        assert (found.before.placed, found.since.placed) == (10, 10)
    assert groups_of(world.plot, replace(FINDING, scope="parent", group="all")) == ("all", "east", "west")


def test_stories_without_a_group_are_a_group(world):
    for facts in (EARLY, LATE):
        world.tell(10, **facts, group="")
        world.tell(5, **facts, group="west")
    found = shift(world, replace(FINDING, group=""))
    assert (found.before.placed, found.since.placed) == (10, 10)


@pytest.mark.parametrize(("signifier", "has"), [("say", True), ("wish", True), ("hot-score", False), ("gone", False)])
def test_a_question_with_a_picture_has_one(world, signifier, has):
    world.tell(10, **EARLY)
    world.tell(10, **LATE)
    found = shift(world, signifier=signifier)
    assert (found is not None) == has
    assert not has or (found.lacks == "" and max(found.since.places) == 10)


def test_stories_are_counted_week_by_week_in_both_layers(world):
    world.tell(3, told_on=MONDAY - timedelta(days=1))
    world.tell(2, told_on=MONDAY)
    world.tell(10, told_on=MONDAY + timedelta(days=2), read=False)
    world.close_batches()
    weeks = weekly_counts(world.db, Landscape(), world.plot, world.framework, FINDING, TODAY)
    assert [one.n for one in weeks][-3:] == [3, 12, 0]
    assert len(weeks) == 28 and weeks[26].starts_on == MONDAY  # the week that has only begun counts for nothing


def test_a_protected_collection_has_no_number_of_a_week(world):
    world.tell(30, world.quiet)
    world.close_batches(world.quiet)
    assert weekly_counts(world.db, Landscape(), world.quiet, world.framework, FINDING, TODAY) == ()
