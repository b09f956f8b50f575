import numpy as np
import pytest

from models.resampling import rate_interval, redealt, retold, watched_years


@pytest.fixture
def told():
    chance = np.random.default_rng(2)
    day = np.sort(chance.integers(0, 70, 400))
    return chance.integers(0, 3, 400), day


def test_every_group_tells_as_many_stories_on_every_day_and_each_story_once(told):
    group, day = told
    order = redealt(group, day, np.random.default_rng(0))
    assert sorted(order) == list(range(400))
    assert (group[order] == group).all()


def test_what_drifted_no_longer_does_and_the_next_deal_is_another(told):
    group, day = told
    answers = day.astype(float)  # as much drift as there can be
    first, second = (answers[redealt(group, day, np.random.default_rng(seed))] for seed in (0, 1))
    assert abs(np.corrcoef(first, day)[0, 1]) < 0.15
    assert (first != second).any()
    assert (first == answers[redealt(group, day, np.random.default_rng(0))]).all()


def test_in_blocks_the_stories_of_a_week_stay_together(told):
    group, day = told
    order = redealt(group, day, np.random.default_rng(0), block_days=7)
    for one in range(3):
        weeks = (day[order] // 7)[group == one]
        changes = int((np.diff(weeks) != 0).sum())
        assert changes == len(set(weeks)) - 1
        assert list(weeks) != sorted(weeks)


def test_told_anew_every_group_keeps_its_pace_its_beginning_and_its_stories():
    chance = np.random.default_rng(3)
    day = np.concatenate([np.repeat(np.arange(100), 4), np.repeat(np.arange(60, 100), 2)])
    group = np.repeat([0, 1], [400, 80])
    stories, days = retold(group, day, chance)
    assert (np.diff(days) >= 0).all() and days.max() <= 99
    assert days[group[stories] == 1].min() >= 60
    assert (group[stories] == 0).sum() == pytest.approx(400, abs=60)
    assert (group[stories] == 1).sum() == pytest.approx(80, abs=30)


def test_told_anew_weekdays_keep_their_share():
    day = np.array([d for d in range(140) for _ in range(1 if d % 7 > 4 else 5)])
    days = np.concatenate([retold(np.zeros(len(day)), day, np.random.default_rng(seed))[1] for seed in range(20)])
    assert (days % 7 > 4).mean() == pytest.approx((day % 7 > 4).mean(), abs=0.05)
    assert (days % 7 > 4).mean() < 0.15 < 2 / 7


def test_the_interval_holds_the_rate_nineteen_times_in_twenty():
    chance = np.random.default_rng(8)
    ends = {n: rate_interval(int(n), 5.0) for n in range(40)}
    held = [ends[n][0] <= 2.0 <= ends[n][1] for n in chance.poisson(10, 4000)]
    assert 0.94 < np.mean(held) < 0.985


@pytest.mark.parametrize(
    ("days", "last", "watched"),
    [(range(100), 129, 100), ([0] * 25, 30, 1), ([0] * 24, 400, 0), (range(0, 500, 10), 490, 250)],
)
def test_a_collection_is_watched_from_25_stories_and_30_days_on(days, last, watched):
    assert watched_years(list(days), last) * 365.25 == pytest.approx(watched)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: redealt([0, 1], [1], np.random.default_rng(0)), "one number a story"),
        (lambda: redealt([0], [1], np.random.default_rng(0), block_days=0), "block_days is 0 and must be at least 1"),
        (lambda: retold([], [], np.random.default_rng(0)), "hold at least one"),
        (lambda: rate_interval(1, 0), "give a count from 0 and a time above 0"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_no_stories_are_dealt_to_no_days():
    assert len(redealt([], [], np.random.default_rng(0))) == 0
