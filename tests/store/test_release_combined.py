"""Several collections on one axis are the sum of what each shows by itself: nothing more can be worked out."""

from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest

from narratives.collection import Policy
from narratives.combined import Weight, zone_sums
from narratives.common_axes import Turn, turn, turned, turned_about
from narratives.landscape import mean_of, zone_counts
from narratives.narrative import Kind
from narratives.selection import View
from store.collections import add_collection
from store.landscape import Landscape
from store.release_combined import Source, combined
from store.release_figures import dyad, figures
from store.release_triads import triad
from tests.builders import make_collection
from tests.combined import MOODS, SAYS, as_orchard, close, open_both, some_shares, tell_shares

STRAIGHT = Turn((0, 1, 2))


@pytest.fixture
def both(db):
    """The plot with 60 accounts and the trees with 40 that lean elsewhere, each in the corners of its own question."""
    plot, trees = open_both(db)
    tell_shares(db, plot, some_shares(60, 1))
    tell_shares(db, trees, as_orchard(some_shares(40, 2, (1.0, 3.0, 4.0))))
    return plot, trees


def of_garden(where, kind=Kind.RESPONDENT):
    return Source(*where, where[1].signifier("mood"), STRAIGHT, kind)


def of_orchard(garden, trees, kind=Kind.RESPONDENT):
    question = trees[1].signifier("left_me")
    return Source(*trees, question, turn(garden[1].signifier("mood"), question, MOODS), kind)


def told(db, axis, *sources):
    return combined(db, Landscape(), axis, sources)


def test_corners_in_other_places_lie_on_the_axis_as_if_they_had_been_asked_there(db, both):
    plot, trees = both
    axis = plot[1].signifier("mood")
    found = told(db, axis, of_garden(plot), of_orchard(plot, trees))
    own = triad(db, Landscape(), *trees, "left_me", View())
    _, part = found.parts
    angry, happy, low = own.mean
    assert part.place.mean == pytest.approx((happy, low, angry))
    zones = zone_counts(part.figures.places)
    assert zones["top"] == own.zones["left"] and zones["right"] == own.zones["top"]
    assert zones["left-right"] == own.zones["top-right"]
    assert found.n == 100 and found.is_told and found.too_few == ()


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_declaring_the_corners_in_another_order_permutes_the_counts_and_nothing_else(db, both, order):
    plot, trees = both
    axis = plot[1].signifier("mood")
    straight = Source(*trees, trees[1].signifier("left_me"), STRAIGHT)
    as_asked = told(db, axis, straight).parts[0]
    declared = told(db, axis, replace(straight, way=Turn(order))).parts[0]
    names = ("top", "left", "right")
    before, after = (zone_counts(part.figures.places) for part in (as_asked, declared))
    assert [after[name] for name in names] == [before[names[place]] for place in order]
    assert declared.place.mean == pytest.approx([as_asked.place.mean[place] for place in order])
    assert sum(declared.figures.places) == sum(as_asked.figures.places)


def test_a_line_is_turned_with_its_mean_and_interval(db, both):
    plot, trees = both
    axis, voice = plot[1].signifier("say"), trees[1].signifier("voice")
    source = Source(*trees, voice, turn(axis, voice, SAYS))
    (part,) = told(db, axis, source).parts
    own = dyad(db, Landscape(), *trees, "voice", View())
    assert part.place.mean == pytest.approx((1 - own.mean,))
    assert (part.place.low[0], part.place.high[0]) == pytest.approx((1 - own.high, 1 - own.low))
    assert list(part.figures.places) == list(reversed(own.bins))


def test_every_account_or_every_collection_counts_the_same(db, both):
    plot, trees = both
    found = told(db, plot[1].signifier("mood"), of_garden(plot), of_orchard(plot, trees))
    large, small = (np.array(part.place.mean) for part in found.parts)
    assert found.mean(Weight.ACCOUNTS) == pytest.approx((60 * large + 40 * small) / 100)
    assert found.mean(Weight.COLLECTIONS) == pytest.approx((large + small) / 2)
    own = [np.array(part.figures.places) / part.place.n for part in found.parts]
    assert found.together(Weight.COLLECTIONS) == pytest.approx((own[0] + own[1]) / 2)
    for weight in Weight:
        assert sum(zone_sums(found.together(weight)).values()) == pytest.approx(1)


def test_a_collection_with_fewer_than_k_is_left_out_and_named(db):
    plot, trees = open_both(db)
    tell_shares(db, plot, some_shares(30, 1))
    tell_shares(db, trees, some_shares(9, 2))
    found = told(db, plot[1].signifier("mood"), of_garden(plot), of_orchard(plot, trees))
    assert [part.collection for part in found.parts] == ["plot"] and found.too_few == ("trees:respondent",)
    assert not found.is_told


