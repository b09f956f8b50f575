"""What moved most, when, and what is said where nothing did."""

import pytest

from tests.builders import make_collection
from tests.web.explore.telling import make_reading
from web.explore.places.change import changes_of, news_of
from web.explore.places.series import series_of


def news(*rows, at=None, before=None, k=10):
    """The news of groups whose readings are given week by week, the last against the first."""
    readings = [make_reading(week, value, group=group) for group, *row in rows for week, value in enumerate(row)]
    series = series_of(make_collection(groups=()), readings)
    now = series.periods[-1 if at is None else at]
    then = series.periods[0] if before is None else None
    return news_of(changes_of(series, now, then), now, then, k)


def said(*rows, **more):
    found = news(*rows, **more)
    return " ".join(part for part in (found.group, found.lead, found.rest) if part)


def test_what_moved_most_comes_first_with_the_day_since_when():
    assert said(("quay", 50, 52, 71, 74), ("mill", 50, 51, 50, 55)) == (
        "quay moved most, from 50 to 74: hotter than usual since 19 January 2026. "
        "No other place is outside its usual range."
    )


def test_growing_calm_is_news_too_and_so_is_coming_back():
    assert said(("quay", 50, 31)).startswith("quay moved most, from 50 to 31: calmer than usual since 12 January 2026.")
    assert said(("quay", 75, 52)).startswith("quay moved most, from 75 to 52: back within its usual range.")


def test_what_stands_outside_its_range_counts_before_what_moved_within_it():
    assert said(("mill", 42, 58), ("quay", 70, 72)) == (
        "quay moved most, from 70 to 72: hotter than usual since 5 January 2026. "
        "No other place is outside its usual range."
    )


def test_a_movement_within_every_range_may_be_chance():
    assert said(("mill", 42, 58), ("quay", 50, 51)) == (
        "No place is outside its usual range. mill moved most, from 42 to 58, which may be chance."
    )
    assert said(("mill", 50, 50)) == "No place is outside its usual range. Nothing here asks for a look."


def test_the_others_outside_their_range_are_named_and_the_rest_counted():
    rows = [(f"street {n}", 50, 80 - n) for n in range(8)]
    assert said(*rows).endswith(
        "Also outside their usual range: street 1 (79, hotter than usual), street 2 (78, hotter than usual), "
        "street 3 (77, hotter than usual), street 4 (76, hotter than usual) and 3 more."
    )
    assert "Also outside its usual range: mill (30, calmer than usual)." in said(("quay", 50, 90), ("mill", 50, 30))


def test_an_interval_that_reaches_into_the_range_is_said_with_care():
    assert "perhaps hotter than usual" in said(("quay", 50, 62))


def test_without_a_moment_to_compare_with_the_level_is_said():
    assert said(("quay", 50, 71), before="none").startswith("quay is at 71: hotter than usual since 12 January 2026.")


def test_a_place_whose_earlier_number_is_withheld_is_told_without_it():
    assert said(("quay", None, 71)).startswith("quay is at 71: hotter than usual since 12 January 2026.")


def test_where_nobody_has_a_reading_that_is_said():
    assert said(("quay", 50, None)) == "Fewer than 10 stories in every place in the period week of 12 January 2026."


def test_no_movement_is_told_of_what_is_withheld():
    readings = [make_reading(0, None), make_reading(1, 60)]
    series = series_of(make_collection(groups=()), readings)
    (change,) = changes_of(series, series.periods[1], series.periods[0])
    assert change.moved is None and change.moved_words == "–"


@pytest.mark.parametrize(("first", "second", "words"), [(50, 57, "+7"), (57, 50, "−7"), (50.2, 49.8, "0")])
def test_a_movement_is_that_between_the_numbers_as_written(first, second, words):
    series = series_of(make_collection(groups=()), [make_reading(0, first), make_reading(1, second)])
    (change,) = changes_of(series, series.periods[1], series.periods[0])
    assert change.moved_words == words
