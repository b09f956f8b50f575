import numpy as np
import pytest
from scipy.stats import nbinom

from models.volume import RATIOS, VolumeRates, WeekdayProfile


def test_every_bet_on_volume_has_mean_one_under_the_posterior_predictive():
    rates = VolumeRates(1)
    rates.stories[:], rates.exposure[:] = 150.0, 30.0
    y = np.arange(400)
    predictive = nbinom(150.5, 30 / 31)
    won = np.array([np.exp(rates.place(np.array([float(n)]), 1.0)[0]) for n in y])
    np.testing.assert_allclose((predictive.pmf(y)[:, None] * won).sum(axis=0), 1, atol=1e-6)


def test_more_stories_feed_the_bets_on_more_and_silence_those_on_fewer():
    rates = VolumeRates(1)
    rates.stories[:], rates.exposure[:] = 150.0, 30.0
    many, none = rates.place(np.array([12.0]), 1.0)[0], rates.place(np.array([0.0]), 1.0)[0]
    assert (many[RATIOS > 1] > 0).all() and (many[RATIOS < 1] < 0).all()
    assert (none[RATIOS > 1] < 0).all() and (none[RATIOS < 1] > 0).all()


def test_a_unit_never_heard_of_gives_no_evidence():
    assert not VolumeRates(1).place(np.array([0.0]), 1.0).any()


def test_counts_that_jump_about_are_overdispersed():
    rates, chance = VolumeRates(3), np.random.default_rng(0)
    on = np.ones(3, bool)
    for _ in range(200):
        rates.close_day(np.array([*chance.poisson(5, 2), 50.0 * (chance.random() < 0.1)]), 1.0, on, on)
    calm, also_calm, bursty = rates.dispersion()
    assert bursty > 10 > 2 > max(calm, also_calm) >= 1


def test_the_weekday_profile_learns_quiet_sundays():
    profile = WeekdayProfile()
    for day in range(700_000, 700_000 + 140):
        profile.close_day(day, 2 if day % 7 == 0 else 20)
    factors = [profile.factor(day) for day in range(700_000, 700_007)]
    assert np.mean(factors) == pytest.approx(1) and min(factors) < 0.4


def test_without_any_day_the_factor_is_one():
    assert WeekdayProfile().factor(738_000) == 1.0
