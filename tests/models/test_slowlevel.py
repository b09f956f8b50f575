import numpy as np
import pytest

from models.slowlevel import LAG_WEEKS, WEEK, SlowLevel

PRIOR, MEMORY = 0.002, 10.0
STORIES = 10.0  # a day, unit and score
AMPLITUDE, PERIOD = 0.4, 182


def fresh(units, scores=4, families=None):
    family = np.zeros(scores, dtype=np.int64) if families is None else np.array(families)
    return SlowLevel(units, family, PRIOR, MEMORY)


def noise(days, units, scores=4, seed=3):
    """Sums of the scores of a day's stories (days, units, scores) whose predictions are right."""
    return np.random.default_rng(seed).normal(0, np.sqrt(STORIES), (days, units, scores))


def wave(days, units, scores=4):
    """The same phase for all scores of a unit, another one for every unit."""
    phase = np.arange(units)[None, :, None] / units
    return np.broadcast_to(
        AMPLITUDE * np.sin(2 * np.pi * (np.arange(days)[:, None, None] / PERIOD + phase)), (days, units, scores)
    )


def fed(slow, scores):
    """Close so many days, expecting the present level; what was expected (days, units, Q)."""
    expected = np.zeros_like(scores)
    for day, score in enumerate(scores):
        expected[day] = slow.level()
        slow.close_day(score, np.full_like(score, STORIES), expected[day])
    return expected


@pytest.mark.parametrize("units", [1, 6])
def test_a_slow_wave_is_found_at_its_own_size_in_one_unit_and_in_several(units):
    slow = fresh(units)
    fed(slow, noise(546, units) + STORIES * wave(546, units))
    np.testing.assert_allclose(slow.moving(), AMPLITUDE**2 / 2, rtol=0.35)


@pytest.mark.parametrize("units", [1, 6])
def test_the_level_follows_the_wave_and_leaves_little_of_it(units):
    slow, truth = fresh(units), wave(546, units)
    expected = fed(slow, noise(546, units) + STORIES * truth)
    late = slice(182, None)
    assert np.mean((truth - expected)[late] ** 2) < 0.3 * np.mean(truth[late] ** 2)
    assert (slow.left() < 0.35 * slow.moving()).all()


@pytest.mark.parametrize("units", [1, 6])
def test_in_noise_no_wave_is_found(units):
    slow = fresh(units)
    expected = fed(slow, noise(546, units))
    assert (slow.moving() < 0.005).all() and (slow.left() < 0.005).all()
    assert np.abs(expected[182:]).mean() < 0.04


def test_before_anything_is_known_the_prior_holds():
    np.testing.assert_allclose(fresh(2).left(), PRIOR)


def test_a_shift_is_excused_by_nothing_before_its_lag_is_over_and_by_something_later():
    calm, shifted, seen = fresh(2), fresh(2), noise(350, 2)
    moved = seen.copy()
    moved[210:] += STORIES * 1.0  # on the first day of a week
    fed(calm, seen[:210])
    fed(shifted, moved[:210])
    for day in range(210, 210 + (LAG_WEEKS + 1) * WEEK - 1):
        for slow, scores in ((calm, seen), (shifted, moved)):
            slow.close_day(scores[day], np.full((2, 4), STORIES), np.zeros((2, 4)))
        np.testing.assert_array_equal(shifted.moving(), calm.moving())
        np.testing.assert_array_equal(shifted.left(), calm.left())
    fed(shifted, moved[day + 1 :])
    assert (shifted.moving() > 0.1).all()


def test_families_of_scores_are_judged_apart_but_lean_on_each_other():
    slow = fresh(3, families=[0, 0, 1, 1])
    scores = noise(546, 3)
    scores[:, :, :2] += STORIES * wave(546, 3, 2)
    fed(slow, scores)
    moving = slow.moving()
    assert moving[0] == moving[1] > 3 * moving[2] and moving[2] == moving[3]


def test_the_level_of_the_others_leaves_a_unit_out_of_its_own():
    moved = noise(140, 3)
    moved[70:, 0] += STORIES * 3.0
    parts, whole, pair = fresh(3), fresh(1), fresh(1)
    fed(parts, moved)
    fed(whole, moved.sum(axis=1, keepdims=True))
    fed(pair, moved[:, 1:].sum(axis=1, keepdims=True))
    others = parts.others(whole)
    weight = pair.level_weight[0] * 2  # `fed` gives every unit the weight of one
    np.testing.assert_allclose(others[0], pair.level_score[0] / (weight + 1 / whole.moving()))
    assert (np.abs(others[0]) < 0.2).all() and (others[1:] > 1.0).all()


def test_a_caution_of_standard_errors_shrinks_as_weeks_go_by():
    short, long = fresh(2), fresh(2)
    fed(short, noise(70, 2))
    fed(long, noise(400, 2))
    extra = [float((slow.left(1.0) - slow.left(0.0))[0]) for slow in (short, long)]
    assert extra[0] > extra[1] > 0


def test_a_restored_one_goes_on_exactly_and_more_units_begin_at_zero():
    scores = noise(120, 2)
    through, before, after = fresh(2), fresh(2), fresh(2)
    fed(through, scores)
    fed(before, scores[:66])  # in the middle of a week
    after.restore({name: array.copy() for name, array in before.state().items()})
    fed(after, scores[66:])
    for name, array in through.state().items():
        np.testing.assert_array_equal(after.state()[name], array, err_msg=name)
    after.extend(3)
    assert not after.level()[2].any()
    np.testing.assert_array_equal(after.level()[:2], through.level())
