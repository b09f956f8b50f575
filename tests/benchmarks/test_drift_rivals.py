"""The rivals' statistics, by hand."""

import importlib.util

import numpy as np
import pytest

from benchmarks.drift_rivals import adwin, ears, ks_distance, kswin, page_hinkley, rivals, stability_index, windowed

NEEDS_RIVER = pytest.mark.skipif(importlib.util.find_spec("river") is None, reason="river is not installed")


def _steps():
    chance = np.random.default_rng(1)
    values = np.concatenate([chance.normal(0, 0.1, 300), chance.normal(1, 0.1, 100)])
    return values, np.arange(400) // 4


def test_two_samples_that_do_not_overlap_are_as_far_apart_as_can_be():
    assert ks_distance(np.zeros(8), np.ones(8)) == pytest.approx(2.0)
    assert ks_distance(np.arange(9.0), np.arange(9.0)) == 0.0


def test_the_stability_index_of_equal_shares_is_zero_and_grows_with_what_moves():
    reference = np.arange(100.0)
    assert stability_index(reference, reference) == pytest.approx(0.0, abs=1e-3)
    assert stability_index(np.array([0.0] * 5 + [1.0] * 5), np.array([0.0] * 8 + [1.0] * 2)) == pytest.approx(
        0.3 * np.log(0.8 / 0.5) - 0.3 * np.log(0.2 / 0.5)
    )


def test_ears_counts_deviations_above_the_last_seven():
    counts = np.array([4.0, 6, 4, 6, 4, 6, 5, 9, 5])
    found = ears(1, counts, np.arange(9), 9)
    assert np.isinf(found[:7]).all()
    assert found[7] == pytest.approx((9 - 5) / np.std(counts[:7], ddof=1))


def test_ears_by_the_week_compares_weeks():
    counts = np.concatenate([np.ones(49), np.full(7, 3.0)])
    found = ears(7, counts, np.arange(56), 56)
    assert np.flatnonzero(np.isfinite(found)).tolist() == [55] and found[55] == pytest.approx(14 / 0.5)


def test_a_window_is_compared_with_everything_before_it_on_days_that_have_values():
    values, day = _steps()
    found = windowed(ks_distance, 7, values, day, 100)
    assert np.isinf(found[:19]).all() and found[19:70].max() < found[80]


@NEEDS_RIVER
@pytest.mark.parametrize("detector", [adwin, page_hinkley, kswin])
def test_rivers_detectors_ring_after_a_large_step_at_a_stricter_threshold_than_before(detector):
    values, day = _steps()
    found = detector(values, day, 100)
    assert found[75:].max() > found[:75].max()


def test_without_river_the_others_are_still_measured(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert [rival.name.split()[0].rstrip(",") for rival in rivals()] == ["KS", "KS", "PSI", "PSI", "EARS", "EARS"]
