import numpy as np
import pytest

from models.usual import typical_noise, usual_periods


def periods(scatter, noise, groups=200, n=20, seed=0):
    chance = np.random.default_rng(seed)
    return chance.normal(0, np.hypot(scatter, noise), (groups, n)), np.full((groups, n), noise**2)


@pytest.mark.parametrize("scatter", [0.05, 0.1, 0.3])
def test_the_scatter_is_what_is_left_when_the_sampling_noise_is_taken_out(scatter):
    found = usual_periods(*periods(scatter, 0.1))
    assert np.median(found.scatter) == pytest.approx(scatter, rel=0.15)


def test_nothing_but_sampling_noise_leaves_hardly_any_scatter():
    assert np.median(usual_periods(*periods(0.0, 0.1)).scatter) < 0.03


def test_a_few_odd_periods_move_neither_level_nor_scatter_by_much():
    mean, noise = periods(0.05, 0.1)
    odd = mean.copy()
    odd[:, -3:] += 1.5
    before, after = usual_periods(mean, noise), usual_periods(odd, noise)
    assert np.abs(after.centre - before.centre).mean() < 0.06
    assert np.median(after.scatter) < 0.15


def test_one_groups_own_scatter_is_told_from_everybody_elses():
    mean, noise = periods(0.02, 0.05, groups=9, n=30)
    mean[4] *= 6
    found = usual_periods(mean, noise)
    assert found.scatter.argmax() == 4 and found.scatter[4] > 3 * np.delete(found.scatter, 4).max()


def test_gaps_are_not_periods_and_a_group_without_any_is_known_badly():
    mean, noise = periods(0.05, 0.1, groups=3, n=12)
    mean[1, 4:] = np.nan
    mean[2] = np.nan
    found = usual_periods(mean, noise)
    assert found.periods.tolist() == [12, 4, 0]
    assert found.centre[2] == 0 and np.isfinite(found.scatter).all()
    assert found.centre_variance[0] < found.centre_variance[1] < found.centre_variance[2]


def test_no_period_at_all_gives_no_scatter_and_no_level():
    found = usual_periods(np.full((2, 3), np.nan), np.full((2, 3), np.nan))
    assert found.scatter == pytest.approx([0, 0], abs=1e-6) and found.centre.tolist() == [0, 0]
    assert typical_noise(np.full((2, 3), np.nan)).tolist() == [1, 1]
