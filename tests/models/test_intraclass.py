import numpy as np

from models.intraclass import LARGEST, clustered, intraclass, nested_correlation


def make_values(seed, weekly=0.0, daily=0.0, groups=6, days=84, a_day=4):
    chance = np.random.default_rng(seed)
    day = np.tile(np.repeat(np.arange(days), a_day), groups)
    group = np.repeat(np.arange(groups), days * a_day)
    week = chance.normal(0, weekly, (groups, days // 7 + 1))[group, day // 7]
    value = week + chance.normal(0, daily, (groups, days))[group, day] + chance.normal(0, 1, len(day))
    return value - np.bincount(group, value)[group] / (days * a_day), group, day


def test_what_weeks_and_days_have_in_common_is_found():
    found = [
        nested_correlation(left, group, day, day // 7)
        for left, group, day in (make_values(s, 0.4, 0.5) for s in range(20))
    ]
    week, day = 0.16 / 1.41, 0.25 / 1.41
    assert week < np.mean([one.week for one in found]) < week + 0.06
    assert abs(np.mean([one.day for one in found]) - day) < 0.04


def test_where_nothing_is_in_common_hardly_anything_is_found():
    found = [nested_correlation(left, group, day, day // 7) for left, group, day in (make_values(s) for s in range(20))]
    assert np.mean([one.week for one in found]) < 0.02
    assert np.mean([one.day for one in found]) < 0.1


def test_few_clusters_give_a_larger_number_rather_than_a_smaller_one():
    few = [
        intraclass(left, group, day // 7)
        for left, group, day in (make_values(s, 0.3, groups=1, days=42) for s in range(60))
    ]
    assert np.mean(few) > 1.1 * 0.09 / 1.09


def test_without_two_stories_together_there_is_nothing_to_be_alike():
    assert intraclass(np.array([1.0, -1.0]), np.array([0, 0]), np.array([1, 2])) == 0.0
    assert intraclass(np.zeros(0), np.zeros(0, dtype=int), np.zeros(0, dtype=int)) == 0.0


def test_stories_of_a_day_that_are_all_the_same_are_as_alike_as_can_be():
    left = np.repeat([1.0, -1.0, 1.0, -1.0], 5)
    assert intraclass(left, np.zeros(20, dtype=int), np.repeat(np.arange(4), 5)) == LARGEST


def test_pairs_of_codes_are_numbered_without_a_gap():
    assert clustered(np.array([0, 0, 1, 1]), np.array([50, 70, 50, 50])).tolist() == [0, 1, 2, 2]
