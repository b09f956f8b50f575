"""The balance of the selected stories week by week."""

import re
from dataclasses import replace
from datetime import date, timedelta

from store.release import HotWeek
from tests.builders import make_framework
from web.explore.weeks_line import MOST_WEEKS, weeks_line

FRAMEWORK = make_framework()
FIRST = date(2026, 1, 5)


def week(place, mean, n=20):
    starts_on = FIRST + timedelta(weeks=place)
    if mean is None:
        return HotWeek(starts_on, n, None, None, None)
    return HotWeek(starts_on, n, mean, mean - 0.1, mean + 0.1)


def line_of(*means, others=()):
    weeks = [week(place, mean, 4 if mean is None else 20) for place, mean in enumerate(means)]
    line = weeks_line(FRAMEWORK, weeks, others, 10)
    assert line is not None
    return line


def test_questions_without_a_hot_end_have_no_line():
    plain = replace(
        FRAMEWORK, signifiers=tuple(replace(one, hot=frozenset(), cold=frozenset()) for one in FRAMEWORK.triads)
    )
    assert weeks_line(plain, [week(0, 0.1)], (), 10) is None


def test_a_change_is_said_with_its_week_and_the_end_that_it_lies_nearer():
    line = line_of(*[0.0] * 6, *[0.7] * 5)
    assert line.said == (
        "Since the week of 16 February 2026 the balance of these stories lies nearer “sad” or “cross” than before."
    )
    assert line.since_x is not None


def test_a_change_to_the_other_side_lies_nearer_the_calm_end():
    assert "nearer “glad” than before" in line_of(*[0.7] * 6, *[0.0] * 5).said


def test_scatter_is_said_to_be_scatter():
    line = line_of(*[0.0, 0.05, -0.05, 0.02, 0.0, 0.04, -0.03, 0.01])
    assert line.said == "No change over these weeks that can be told from scatter."
    assert line.since_x is None


def test_too_few_weeks_are_said_to_be_too_few():
    assert line_of(0.1, None, 0.2).said == (
        "Fewer than 6 weeks have 10 stories or more: too few to say whether anything moved."
    )


def test_a_line_never_crosses_a_week_that_nobody_may_see():
    line = line_of(0.1, 0.2, None, 0.3, 0.2)
    assert line.line.count("M") == 2 and line.band.count("Z") == 2
    assert line.gaps.count("M") == 1
    assert [row.n for row in line.rows] == ["20", "20", "Fewer than 10", "20", "20"]


def test_a_week_without_any_story_is_a_gap_too():
    line = weeks_line(FRAMEWORK, [week(0, 0.1), week(1, 0.1), week(3, 0.1)], (), 10)
    assert line is not None and line.line.count("M") == 2


def test_others_are_drawn_on_the_same_scale_and_only_over_the_same_weeks():
    others = [week(place, 0.0) for place in range(-4, 3)]
    line = line_of(0.5, 0.5, 0.5, others=others)
    assert line.others.count(" ") == 3
    heights = [float(re.search(r"M[\d.]+ ([\d.]+)", path)[1]) for path in (line.line, line.others)]
    assert heights[0] < heights[1], "hotter is higher"


def test_two_years_are_shown_at_most():
    line = line_of(*[0.1] * (MOST_WEEKS + 3))
    assert line.is_cut and line.points.count("h0") == MOST_WEEKS


def test_nothing_told_has_a_line_without_points():
    line = line_of()
    assert line.points == "" and line.first == ""
