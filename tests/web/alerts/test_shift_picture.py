"""Two pictures on one scale, with the corner that stories moved to, and their figures."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from narratives.disclosure import GRID
from narratives.signifiers import Stones
from narratives.triangle import cell_of
from store.release_shift import Shift, ShiftSide, WeekCount
from tests.builders import make_framework
from web.alerts.shift_picture import shift_picture, week_bars
from web.explore.triangle import PALETTE

GARDEN = make_framework()
GLAD, SAD, MIDDLE = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.34, 0.33, 0.33)
ONSET = date(2026, 2, 16)


def side(shares, n=40):
    """`n` stories of a triad, as many at each of some places."""
    places = [0] * (GRID * GRID)
    for at in shares:
        places[cell_of(at, GRID)] += n // len(shares)
    mean = tuple(sum(at[axis] for at in shares) / len(shares) for axis in range(3))
    return ShiftSide(date(2025, 2, 17), ONSET - timedelta(days=1), n, tuple(places), mean)


def of_mood(before, since, direction="anchor:sad", **changes):
    return shift_picture(replace(Shift(GARDEN.signifier("mood"), side(before), side(since)), **changes), direction)


def test_the_corner_that_stories_moved_to_is_marked_and_an_arrow_leads_there():
    picture = of_mood([GLAD], [SAD])
    assert [(corner.label, corner.mark) for corner in picture.corners] == [
        ("glad", ""),
        ("sad", "towards"),
        ("cross", ""),
    ]
    (x0, y0), (x1, y1) = picture.arrow
    assert x1 < x0 and y1 > y0
    assert [(row.label, row.before, row.since, row.is_moved) for row in picture.rows] == [
        ("“glad”", 80, 10, False),
        ("“sad”", 10, 80, True),
        ("“cross”", 10, 10, False),
    ]
    assert of_mood([GLAD], [SAD], "away:glad").corners[0].mark == "away"


def test_middles_that_hardly_moved_have_no_arrow():
    assert of_mood([MIDDLE], [MIDDLE]).arrow is None


def test_both_triangles_have_one_scale_of_colours_however_many_told():
    picture = of_mood([GLAD, SAD], [SAD])
    before, since = ({colour for colour, _ in one.steps} for one in picture.sides)
    assert PALETTE[-1] in since and PALETTE[-1] not in before
    more = Shift(GARDEN.signifier("mood"), side([GLAD, SAD], 4000), side([SAD]))
    assert [one.steps for one in shift_picture(more, "anchor:sad").sides] == [one.steps for one in picture.sides]


def test_a_zone_is_outlined_and_its_share_stands_first():
    picture = of_mood([GLAD], [GLAD, SAD], "zone:1")
    assert picture.zone and [corner.mark for corner in picture.corners] == [""] * 3
    assert (picture.rows[0].label, picture.rows[0].since) == ("Stories that say mostly “sad”", 50)
    extreme = of_mood([MIDDLE], [GLAD, SAD], "more-extreme")
    assert (extreme.rows[0].label, extreme.rows[0].before, extreme.rows[0].since) == (
        "Stories in one of its corners",
        0,
        100,
    )


def test_a_dyad_is_two_strips_of_one_height():
    bins = [0] * 20
    low, high = ([*bins[:at], 30, *bins[at + 1 :]] for at in (1, 18))
    days = (ONSET, ONSET)
    shift = Shift(
        GARDEN.signifier("say"), ShiftSide(*days, 30, tuple(low), (0.1,)), ShiftSide(*days, 30, tuple(high), (0.9,))
    )
    picture = shift_picture(shift, "anchor:all")
    assert [one.bars for one in picture.sides] == ["M1 60v-60h18v60Z", "M181 60v-60h18v60Z"]
    assert [(row.before, row.since, row.is_moved) for row in picture.rows] == [(90, 10, False), (10, 90, True)]


def test_the_option_that_grew_stands_first_and_the_rest_by_how_much_they_changed():
    days = (ONSET, ONSET)
    before, since = [10] * 10 + [0] * 4, [10, 30, *[10] * 8, 0, 0, 20, 0]
    shift = Shift(
        GARDEN.signifier("wish"), ShiftSide(*days, 100, tuple(before), ()), ShiftSide(*days, 100, tuple(since), ())
    )
    picture = shift_picture(shift, "option:w1")
    assert [(row.label, row.before, row.since) for row in picture.rows][:2] == [
        ("“wish 1”", 10, 30),
        ("“wish 12”", 0, 20),
    ]
    assert len(picture.rows) == 6


def test_there_is_no_picture_where_a_side_lacks_stories_nor_of_stones():
    assert of_mood([GLAD], [SAD], lacks="since") is None
    stones = Stones("s", "Where?", *[GARDEN.signifier("say").anchors] * 2, ())
    assert of_mood([GLAD], [SAD], signifier=stones) is None


def weeks(*counts, before=3):
    return [WeekCount(ONSET + timedelta(weeks=place - before), n) for place, n in enumerate(counts)]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((10, 10, 10, 20, 30), "About 10 a week before, 25 since the week of 16 February 2026"),
        ((0, 10, 12, 0), "About 11 a week before, 0 since the week of 16 February 2026"),
        ((1, 1, 2, 0), "About 1.3 a week before, 0 since the week of 16 February 2026"),
    ],
)
def test_weeks_are_told_from_the_first_that_had_a_story(counts, said):
    assert week_bars(weeks(*counts), ONSET).said == said


def test_weeks_without_any_story_are_no_picture():
    assert week_bars(weeks(0, 0, 0), ONSET) is None
    bars = week_bars(weeks(5, 10, 0, 20), ONSET)
    assert (bars.onset, bars.width, bars.most) == (30, 40, 20)
    assert bars.before == "M1 60v-15h8v15ZM11 60v-30h8v30Z" and bars.since == "M31 60v-60h8v60Z"
