"""Since when a weekly balance differs."""

import random
from datetime import date, timedelta

from narratives.balance import WeekMean, moved_since

FIRST = date(2026, 1, 5)


def weeks(*means, variance=0.01):
    return [WeekMean(FIRST + timedelta(weeks=place), mean, variance) for place, mean in enumerate(means)]


def test_the_week_of_a_clear_step_is_found_with_its_size():
    moved = moved_since(weeks(*[0.1, 0.12, 0.09, 0.11, 0.1, 0.1], *[0.6, 0.62, 0.59, 0.6]))
    assert moved is not None
    assert moved.since == FIRST + timedelta(weeks=6)
    assert 0.45 < moved.by < 0.55


def test_a_fall_is_a_change_too():
    moved = moved_since(weeks(*[0.6] * 5, *[0.1] * 5))
    assert moved is not None and moved.by < 0


def test_few_weeks_are_too_few_to_say():
    assert moved_since(weeks(0.0, 0.0, 0.0, 5.0, 5.0)) is None


def test_one_odd_week_is_no_change():
    assert moved_since(weeks(*[0.1] * 5, 0.5, *[0.1] * 5)) is None


def test_weeks_that_differ_more_than_their_stories_tell_are_scatter():
    swinging = [0.5 if place % 2 else -0.5 for place in range(8)]
    assert moved_since(weeks(*swinging, *[0.5, 0.5, -0.3, 0.5], variance=0.0001)) is None


def test_of_unchanging_series_hardly_any_is_said_to_have_moved():
    chance = random.Random(4)
    found = 0
    for _ in range(400):
        means = [chance.gauss(0, 0.1) for _ in range(26)]
        found += moved_since(weeks(*means)) is not None
    assert found <= 400 * 0.05
