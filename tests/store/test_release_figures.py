"""The figures of pictures, in the words of what they must be."""

import random
from math import sqrt

import pytest

from narratives.answers import StonesAnswer
from narratives.codes import NOT_APPLICABLE
from narratives.collection import Policy
from narratives.disclosure import close_batches
from narratives.narrative import Kind, Scope
from narratives.selection import Part, View, zone_cells
from narratives.triangle import zone_of
from store import release
from store.batches import add_batches, list_waiting
from store.landscape import Landscape
from tests.builders import TODAY, make_answers
from tests.store.landscape.telling import make_plot, values_of

ALL = View()
COUNT_ONLY, READ = frozenset(), frozenset({Scope.READ})


@pytest.fixture
def plot(db):
    return make_plot(db, 21)


@pytest.fixture
def landscape():
    return Landscape()


def asked(plot, landscape):
    return plot.db, landscape, plot.collection, plot.framework


def close(plot):
    waiting = list_waiting(plot.db, plot.collection)
    return add_batches(plot.db, plot.collection, close_batches(plot.collection, plot.framework, waiting, TODAY))


def in_batches(plot, n=30, **changes):
    """Stories that may only be counted, with everything placed, and closed."""
    answers = (*make_answers(), StonesAnswer("yard", (("rake", 0.05, 0.95),), "tap"))
    told = plot.tell(n, consent=COUNT_ONLY, group="east", kind=Kind.RESPONDENT, **{"answers": answers, **changes})
    assert close(plot) >= n // 10
    return told


def test_a_picture_shows_everything_and_marks_what_is_picked_in_it_while_the_others_follow(plot, landscape):
    plot.tell(90)
    top = Part("mood", zone_cells("top"))
    view = View(parts=(top,))
    whole, picked = (release.triad(*asked(plot, landscape), "mood", one) for one in (ALL, view))
    assert picked.cells == whole.cells
    assert (picked.picked, whole.picked) == (top.places, frozenset())
    inside = plot.open_stories(view)
    dyad = release.dyad(*asked(plot, landscape), "say", view)
    assert sum(dyad.bins) == len([one for one in inside if values_of(plot.framework.signifier("say"), one)])
    assert 0 < dyad.counts.placed < release.dyad(*asked(plot, landscape), "say", ALL).counts.placed
    assert sum(picked.cells[cell] for cell in top.places) == len(inside) == picked.zones["top"]


def test_closed_batches_are_left_out_of_every_figure_of_a_fine_view_and_said_to_be(plot, landscape):
    plot.tell(60, consent=READ)
    in_batches(plot)
    fine = View(parts=(Part("mood", zone_cells("top")),))
    whole, selected = (
        release.totals(plot.db, plot.collection, view, landscape, plot.framework) for view in (ALL, fine)
    )
    assert (whole.batched, whole.left_out, selected.batched, selected.left_out) == (30, 0, 0, 30)
    assert selected.open == len(plot.open_stories(fine))
    opened = len(plot.open_stories(ALL))
    for view, n in ((ALL, opened + 30), (fine, opened)):
        counts = release.triad(*asked(plot, landscape), "mood", view).counts
        assert sum((counts.placed, counts.not_applicable, counts.not_answered, counts.never_shown)) == n


def test_totals_count_the_open_stories_of_a_view_one_by_one(plot, landscape):
    plot.tell(80)
    for view in (ALL, View(groups=("east",), last=TODAY), View(languages=("cy",))):
        known = release.totals(plot.db, plot.collection, view, landscape, plot.framework)
        assert 0 < known.open == len(plot.open_stories(view))


def test_batches_add_to_open_stories_place_by_place(plot, landscape):
    plot.tell(40, consent=READ)
    before = {name: getattr(release, name)(*asked(plot, landscape), one, ALL) for name, one in NAMED.items()}
    in_batches(plot)
    after = {name: getattr(release, name)(*asked(plot, landscape), one, ALL) for name, one in NAMED.items()}
    assert after["triad"].zones["left-right"] - before["triad"].zones["left-right"] == 0
    zone = zone_of((0.2, 0.5, 0.3))
    assert after["triad"].zones[zone] == before["triad"].zones[zone] + 30
    assert after["dyad"].bins[5] == before["dyad"].bins[5] + 30
    assert after["choice"].options["digger"] == before["choice"].options["digger"] + 30
    rake, spade = (after["stones"].stones[one] for one in ("rake", "spade"))
    assert rake.cells[90] == before["stones"].stones["rake"].cells[90] + 30
    assert rake.zones[6] == before["stones"].stones["rake"].zones[6] + 30
    assert spade == before["stones"].stones["spade"]
    for name in NAMED:
        assert after[name].counts.placed == before[name].counts.placed + 30


NAMED = {"triad": "mood", "dyad": "say", "choice": "role", "stones": "yard"}


