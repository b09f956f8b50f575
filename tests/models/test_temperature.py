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
