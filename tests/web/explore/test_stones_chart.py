"""Stones as small squares."""

from urllib.parse import unquote

from narratives.landscape import Counts, Figures, stones_shape
from narratives.selection import Part
from narratives.signifiers import Anchor, Option, Stones
from store.release import View
from tests.builders import make_collection, make_framework
from web.explore.filters import Filters
from web.explore.picks import Picks
from web.explore.stones_chart import stones_chart

STONES = Stones(
    "where",
    "Where was everybody?",
    (Anchor("far", "far away"), Anchor("near", "near")),
    (Anchor("low", "in a rush"), Anchor("high", "with time")),
    (Option("me", "Me"), Option("them", "They")),
)
FRAMEWORK = make_framework()


def chart_of(places, parts=()):
    framework = make_framework()
    object.__setattr__(framework, "signifiers", (*framework.signifiers, STONES))
    counts = [0] * 200
    for place in places:
        counts[place] += 1
    shape = stones_shape(STONES, Figures(Counts(len(places), 0, 1), counts))
    filters = Filters(make_collection(), View(parts=parts), "", "", "", ())
    return stones_chart(STONES, shape, Picks(framework, filters, {}))


def test_each_stone_has_a_square_and_nine_rows_from_above():
    me, them = chart_of([0, 0, 99, 145]).stones
    assert (me.label, me.n, them.n) == ("Me", 3, 1)
    assert [row.label for row in me.rows][:3] == ["“near” and “with time”", "“with time”", "“far away” and “with time”"]
    assert [(row.label, row.n) for row in me.rows if row.n] == [
        ("“near” and “with time”", 1),
        ("“far away” and “in a rush”", 2),
    ]
    assert [(row.label, row.n) for row in them.rows if row.n] == [("In the middle", 1)]


def test_all_squares_share_their_colours():
    me, them = chart_of([0, 0, 0, 0, 100]).stones
    assert them.steps[0].colour != me.steps[0].colour, "one story is paler than four"


def test_a_ninth_is_picked_as_the_cells_that_it_is_made_of():
    me, _ = chart_of([0]).stones
    (ninth,) = me.ninths
    assert unquote(ninth.href) == "?part=where:0-2.10-12.20-22#stones-where"
    assert (ninth.x, ninth.y, ninth.width, ninth.height) == (0, 70, 30, 30)


def test_what_is_picked_is_told_apart():
    cells = frozenset({0, 1, 2, 10, 11, 12, 20, 21, 22})
    me, them = chart_of([0, 99, 100], (Part("where", cells),)).stones
    assert me.picked and not them.picked
    assert [row.picked for row in me.rows].count(True) == 1
    assert [bool(step.picked) for step in me.steps] == [True]


def test_those_who_placed_none_can_be_picked():
    (mark,) = chart_of([0]).marks
    assert (mark.label, mark.n, mark.href) == ("Left it out", 1, "?part=where:none#stones-where")
