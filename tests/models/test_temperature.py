import numpy as np
import pytest

from models.temperature import TemperatureModel

WEEKS, A_WEEK = 20, 30


@pytest.fixture
def stories():
    chance = np.random.default_rng(0)
    n = WEEKS * A_WEEK * 3
    group = np.tile([0, 1, 2], n // 3)
    week = np.repeat(np.arange(WEEKS), A_WEEK * 3)
    stratum = chance.integers(0, 2, n)
    mode = np.zeros(n, dtype=int)
    weather = 0.05 * chance.normal(size=(WEEKS, 3))
    score = chance.normal(0, 0.3, n) + 0.2 * (group == 2) + 0.4 * stratum + weather[week, group]
    return score, group, stratum, mode, week


def fit_and_read(stories, parents=(-1, -1, -1)):
    model = TemperatureModel().fit(*stories, parents=list(parents))
    return model.read(*stories)


def test_usual_weeks_read_about_fifty_with_a_deviation_of_ten(stories):
    readings = fit_and_read(stories)
    np.testing.assert_allclose(readings.value.mean(axis=1), 50, atol=2)
    assert (np.abs(readings.value - 50) < readings.usual_high - 50).mean() > 0.95
    assert 4 < readings.value.std() < 11


def test_a_hot_group_reads_fifty_too_because_it_is_judged_by_itself(stories):
    assert fit_and_read(stories).value[2].mean() == pytest.approx(50, abs=2)


def test_a_hotter_week_stands_out_in_its_own_group(stories):
    score, group, stratum, mode, week = stories
    hotter = score + 0.5 * ((group == 1) & (week == WEEKS - 1))
    model = TemperatureModel().fit(*stories, parents=[-1, -1, -1])
    last = model.read(hotter, group, stratum, mode, week)
    assert last.low[1, -1] > last.usual_high[1, -1]
    assert last.value[0, -1] < last.usual_high[0, -1]


def test_another_mix_of_people_does_not_change_the_temperature(stories):
    model = TemperatureModel().fit(*stories, parents=[-1, -1, -1])
    chance = np.random.default_rng(1)
    stratum = (chance.random(400) < 0.9).astype(int)
    score = chance.normal(0, 0.3, 400) + 0.4 * stratum
    none = np.zeros(400, dtype=int)
    readings = model.read(score, none, stratum, none, none)
    assert readings.raw_mean[0, 0] > 0.3
    assert readings.low[0, 0] < 50 < readings.high[0, 0]


def test_without_stories_nothing_is_invented(stories):
    score, group, stratum, mode, week = stories
    keep = ~((group == 0) & (week == 3))
    readings = fit_and_read([a[keep] for a in stories])
    assert readings.n[0, 3] == 0
    assert np.isnan([readings.value[0, 3], readings.low[0, 3], readings.high[0, 3], readings.raw_mean[0, 3]]).all()
    assert np.isfinite(readings.value[1, 3])


def test_few_stories_are_pulled_toward_the_others_and_have_a_wider_interval(stories):
    score, group, stratum, mode, week = stories
    moved = score + 1.0 * ((group == 0) & (week == 5))
    first_two = np.flatnonzero((group == 0) & (week == 5))[2:]
    few = np.delete(np.arange(len(score)), first_two)
    model = TemperatureModel().fit(*stories, parents=[-1, -1, -1])
    many = model.read(moved, group, stratum, mode, week)
    some = model.read(moved[few], group[few], stratum[few], mode[few], week[few])
    assert some.n[0, 5] == 2
    assert 50 < some.value[0, 5] < many.value[0, 5]
    assert some.high[0, 5] - some.low[0, 5] > many.high[0, 5] - many.low[0, 5]


def make_world(seed, n=15, shift=0.0, scatter=0.04, groups=8, periods=14):
    """About `n` stories a group and period; the first group is shifted in the last two periods."""
    chance = np.random.default_rng(seed)
    counts = chance.poisson(n, groups * periods)
    group, period = np.repeat(np.divmod(np.arange(groups * periods), periods), counts, axis=1)
    stratum = chance.integers(0, 2, len(group))
    level = chance.normal(0.2, 0.1, groups)[group] + chance.normal(0, scatter, (groups, periods))[group, period]
    late = (group == 0) & (period >= periods - 2)
    score = level + 0.1 * stratum + chance.normal(0, 0.4, len(group)) + shift * late
    return score, group, stratum, np.zeros_like(group), period


def read_world(world, parents=(0, 0, 0, 0, 1, 1, 1, 1)):
    earlier = world[4] < world[4].max() - 1
    model = TemperatureModel().fit(*(column[earlier] for column in world), parents=list(parents))
    return model.read(*world)


@pytest.mark.parametrize("n", [10, 40])
def test_in_worlds_where_nothing_happens_about_one_reading_in_twenty_is_outside_its_usual_range(n):
    outside = []
    for seed in range(60):
        readings = read_world(make_world(seed, n=n))
        outside.append((readings.value > readings.usual_high) | (readings.value < readings.usual_low))
    assert 0.01 < np.mean([one[:, -2:] for one in outside]) < 0.06


def test_a_planted_shift_is_outside_its_range_and_its_neighbours_stay_inside():
    hot, inside, apart = [], [], []
    for seed in range(60):
        readings = read_world(make_world(seed, shift=0.5))
        hot.append(readings.value[0, -1] > readings.usual_high[0, -1])
        others = readings.value[1:, -1]
        inside.append((others < readings.usual_high[1:, -1]) & (others > readings.usual_low[1:, -1]))
        apart.append(others.mean() - 50)
    assert np.mean(hot) >= 0.95
    assert np.mean(inside) >= 0.95
    assert abs(np.mean(apart)) < 1


def test_what_one_group_does_in_a_period_does_not_enter_anothers_reading():
    calm, shifted = make_world(3), make_world(3, shift=2.0)
    np.testing.assert_array_equal(read_world(calm).value[1:], read_world(shifted).value[1:])


def test_shifted_periods_behind_it_do_not_become_what_is_usual(stories):
    score, group, stratum, mode, week = stories
    moved = score + 0.6 * ((group == 1) & (week >= WEEKS - 5))
    model = TemperatureModel().fit(moved, group, stratum, mode, week, parents=[-1, -1, -1])
    last = model.read(moved, group, stratum, mode, week)
    assert last.value[1, -1] > last.usual_high[1, -1] + 10
    assert last.value[1, :-5].mean() == pytest.approx(50, abs=5)


def test_a_very_calm_group_does_not_turn_a_tiny_move_into_an_extreme():
    chance = np.random.default_rng(2)
    period = np.repeat(np.arange(12), 4000)
    score = chance.normal(0, 0.4, len(period)) + 0.02 * (period == 11)
    none = np.zeros_like(period)
    readings = TemperatureModel().fit(score, none, none, none, period).read(score, none, none, none, period)
    assert 50 < readings.value[0, -1] < 54
    assert readings.usual_high[0, -1] >= 55


def test_fewer_stories_have_a_wider_usual_range_and_a_short_history_too():
    long, short = make_world(1, n=40), make_world(1, n=40, periods=5)
    few = [column[::4] for column in long]
    model = TemperatureModel().fit(*long)
    assert (model.read(*few).usual_high > model.read(*long).usual_high).mean() > 0.95
    brief = TemperatureModel().fit(*short)
    assert brief.read(*short).typical_half.mean() > model.read(*long).typical_half.mean()


def test_the_usual_range_without_stories_is_that_of_a_usual_period():
    world = make_world(4)
    model = TemperatureModel().fit(*world)
    empty = model.read(*world, periods=[13, 99])
    np.testing.assert_allclose(empty.usual_high[:, 1], 50 + empty.typical_half)


def test_a_new_groups_level_leans_on_its_parents():
    world = make_world(5)
    score, group, stratum, mode, period = world
    new = [np.append(column, [value] * 3) for column, value in zip(world, (1.5, 8, 0, 0, 11), strict=True)]
    model = TemperatureModel().fit(*new, parents=[0, 0, 0, 0, 1, 1, 1, 1, 1])
    assert model.level_[:8].max() < model.level_[8] < 1.3


def test_scores_that_are_missing_are_not_counted(stories):
    score, *rest = stories
    holes = score.copy()
    holes[::2] = np.nan
    readings = fit_and_read([holes, *rest])
    assert readings.n.sum() == np.isfinite(holes).sum()


@pytest.mark.parametrize("scores", [[], [np.nan, np.nan]])
def test_nothing_but_gaps_gives_no_reading(scores):
    none = np.zeros(len(scores), dtype=int)
    model = TemperatureModel().fit(scores, none, none, none, none, parents=[-1, -1])
    readings = model.read(scores, none, none, none, none, periods=[0])
    assert readings.n.tolist() == [[0], [0]] and np.isnan(readings.value).all()
    assert not readings.enough_history.any()


def test_one_story_is_no_precise_reading():
    readings = TemperatureModel().fit([0.3], [0], [0], [0], [7]).read([0.3], [0], [0], [0], [7])
    assert readings.low[0, 0] < 35 < 65 < readings.high[0, 0]
    assert not readings.enough_history[0, 0]


def test_a_stratum_met_for_the_first_time_is_still_read(stories):
    model = TemperatureModel().fit(*stories, parents=[-1, -1, -1])
    readings = model.read([0.2] * 5, [0] * 5, [7] * 5, [3] * 5, [50] * 5)
    assert readings.n[0, 0] == 5 and np.isfinite(readings.value[0, 0])


def test_a_group_that_was_never_declared_is_refused(stories):
    model = TemperatureModel().fit(*stories, parents=[-1, -1, -1])
    with pytest.raises(ValueError, match="group 3 is not among the 3 groups of the reference: fit again"):
        model.read([0.1], [3], [0], [0], [1])


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="five lists of the same length"):
        TemperatureModel().fit([0.1, 0.2], [0], [0], [0], [1])


def test_what_a_period_moved_by_is_told_before_it_is_drawn_toward_its_usual(stories):
    readings = fit_and_read(stories)
    drawn = readings.value - 50
    assert (np.abs(readings.moved) >= np.abs(drawn) - 1e-9).all()
    assert (np.sign(readings.moved) == np.sign(drawn)).all()


def test_the_scatter_that_is_told_is_that_of_periods_in_which_nothing_happens():
    found = [read_world(make_world(seed)) for seed in range(30)]
    ratio = np.concatenate([(one.moved**2 / one.scatter).ravel() for one in found])
    assert 0.7 < ratio.mean() < 1.2
    assert all((one.freedom == 15).all() for one in found)