def test_accounts_of_people_and_of_practitioners_are_never_one_part(db, both):
    plot, _ = both
    tell_shares(db, plot, some_shares(20, 5), kind=Kind.PRACTITIONER)
    found = told(db, plot[1].signifier("mood"), of_garden(plot), of_garden(plot, Kind.PRACTITIONER))
    assert [(part.kind, part.place.n) for part in found.parts] == [(Kind.RESPONDENT, 60), (Kind.PRACTITIONER, 20)]


def test_what_waits_for_a_batch_to_fill_is_in_no_combined_picture(db):
    """One more teller of a protected collection changes nothing: neither together nor in any difference."""
    plot, trees = open_both(db, policy=Policy.PROTECTED)
    for where, seed in ((plot, 1), (trees, 2)):
        tell_shares(db, where, some_shares(20, seed))
        close(db, where)
    axis = plot[1].signifier("mood")
    before = told(db, axis, of_garden(plot), of_orchard(plot, trees))
    assert before.n == 40
    tell_shares(db, plot, some_shares(1, 3))
    assert told(db, axis, of_garden(plot), of_orchard(plot, trees)) == before
    tell_shares(db, plot, some_shares(8, 4))
    assert told(db, axis, of_garden(plot), of_orchard(plot, trees)) == before


@pytest.mark.parametrize("policy", list(Policy))
def test_no_difference_of_combined_pictures_tells_more_than_a_collections_own(db, policy, promised):
    """Every two pictures of every two sets of three collections, and every part by itself, against the own maps."""
    plot, trees = open_both(db, policy=policy)
    third = add_third(db, plot, policy)
    tell_shares(db, plot, some_shares(37, 1))
    tell_shares(db, trees, as_orchard(some_shares(33, 2, (1.0, 3.0, 4.0))))
    tell_shares(db, third, some_shares(28, 3, (1.0, 1.0, 5.0)))
    wheres = (plot, trees, third)
    if policy is Policy.PROTECTED:
        for where in wheres:
            close(db, where)
    axis = plot[1].signifier("mood")
    sources = (of_garden(plot), of_orchard(plot, trees), of_garden(third))
    own = {source.key: as_shown(db, source) for source in sources}
    sets = [list(chosen) for n in (1, 2, 3) for chosen in combinations(sources, n)]
    tried = failures = 0
    for first, second in combinations(sets, 2):
        if not {one.key for one in second} < {one.key for one in first}:
            first, second = second, first
        rest = [one.key for one in first if one not in second]
        if {one.key for one in second} - {one.key for one in first}:
            continue
        difference = counted(told(db, axis, *first)) - counted(told(db, axis, *second))
        tried += 1
        failures += not np.allclose(difference, sum(own[key] for key in rest))
    for source in chain.from_iterable(sets):
        tried += 1
        failures += not np.allclose(counted(told(db, axis, source)), own[source.key])
    assert tried == 12 + 12
    promised("T5", "the difference of combined pictures is a collection's own picture", tried=tried, failures=failures)


def counted(found):
    """All that a combined picture counts: every place, and the sums that its means are made of."""
    places = np.sum([part.figures.places for part in found.parts], axis=0)
    sums = np.sum([np.array(part.place.mean) * part.place.n for part in found.parts], axis=0)
    return np.concatenate([places, sums])


def as_shown(db, source):
    """The same of a collection's own map, turned by hand."""
    shown = figures(db, Landscape(), source.collection, source.question, source.framework, View())
    mine = turned(shown, source.way)
    assert sorted(mine.places) == sorted(shown.places)
    means = np.array(mean_of(shown))[list(source.way.order)]
    return np.concatenate([np.array(mine.places), means * shown.counts.placed])


def add_third(db, plot, policy):
    third = make_collection(id="third", title="A third", policy=policy)
    add_collection(db, third)
    return third, plot[1]


def test_an_axis_can_be_seen_from_either_question(db, both):
    plot, trees = both
    left = trees[1].signifier("left_me")
    way = turn(left, plot[1].signifier("mood"), turned_about(MOODS))
    there = told(db, left, Source(*plot, plot[1].signifier("mood"), way), Source(*trees, left, STRAIGHT))
    here = told(db, plot[1].signifier("mood"), of_garden(plot), of_orchard(plot, trees))
    glad, sad, cross = here.mean(Weight.ACCOUNTS)
    assert there.mean(Weight.ACCOUNTS) == pytest.approx((cross, glad, sad))
