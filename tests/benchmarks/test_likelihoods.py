"""The likelihood ratios of the oracle are exact: their mean is 1 where nothing changed."""

import numpy as np
import pytest

from benchmarks.likelihoods import daily_evidence
from benchmarks.simulator import Shift, World, simulate

ONE = World(areas=1, regions=1, rate=4, days=6000)


@pytest.mark.parametrize(
    "shift",
    [
        Shift("triad", 0.35),
        Shift("spread", 1.3),
        Shift("hot", 0.2),
        Shift("dyad", 0.35),
        Shift("choice", 0.5),
        Shift("topic", 0.1),
        Shift("volume", 1.2),
    ],
    ids=lambda shift: shift.kind,
)
def test_the_mean_likelihood_ratio_of_a_day_is_one_where_nothing_changed(shift):
    ratios = np.exp(daily_evidence(simulate(ONE, 1), shift)[:, 0])
    assert ratios.mean() == pytest.approx(1.0, abs=4 * ratios.std() / np.sqrt(len(ratios)))
    assert ratios.std() > 0.1


def test_days_with_moods_of_their_own_are_integrated_out():
    world = World(areas=1, regions=1, rate=4, days=3000, day_effect=0.3)
    ratios = np.exp(daily_evidence(simulate(world, 1), Shift("triad", 0.35))[:, 0])
    assert ratios.mean() == pytest.approx(1.0, abs=4 * ratios.std() / np.sqrt(len(ratios)))


def test_a_pocket_is_known_by_place_and_topic_together():
    still = World(areas=1, regions=1, rate=10, days=400)
    evidence = daily_evidence(simulate(still, 1), Shift("pocket", 0.15))[:, 0]
    shifted = World(areas=1, regions=1, rate=10, days=400, shift=Shift("pocket", 0.15, on=0))
    assert evidence.mean() < 0 < daily_evidence(simulate(shifted, 1), Shift("pocket", 0.15))[:, 0].mean()


def test_only_the_affected_areas_give_evidence():
    evidence = daily_evidence(simulate(World(areas=3, days=40), 1), Shift("dyad", 0.7, areas=(1,)))
    assert evidence[:, 1].any() and not evidence[:, [0, 2]].any()
