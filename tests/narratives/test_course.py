from datetime import date, timedelta

import pytest

from narratives.course import Course, Recent, next_course

DAY = date(2026, 3, 2)
MONTH = DAY + timedelta(days=28)


def recent(left, half=4.0, n=40):
    """The newest stories where a part of a change of 20 points is left."""
    return Recent(20 * left, 20 * left - half, 20 * left + half, n)


def after(course, newest, *, change=20.0, today=MONTH):
    return next_course(course, DAY, newest, change, least=10, today=today)


@pytest.mark.parametrize(
    ("course", "left", "now"),
    [
        (Course.MOVING, 1.0, Course.MOVING),
        (Course.MOVING, 0.3, Course.MOVING),
        (Course.MOVING, 0.25, Course.RECOVERING),
        (Course.MOVING, -0.5, Course.RECOVERING),
        (Course.RECOVERING, 0.5, Course.RECOVERING),
        (Course.RECOVERING, 0.3, Course.BACK),
        (Course.RECOVERING, 0.7, Course.MOVING),
        (Course.BACK, 0.5, Course.BACK),
        (Course.BACK, 0.7, Course.MOVING),
        (Course.NO_DATA, 0.1, Course.RECOVERING),
        (Course.NO_DATA, 0.9, Course.MOVING),
    ],
)
def test_between_its_two_thresholds_a_course_stays_what_it_is(course, left, now):
    assert after(course, recent(left)) is now


def test_a_shift_downwards_goes_back_as_one_upwards_does():
    assert after(Course.MOVING, recent(-0.1), change=-20.0) is Course.RECOVERING
    assert after(Course.RECOVERING, recent(-0.9), change=-20.0) is Course.MOVING


def test_it_is_back_only_after_a_month_on_its_way():
    assert after(Course.RECOVERING, recent(0.1), today=MONTH - timedelta(days=1)) is Course.RECOVERING
    assert after(Course.RECOVERING, recent(0.1)) is Course.BACK


def test_it_is_neither_on_its_way_nor_back_where_the_change_may_well_be_there_still():
    assert after(Course.MOVING, recent(0.1, half=20.0)) is Course.MOVING
    assert after(Course.RECOVERING, recent(0.1, half=11.0)) is Course.RECOVERING


def test_too_few_stories_tell_nothing_and_a_few_more_are_needed_to_tell_again():
    assert after(Course.RECOVERING, None) is Course.NO_DATA
    assert after(Course.MOVING, recent(1.0, n=9)) is Course.NO_DATA
    assert after(Course.MOVING, recent(1.0, n=10)) is Course.MOVING
    assert after(Course.NO_DATA, recent(1.0, n=12)) is Course.NO_DATA
    assert after(Course.NO_DATA, recent(1.0, n=13)) is Course.MOVING