def test_batches_that_were_closed_before_stones_were_kept_leave_them_out(plot, landscape):
    aggregates = (
        '{"mood":{"n":10,"not_applicable":0,"not_answered":0,"sums":[5,3,2],"squares":[3,1,1],"cells":{"0":10}}}'
    )
    plot.db.execute(
        """
        insert into batches (id, collection_id, group_name, kind, n, closed_week, first_week, last_week, aggregates)
        values ('old', 'plot', 'east', 'respondent', 10, 20000, 20000, 20000, :aggregates)
        """,
        aggregates=aggregates,
    )
    assert release.triad(*asked(plot, landscape), "mood", ALL).counts.placed == 10
    assert release.stones(*asked(plot, landscape), "yard", ALL).counts.placed == 0


def test_no_mean_region_or_contour_is_given_of_fewer_than_k_stories(plot, landscape):
    readable = {"kind": Kind.RESPONDENT, "consent": READ, "group": "east"}
    for n, told in ((9, False), (10, True)):
        for number in range(9 if n == 9 else 1):
            chance = random.Random(n * 100 + number)
            share = round(chance.uniform(0.1, 0.4), 2)
            shares = (share, round(share + 0.1, 2), round(0.9 - 2 * share, 2))
            plot.tell(1, answers=make_answers(shares, share), told_on=TODAY, **readable)
        triad = release.triad(*asked(plot, landscape), "mood", ALL)
        dyad = release.dyad(*asked(plot, landscape), "say", ALL)
        (week,) = release.hot_weeks(*asked(plot, landscape), ALL)
        assert triad.counts.placed == week.n == n
        assert [triad.mean is not None, triad.centre is not None, triad.region is not None] == [told] * 3
        assert bool(triad.contours) is told
        assert [dyad.mean is not None, dyad.low is not None, week.mean is not None, week.low is not None] == [told] * 4
    assert week.low < week.mean < week.high
    assert triad.region.major >= triad.region.minor > 0
    assert sum(triad.centre) == pytest.approx(1)


def test_a_dyads_interval_is_that_of_its_mean(plot, landscape):
    plot.tell(60)
    shape = release.dyad(*asked(plot, landscape), "say", ALL)
    values = [one[0] for story in plot.open_stories(ALL) if (one := values_of(plot.framework.signifier("say"), story))]
    n, mean = len(values), sum(values) / len(values)
    scatter = sqrt(sum((one - mean) ** 2 for one in values) / (n - 1) / n)
    assert shape.mean == pytest.approx(mean)
    assert shape.high - shape.low == pytest.approx(2 * 1.96 * scatter)


def test_dots_tell_no_order_and_are_drawn_only_of_few(plot, landscape, monkeypatch):
    plot.tell(50)
    shape = release.triad(*asked(plot, landscape), "mood", ALL)
    placed = [values_of(plot.framework.signifier("mood"), one) for one in plot.open_stories(ALL)]
    assert sorted(shape.dots) == sorted(one for one in placed if one)
    monkeypatch.setattr("store.release_triads.MOST_DOTS", len(shape.dots) - 1)
    assert release.triad(*asked(plot, landscape), "mood", ALL).dots is None


def test_a_protected_collection_follows_only_what_batches_can_follow(db, landscape):
    plot = make_plot(db, 22, policy=Policy.PROTECTED)
    plot.tell(30, kind=Kind.RESPONDENT, group="east")
    assert close(plot) >= 2
    fine = View(areas=("hill",), parts=(Part("mood", frozenset({NOT_APPLICABLE})),))
    for view in (ALL, fine):
        shape = release.triad(*asked(plot, landscape), "mood", view)
        counts = shape.counts
        told = (counts.placed, counts.not_applicable, counts.not_answered, counts.never_shown)
        assert 10 <= sum(told) <= 30 and not any(n % 10 for n in told)
        assert shape.dots == ()
        totals = release.totals(db, plot.collection, view, landscape, plot.framework)
        assert (totals.open, totals.batched, totals.left_out) == (0, 30, 0)
        assert release.hot_weeks(*asked(plot, landscape), view) == ()
        assert release.areas_of(*asked(plot, landscape), view) == []
        assert release.languages_of(*asked(plot, landscape), view) == []


def test_areas_and_languages_are_those_of_open_stories(plot, landscape):
    plot.tell(60)
    plot.tell(5, area="never seen", language="tlh", consent=COUNT_ONLY)
    stories = plot.open_stories(ALL)
    assert release.areas_of(*asked(plot, landscape), ALL) == [
        (area, sum(one.area == area for one in stories)) for area in ("hill", "lane", "mill")
    ]
    assert release.languages_of(*asked(plot, landscape), ALL) == [
        (language, sum(one.language == language for one in stories)) for language in ("cy", "en")
    ]


@pytest.mark.parametrize(
    ("name", "wrong"), [("triad", "say"), ("dyad", "mood"), ("choice", "yard"), ("stones", "role")]
)
def test_a_question_of_another_kind_has_no_such_picture(plot, landscape, name, wrong):
    with pytest.raises(KeyError):
        getattr(release, name)(*asked(plot, landscape), wrong, ALL)
