"""Questions of different frameworks on one axis, whichever corner stands where."""

from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from narratives.common_axes import (
    Asked,
    Axes,
    Equivalence,
    EquivalenceError,
    Turn,
    anchor_ids,
    chained,
    pairing,
    turn,
    turned,
    turned_about,
)
from narratives.disclosure import DYAD_BINS, GRID
from narratives.landscape import Counts, Figures, zone_counts
from narratives.triangle import ZONES, cell_centroids, cell_of
from tests.builders import FRAMEWORK, make_framework
from tests.combined import LEFT_ME, MOOD, MOODS, ORCHARD, SAY, SAYS, VOICE, make_orchard

AT = datetime(2026, 3, 2, tzinfo=UTC)
GARDEN = make_framework()
ORCHARDS = make_orchard()
ORDERS = list(permutations(range(3)))


def declared(first, second, anchors):
    return Equivalence(first, second, anchors, "ada", AT)


def axes(*more, frameworks=()):
    return Axes([GARDEN, ORCHARDS, *frameworks], more)


def refusal(first, second, anchors, known=None):
    with pytest.raises(EquivalenceError) as refused:
        (known or axes()).check(first, second, anchors)
    return str(refused.value)


def figures_of(shares):
    """A triad's figures, counted one account after another."""
    places = [0] * (GRID * GRID)
    for one in shares:
        places[cell_of(one, GRID)] += 1
    sums = tuple(sum(one[axis] for one in shares) for axis in range(3))
    squares = tuple(sum(one[axis] ** 2 for one in shares) for axis in range(3))
    return Figures(Counts(len(shares), 2, 1), places, sums, squares)


@some.composite
def inside(draw):
    """Somewhere inside the triangle, and not on a line of the grid, where either cell would do."""
    return cell_centroids(GRID)[draw(some.integers(0, GRID * GRID - 1))]


@pytest.mark.parametrize("order", ORDERS)
@given(shares=some.lists(inside(), max_size=30))
def test_turning_the_figures_is_turning_every_account(order, shares):
    there = figures_of([tuple(one[place] for place in order) for one in shares])
    found = turned(figures_of(shares), Turn(order))
    assert list(found.places) == there.places
    assert found.sums == pytest.approx(there.sums) and found.squares == pytest.approx(there.squares)
    assert found.counts == there.counts


@pytest.mark.parametrize("order", ORDERS)
@given(shares=some.lists(inside(), min_size=1, max_size=30))
def test_turning_permutes_the_seven_zones(order, shares):
    names = ("top", "left", "right")
    before = zone_counts(figures_of(shares).places)
    after = zone_counts(turned(figures_of(shares), Turn(order)).places)
    for place, name in enumerate(names):
        assert after[name] == before[names[order[place]]]
    assert after["centre"] == before["centre"]
    assert sorted(after[zone] for zone in ZONES) == sorted(before[zone] for zone in ZONES)


@pytest.mark.parametrize("order", ORDERS)
@given(shares=some.lists(inside(), max_size=30))
def test_turning_there_and_back_changes_nothing(order, shares):
    back = tuple(order.index(place) for place in range(3))
    figures = figures_of(shares)
    again = turned(turned(figures, Turn(order)), Turn(back))
    assert list(again.places) == list(figures.places) and again.sums == figures.sums


@given(values=some.lists(some.floats(0, 1), max_size=40))
def test_a_line_is_turned_end_to_end(values):
    places = [0] * DYAD_BINS
    for value in values:
        places[min(int(value * DYAD_BINS), DYAD_BINS - 1)] += 1
    figures = Figures(Counts(len(values), 0, 0), places, (sum(values),), (sum(one**2 for one in values),))
    found = turned(figures, Turn((1, 0)))
    assert list(found.places) == places[::-1]
    assert found.sums[0] == pytest.approx(sum(1 - one for one in values))
    assert found.squares[0] == pytest.approx(sum((1 - one) ** 2 for one in values), abs=1e-9)


def test_what_stands_in_the_same_places_is_left_as_it_is():
    figures = figures_of([(0.7, 0.2, 0.1)])
    assert turned(figures, Turn((0, 1, 2))) is figures


def test_the_corners_of_the_other_are_found_in_the_order_of_the_axis():
    mood, left = GARDEN.signifier("mood"), ORCHARDS.signifier("left_me")
    assert turn(mood, left, MOODS) == Turn((1, 2, 0))  # glad is its left, sad its right, cross its top
    assert turn(left, mood, turned_about(MOODS)) == Turn((2, 0, 1))


