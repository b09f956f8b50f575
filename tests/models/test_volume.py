import numpy as np
import pytest
from scipy.stats import nbinom

from models.volume import MEMORY_DAYS, RATIOS, VolumeRates, WeekdayProfile


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


def steady(a_day, days, factor=1.0):
    rates, on = VolumeRates(1), np.ones(1, bool)
    for _ in range(days):
        rates.close_day(np.array([a_day]), factor, on, on)
    return rates


def test_the_rate_is_learnt_and_a_quiet_weekday_is_expected_to_be_quiet():
    rates = steady(6.0, 300)
    assert rates.expected(1.0)[0] == pytest.approx(6, rel=0.02)
    assert rates.expected(0.3)[0] == pytest.approx(1.8, rel=0.02)


def test_the_old_rate_is_forgotten_over_about_its_memory():
    rates, on = steady(6.0, 600), np.ones(1, bool)
    for _ in range(int(MEMORY_DAYS)):
        rates.close_day(np.array([2.0]), 1.0, on, on)
    assert rates.expected(1.0)[0] == pytest.approx(2 + 4 / np.e, rel=0.05)


def test_a_unit_that_has_not_begun_is_not_taken_for_silent():
    rates = VolumeRates(2)
    for _ in range(50):
        rates.close_day(np.array([4.0, 0.0]), 1.0, np.array([True, False]), np.array([True, False]))
    assert rates.exposure[1] == 0 and rates.expected(1.0)[1] == 0
    assert not rates.place(np.array([4.0, 0.0]), 1.0)[1].any()


def test_a_burst_weighs_less_where_bursts_are_usual():
    calm, bursty, on = steady(5.0, 200), VolumeRates(1), np.ones(1, bool)
    for day in range(200):
        bursty.close_day(np.array([50.0 * (day % 10 == 0)]), 1.0, on, on)
    burst = np.array([50.0])
    assert bursty.expected(1.0)[0] == pytest.approx(calm.expected(1.0)[0], rel=0.1)
    assert bursty.place(burst, 1.0).max() < calm.place(burst, 1.0).max() / 10


def test_an_alarm_lets_the_rate_fade_so_that_the_new_one_is_learnt_soon():
    kept, faded, on = steady(6.0, 300), steady(6.0, 300), np.ones(1, bool)
    faded.fade(0, 0.1)
    assert faded.expected(1.0)[0] == pytest.approx(6, rel=0.05)
    for _ in range(20):
        for rates in (kept, faded):
            rates.close_day(np.array([12.0]), 1.0, on, on)
    assert faded.expected(1.0)[0] > 10 > 8 > kept.expected(1.0)[0]


def test_a_whole_expects_what_a_part_of_it_is_known_to_have_gained_or_lost():
    rates = steady(6.0, 300)
    rates.move(0, 3.0)
    assert rates.expected(1.0)[0] == pytest.approx(9, rel=0.02)
    rates.move(0, -20.0)
    assert rates.expected(1.0)[0] == pytest.approx(0, abs=0.1)


def test_rates_that_were_restored_expect_the_same_and_more_units_begin_unheard():
    rates, other = steady(6.0, 30), VolumeRates(1)
    other.restore({name: array.copy() for name, array in rates.state().items()})
    other.extend(2)
    assert other.expected(1.0).tolist() == [rates.expected(1.0)[0], 0.0]
