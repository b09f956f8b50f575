import numpy as np
import pytest

from models.batch import Batch
from models.streams import choice_stream, dyad_streams, pocket_stream
from models.tally import Counter

ZONE, ABOUT = choice_stream("zone", 4), choice_stream("about", 3)
STREAMS = [*dyad_streams("safe"), ZONE, ABOUT, pocket_stream(ZONE, ABOUT), pocket_stream(ABOUT, ZONE)]
LEVELS = [12, 6, 4, 3]
GROUPS, STRATA, MODES = 3, 2, 2


@pytest.fixture
def batch():
    chance, n = np.random.default_rng(2), 60
    bins = np.column_stack([chance.integers(-1, levels, n) for levels in LEVELS])
    codes = [chance.integers(0, most, n) for most in (GROUPS, STRATA, MODES)]
    return Batch(*codes, bins, chance.integers(0, 5, n) / 4)


@pytest.fixture
def tally(batch):
    return Counter(STREAMS, STRATA, MODES).count(batch)


def cells(batch, tally):
    """Of every cell: its place, and the weight and bins of each of its stories."""
    weight = batch.weight
    for place, key in enumerate(zip(tally.group, tally.stratum, tally.mode, strict=True)):
        inside = [i for i in range(len(batch)) if (batch.group[i], batch.stratum[i], batch.mode[i]) == key]
        yield place, weight[inside], batch.bins[inside]


def three(weight):
    return [weight.sum(), (weight**2).sum(), len(weight)]


def test_weighted_stories_are_counted_as_one_by_one(batch, tally):
    for place, weight, bins in cells(batch, tally):
        for column, levels in enumerate(LEVELS):
            for level in range(levels):
                found = tally.answers[:, place, column, level]
                np.testing.assert_allclose(found, three(weight[bins[:, column] == level]), atol=1e-12)


def test_a_pocket_counts_the_stories_that_lie_at_one_level_of_both(batch, tally):
    for place, weight, bins in cells(batch, tally):
        for a in range(4):
            for b in range(3):
                both = three(weight[(bins[:, 2] == a) & (bins[:, 3] == b)])
                np.testing.assert_allclose(tally.pockets[:, place, a * 3 + b], both, atol=1e-12)
                np.testing.assert_allclose(tally.pockets[:, place, 12 + b * 4 + a], both, atol=1e-12)


def test_the_weight_of_a_pocket_is_that_of_the_stories_that_answered_both(batch, tally):
    for place, weight, bins in cells(batch, tally):
        both = three(weight[(bins[:, 2:] >= 0).all(axis=1)])
        np.testing.assert_allclose(tally.pocket_weights()[:, place], np.repeat(both, 24).reshape(3, 24), atol=1e-12)


def test_cells_come_by_rising_group_each_once(batch, tally):
    keys = list(zip(tally.group.tolist(), tally.stratum.tolist(), tally.mode.tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert set(keys) == set(zip(batch.group.tolist(), batch.stratum.tolist(), batch.mode.tolist(), strict=True))


def test_without_weights_every_story_counts_whole(batch):
    whole = Counter(STREAMS, STRATA, MODES).count(Batch(batch.group, batch.stratum, batch.mode, batch.bins))
    np.testing.assert_array_equal(whole.answers[0], whole.answers[2])
    np.testing.assert_array_equal(whole.answers[1], whole.answers[2])
    assert whole.answers[2].sum() == (batch.bins >= 0).sum()


def test_a_share_of_a_tally_is_that_share_of_every_count(tally):
    half = tally.scaled(0.5)
    np.testing.assert_allclose(half.answers, tally.answers / 2)
    np.testing.assert_allclose(half.pockets, tally.pockets / 2)
    np.testing.assert_array_equal(half.group, tally.group)


def test_without_joint_streams_there_are_no_pockets(batch):
    tally = Counter(STREAMS[:4], STRATA, MODES).count(batch)
    assert tally.pockets.shape == tally.pocket_weights().shape == (3, len(tally.group), 0)


def test_a_day_without_stories_has_no_cells():
    assert len(Counter(STREAMS, STRATA, MODES).count(Batch.empty(4)).group) == 0


def test_some_cells_of_a_tally_are_counted_as_they_were(tally):
    odd = np.arange(len(tally.group)) % 2 == 1
    part = tally.taken(odd)
    np.testing.assert_array_equal(part.group, tally.group[odd])
    np.testing.assert_array_equal(part.answers, tally.answers[:, odd])
    np.testing.assert_array_equal(part.pocket_weights(), tally.pocket_weights()[:, odd])
