"""Periods: how they are said, which one is meant, and with which it is compared."""

from datetime import date, timedelta

from tests.builders import make_collection
from tests.web.explore.telling import make_reading
from web.explore.places.series import series_of

GROUPLESS = make_collection(groups=())


def series(*values, days=7):
    start = date(2026, 1, 5)
    readings = [
        make_reading(
            0, value, starts_on=start + timedelta(days=days * at), ends_on=start + timedelta(days=days * at + days - 1)
        )
        for at, value in enumerate(values)
    ]
    return series_of(GROUPLESS, readings)


def test_a_week_is_said_by_its_monday_and_longer_periods_by_both_ends():
    assert series(50).periods[0].words == "week of 5 January 2026"
    assert series(50, days=28).periods[0].words == "5 January to 1 February 2026"
    assert series(*[50] * 4, days=91).periods[3].words == "5 October 2026 to 3 January 2027"


def test_a_day_means_the_period_that_it_lies_in():
    found = series(50, 51, 52)
    assert found.period_at("2026-01-14").at == "2026-01-12"
    assert found.period_at("1999-01-01").at == "2026-01-05"
    assert found.period_at("2031-01-01").at == "2026-01-19"
    assert found.period_at("yesterday") is None


def test_a_period_that_has_just_begun_is_not_the_newest_to_show():
    assert series(50, 51, None).newest.at == "2026-01-12"
    assert series(None, None).newest.at == "2026-01-12"


def test_a_moment_is_compared_with_a_month_before():
    weeks = series(*[50] * 9)
    assert weeks.before(weeks.periods[8]).place == 4
    assert weeks.before(weeks.periods[2]).place == 0
    assert weeks.before(weeks.periods[0]) is None
    quarters = series(*[50] * 3, days=91)
    assert quarters.before(quarters.periods[2]).place == 1


def test_groups_that_others_lie_in_are_no_places():
    readings = [make_reading(0, 50, group=name) for name in ("", "all", "east")]
    found = series_of(make_collection(), readings)
    assert found.places == ("east", "west")
    assert found.units == ("all", "")


def test_before_there_is_any_reading_there_is_no_series():
    assert series_of(GROUPLESS, []) is None
