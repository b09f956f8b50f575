"""The small shapes of places: both layers, coarse views, and no mean of a few."""

import pytest

from narratives.collection import Policy
from store.collections import add_collection
from store.landscape import Landscape
from store.release_places import SMALL_GRID, small_shape
from tests.builders import TODAY, make_answers, make_collection, open_plot
from tests.web.explore.telling import GLAD, SAD, World


@pytest.fixture
def world(db):
    plot, framework = open_plot(db)
    quiet = make_collection(id="quiet", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    return World(db, framework, plot, quiet)


def shape(world, collection=None, groups=("east",)):
    collection = collection or world.plot
    return small_shape(world.db, Landscape(), collection, world.framework, "mood", groups, TODAY, TODAY)


def test_open_stories_and_closed_batches_are_added_up(world):
    world.tell(12, shares=GLAD)
    world.tell(12, shares=SAD, read=False)
    assert shape(world).placed == 12
    world.close_batches()
    both = shape(world)
    assert both.placed == sum(both.cells) > 20
    assert len(both.cells) == SMALL_GRID**2
    assert sum(n > 0 for n in both.cells) == 2
    assert both.mean[1] == pytest.approx(0.45, abs=0.06)


def test_the_middle_of_fewer_than_k_is_not_told(world):
    world.tell(9)
    few = shape(world)
    assert (few.placed, few.mean) == (9, None)
    world.tell(1)
    assert shape(world).mean == pytest.approx(GLAD, abs=0.01)


def test_of_a_protected_collection_there_are_batches_alone(world):
    world.tell(25, world.quiet, answers=make_answers(GLAD))
    assert shape(world, world.quiet).placed == 0
    world.close_batches(world.quiet)
    assert shape(world, world.quiet).placed >= 10


def test_other_groups_and_periods_are_left_out(world):
    world.tell(3, group="west")
    assert shape(world).placed == 0
    assert shape(world, groups=("east", "west")).placed == 3


def test_there_is_no_shape_of_what_is_no_triad(world):
    with pytest.raises(KeyError):
        small_shape(world.db, Landscape(), world.plot, world.framework, "say", ("east",), TODAY, TODAY)