def test_a_pairing_names_the_anchor_that_is_missing_or_chosen_twice():
    mood, left, say = GARDEN.signifier("mood"), ORCHARDS.signifier("left_me"), GARDEN.signifier("say")
    assert pairing(mood, left, {**MOODS, "more": "none"}) == MOODS
    with pytest.raises(EquivalenceError, match="Choose what “sad” is in “I went home…”"):
        pairing(mood, left, {**MOODS, "sad": ""})
    with pytest.raises(EquivalenceError, match="“happy” is chosen twice"):
        pairing(mood, left, {**MOODS, "sad": "happy"})
    with pytest.raises(EquivalenceError, match="are not of one kind: choose two triangles or two lines"):
        pairing(mood, say, MOODS)


def test_what_was_not_declared_is_on_no_axis_with_another():
    assert set(axes().same_as(MOOD)) == {MOOD}


def test_a_declaration_holds_from_both_sides():
    known = axes(declared(MOOD, LEFT_ME, MOODS))
    assert known.same_as(MOOD)[LEFT_ME] == MOODS
    assert known.same_as(LEFT_ME)[MOOD] == turned_about(MOODS)


def test_a_new_version_is_on_the_axis_without_a_declaration_while_its_anchors_stay():
    signifiers = [dict(one) for one in FRAMEWORK["signifiers"]]
    signifiers[0]["anchors"] = [{**one, "label": one["label"].upper()} for one in signifiers[0]["anchors"][::-1]]
    signifiers[1]["anchors"] = [{"id": "no", "label": "no say"}, {"id": "all", "label": "all the say"}]
    newer = make_framework(version=2, signifiers=[signifiers[0] | {"hot": [], "cold": []}, signifiers[1] | {"hot": []}])
    known = axes(declared(MOOD, LEFT_ME, MOODS), frameworks=[newer])
    newest = Asked("garden", 2, "mood")
    assert known.same_as(LEFT_ME)[newest] == turned_about(MOODS)
    assert turn(newer.signifier("mood"), GARDEN.signifier("mood"), known.same_as(newest)[MOOD]) == Turn((2, 1, 0))
    assert Asked("garden", 2, "say") not in known.same_as(SAY)


def test_three_questions_are_one_through_the_second():
    third = make_orchard(id="meadow")
    meadow = Asked("meadow", 1, "left_me")
    same = {one: one for one in ("angry", "happy", "low")}
    known = axes(declared(MOOD, LEFT_ME, MOODS), declared(LEFT_ME, meadow, same), frameworks=[third])
    assert known.same_as(MOOD)[meadow] == MOODS == chained(MOODS, same)


def test_what_is_on_one_axis_already_is_not_declared_again():
    known = axes(declared(MOOD, LEFT_ME, MOODS))
    other = {"glad": "low", "sad": "happy", "cross": "angry"}
    assert refusal(MOOD, LEFT_ME, other, known) == "“It left me…” and “I went home…” are on one axis already"
    assert refusal(MOOD, MOOD, {one: one for one in MOODS}).endswith("are on one axis already")


def test_two_questions_that_are_asked_together_never_become_one():
    twice = make_orchard(signifiers=[*ORCHARD, {**ORCHARD[0], "id": "again", "title": "And again…"}])
    again = Asked("orchard", 1, "again")
    known = Axes([GARDEN, twice], [declared(MOOD, LEFT_ME, MOODS)])
    said = refusal(MOOD, again, MOODS, known)
    assert said == "Then “I went home…” and “And again…”, which are asked together, would be one question"


def test_a_question_that_is_nowhere_is_refused():
    assert refusal(MOOD, Asked("orchard", 1, "gone"), MOODS) == "Choose two questions from the lists"
    assert axes().check(SAY, VOICE, SAYS) == SAYS


def test_a_declaration_about_a_framework_that_is_gone_is_passed_over():
    gone = declared(MOOD, Asked("meadow", 1, "left_me"), MOODS)
    assert set(axes(gone).same_as(MOOD)) == {MOOD}


def test_questions_are_listed_framework_by_framework_in_their_order():
    assert axes().asked == (MOOD, SAY, LEFT_ME, VOICE)
    assert anchor_ids(axes().question(VOICE)) == ("fully", "not_at_all")
