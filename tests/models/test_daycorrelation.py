import numpy as np
import pytest

from models.daycorrelation import LAG_DAYS, LARGEST, PRIOR_VALUE, DayCorrelation

STORIES = 6


def close(correlation, scores):
    """One unit's day of scores (stories, Q), each of weight 1."""
    n = np.full(scores.shape[1], float(len(scores)))
    correlation.close_day(scores.sum(axis=0) ** 2 - (scores**2).sum(axis=0), n**2 - n)


def days(rho, n, seed=0):
    """Days (n, STORIES, 2) of standardised scores of which `rho` of the variance is the day's."""
    chance = np.random.default_rng(seed)
    mood, own = chance.normal(size=(n, 1, 2)), chance.normal(size=(n, STORIES, 2))
    return np.sqrt(rho) * mood + np.sqrt(1 - rho) * own


@pytest.mark.parametrize("rho", [0.0, 0.1, 0.2])
def test_the_share_of_the_days_is_found(rho):
    correlation = DayCorrelation(np.zeros(2, dtype=np.int64))
    for scores in days(rho, 600):
        close(correlation, scores)
    np.testing.assert_allclose(correlation.value(), rho, atol=0.05)


def test_before_anything_is_known_a_little_is_taken_for_granted():
    np.testing.assert_allclose(DayCorrelation(np.arange(3)).value(), PRIOR_VALUE)


def test_a_shift_excuses_nothing_of_itself_in_its_first_two_weeks():
    calm, shifted = (DayCorrelation(np.zeros(2, dtype=np.int64)) for _ in range(2))
    seen = days(0.0, 100 + LAG_DAYS + 1)
    for day, scores in enumerate(seen):
        close(calm, scores)
        close(shifted, scores + 2.0 * (day >= 100))
        if day < 100 + LAG_DAYS:
            np.testing.assert_array_equal(shifted.value(), calm.value())
    assert (shifted.value() > calm.value()).all()


def test_it_never_exceeds_its_cap_and_never_falls_below_zero():
    alike, unlike = DayCorrelation(np.zeros(1, dtype=np.int64)), DayCorrelation(np.zeros(1, dtype=np.int64))
    for _ in range(200):
        close(alike, np.full((STORIES, 1), 3.0))
        close(unlike, np.array([[1.0], [-1.0]]))
    assert alike.value() == LARGEST and unlike.value() == 0.0


def test_families_are_judged_apart():
    correlation = DayCorrelation(np.array([0, 1]))
    for calm, moody in zip(days(0.0, 300), days(0.2, 300, 1), strict=True):
        close(correlation, np.column_stack([calm[:, 0], moody[:, 0]]))
    quiet, loud = correlation.value()
    assert quiet < 0.05 < 0.12 < loud


def test_days_without_stories_forget_slowly():
    correlation = DayCorrelation(np.zeros(2, dtype=np.int64))
    for scores in days(0.2, 300):
        close(correlation, scores)
    known = correlation.value()[0]
    for _ in range(1_000):
        correlation.close_day(np.zeros(2), np.zeros(2))
    assert correlation.value()[0] == pytest.approx(PRIOR_VALUE, abs=0.001) and known > 0.1


def test_a_restored_one_goes_on_exactly():
    through, before, after = (DayCorrelation(np.zeros(2, dtype=np.int64)) for _ in range(3))
    seen = days(0.1, 60)
    for scores in seen:
        close(through, scores)
    for scores in seen[:23]:
        close(before, scores)
    after.restore({name: array.copy() for name, array in before.state().items()})
    for scores in seen[23:]:
        close(after, scores)
    np.testing.assert_array_equal(after.value(), through.value())
