from dataclasses import replace
from datetime import date

from narratives.promise import Delay
from store.release_promises import ReleasedOutlook
from web.explore.promise.curves import curves

OUTLOOK = ReleasedOutlook(
    computed_on=date(2026, 3, 2),
    question="temperature",
    a_week=12,
    groups=2,
    whole=(Delay(0.2, 8, 90, None, None, 0.6), Delay(0.7, 8, 3, 9, 60, 0.0), Delay(1.4, 8, 1, 2, 4, 0.0)),
    group=(Delay(0.2, 8, None, None, None, 1.0), Delay(0.7, 8, 9, 31, None, 0.2), Delay(1.4, 8, 3, 6, 12, 0.0)),
    least_whole=0.7,
    least_group=0.7,
    least_pace=3.0,
    slow=(),
    young=(),
)


def test_later_is_higher_and_larger_is_further_right():
    drawn = curves(OUTLOOK)
    (x1, y1), (x2, y2) = drawn.whole.points
    assert x1 < x2 and y1 < y2
    assert drawn.group.points[0][1] < y1


def test_a_size_that_is_more_often_missed_is_a_mark_at_the_top_and_not_on_the_line():
    drawn = curves(OUTLOOK)
    assert [len(one.missed) for one in (drawn.whole, drawn.group)] == [1, 1]
    assert drawn.whole.missed[0][1] == drawn.times[-1][0]
    assert drawn.whole.line.count("M") == 1 and len(drawn.whole.points) == 2


def test_one_group_has_one_line_and_one_size_no_area():
    drawn = curves(replace(OUTLOOK, group=(), whole=OUTLOOK.whole[1:2]))
    assert drawn.group is None and drawn.whole.area == ""
    assert len(drawn.whole.points) == 1
