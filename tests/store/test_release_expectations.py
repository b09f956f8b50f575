"""What was found beside an expectation: nothing about fewer than k, and nothing narrowed by its own picture."""

import pytest

from narratives.selection import Part, View, zone_cells
from narratives.triangle import ZONES
from store.landscape import Landscape
from store.release_expectations import find, judge
from tests.builders import make_collection, open_plot
from tests.web.explore.telling import GLAD, SAD, World

GLADLY = dict.fromkeys(ZONES, 0.0) | {"top": 1.0}


@pytest.fixture
def world(db):
    plot, framework = open_plot(db)
    return World(db, framework, plot, make_collection(id="quiet"))


def found(world: World, view: View | None = None):
    view = view or View()
    return find(world.db, Landscape(), world.plot, world.framework, "mood", view, GLADLY)


def test_nothing_is_found_before_k_stories_are_placed(world):
    world.tell(9, shares=GLAD)
    assert found(world) is None
    world.tell(1, shares=GLAD)
    exact = found(world)
    assert (exact.n, exact.shares["top"], exact.surprise) == (10, 1.0, 0.0)


def test_stories_that_wait_for_a_batch_are_not_among_them(world):
    world.tell(9, shares=GLAD)
    world.tell(5, shares=SAD, read=False)
    world.close_batches()
    assert found(world) is None
    world.tell(5, shares=SAD, read=False)
    world.close_batches()
    assert found(world).n == 19


def test_what_is_picked_in_the_same_picture_is_left_aside(world):
    world.tell(10, shares=GLAD)
    world.tell(10, shares=SAD)
    everything = found(world)
    assert found(world, View(parts=(Part("mood", zone_cells("top")),))) == everything
    assert everything.shares["left"] == 0.5
    assert 0.3 < everything.surprise < 0.32


def test_an_expectation_is_judged_against_an_even_spread():
    there = dict.fromkeys(ZONES, 0.0) | {"left": 1.0}
    right = judge(there, there, 40)
    assert (right.nearer, right.bits, right.low) == (1, 0.0, 0.0)
    wrong = judge(GLADLY, there, 40)
    assert (wrong.nearer, wrong.bits) == (-1, 1.0)
    assert wrong.even < wrong.low < wrong.bits == wrong.high
    with pytest.raises(ValueError, match="9 stories are too few"):
        judge(there, there, 9)
