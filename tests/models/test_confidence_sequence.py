import numpy as np
import pytest

from models.confidence_sequence import NormalMixture, planned_information


def test_a_walk_that_drifts_nowhere_leaves_the_boundary_less_often_than_alpha():
    chance = np.random.default_rng(3)
    information = np.arange(1, 1501, dtype=np.float64)
    estimate = np.cumsum(chance.normal(size=(1000, 1500)), axis=1) / information
    outside = np.abs(estimate) > NormalMixture(0.05, 300.0).margin(information)
    fixed = np.abs(estimate) > 1.96 / np.sqrt(information)
    assert outside.any(axis=1).mean() <= 0.05
    assert fixed.any(axis=1).mean() > 0.4


def test_more_information_narrows_it_and_none_leaves_it_open():
    margin = NormalMixture(0.05, 100.0).margin([0.0, 10.0, 100.0, 1000.0])
    assert np.isinf(margin[0]) and (np.diff(margin) < 0).all()


def test_it_is_narrowest_where_it_was_planned_to_be():
    others = [NormalMixture(0.05, planned).margin(100.0) for planned in (10.0, 50.0, 200.0, 1000.0)]
    assert NormalMixture(0.05, 100.0).margin(100.0) < min(others)


def test_the_information_that_is_said_to_be_needed_finds_the_size_as_often_as_said():
    bound, size = NormalMixture(0.05, planned_information(0.05, 0.1)), 0.1
    needed = bound.information_for(size, 0.8)
    information = np.linspace(needed / 400, needed, 400)
    steps = np.random.default_rng(0).normal(0, np.sqrt(needed / 400), (2000, 400))
    estimate = size + np.cumsum(steps, axis=1) / information
    assert 0.78 < (estimate > bound.margin(information)).any(axis=1).mean() < 0.9
    assert bound.power(size, 2 * needed) > 0.95 > bound.power(size, needed / 2)


@pytest.mark.parametrize(
    ("alpha", "planned", "fault"),
    [(0.0, 1.0, "alpha is 0.0 and has to lie between 0 and 1"), (0.05, 0.0, "give a positive number")],
)
def test_what_cannot_be_a_boundary_is_refused(alpha, planned, fault):
    with pytest.raises(ValueError, match=fault):
        NormalMixture(alpha, planned)
