import numpy as np
import pytest

from models.centre import HEIGHT, geometric_centre, mean_region
from narratives.triangle import cell_centroids, cell_of, to_xy

GRID = 20
MIDDLES = cell_centroids(GRID)


def counted(shares):
    return np.bincount([cell_of(tuple(one), GRID) for one in shares], minlength=GRID * GRID)


def region_of(shares):
    return mean_region(len(shares), shares.sum(axis=0), (shares**2).sum(axis=0))


def test_the_region_is_hotellings_ellipse_of_the_points_on_the_page():
    shares = np.random.default_rng(1).dirichlet([5, 2, 1], 40)
    points = np.array([to_xy(tuple(one)) for one in shares])
    region = region_of(shares)
    assert (region.x, region.y) == pytest.approx(points.mean(axis=0))
    # F(2, 38) has its 95 % quantile at 3.2448 in every printed table.
    scale = np.sqrt(np.linalg.eigvalsh(np.cov(points.T) / 40) * 2 * 39 / 38 * 3.2448)
    assert (region.minor, region.major) == pytest.approx(scale, rel=1e-4)
    along = np.array([np.cos(region.angle), np.sin(region.angle)])
    assert along @ np.cov(points.T) @ along == pytest.approx(np.linalg.eigvalsh(np.cov(points.T))[1])
    assert -np.pi / 2 < region.angle <= np.pi / 2


@pytest.mark.parametrize(("weights", "n"), [([2, 2, 2], 10), ([2, 2, 2], 30), ([6, 2, 1], 60), ([0.5, 0.5, 0.5], 25)])
def test_the_region_holds_the_true_mean_in_nineteen_of_twenty_samples(weights, n):
    chance = np.random.default_rng(2)
    true = to_xy(tuple(np.array(weights) / np.sum(weights)))
    held = [region_of(chance.dirichlet(weights, n)).holds(*true) for _ in range(2_000)]
    assert 0.93 <= np.mean(held) <= 0.97


def test_no_region_of_few_stories_or_of_stories_in_one_spot_or_on_one_line():
    shares = np.random.default_rng(3).dirichlet([2, 2, 2], 10)
    assert region_of(shares) is not None
    assert region_of(shares[:9]) is None
    assert region_of(np.tile([0.2, 0.3, 0.5], (50, 1))) is None
    share = np.linspace(0, 1, 50)
    assert region_of(np.column_stack([np.zeros(50), share, 1 - share])) is None


def test_a_balanced_heap_has_its_centre_in_the_middle():
    shares = np.random.default_rng(4).dirichlet([5, 5, 5], 4_000)
    assert geometric_centre(counted(shares), MIDDLES) == pytest.approx([1 / 3] * 3, abs=0.01)


def test_the_centre_stays_where_most_stories_are_when_two_fifths_tell_the_extreme():
    chance = np.random.default_rng(5)
    most, extreme = chance.dirichlet([30, 30, 30], 60), np.tile([0.0, 0.0, 1.0], (40, 1))
    counts = counted(np.concatenate([most, extreme]))
    middles = np.log(MIDDLES)
    plain = np.exp(counts @ middles / counts.sum())
    plain /= plain.sum()
    robust = geometric_centre(counts, MIDDLES)
    assert plain[2] > 0.65 and max(robust) < 0.45


def test_the_centre_is_where_the_summed_distance_of_log_ratios_is_least():
    counts = counted(np.random.default_rng(6).dirichlet([3, 1, 0.5], 300))
    logs = np.log(MIDDLES)
    logs -= logs.mean(axis=1, keepdims=True)

    def summed(shares):
        here = np.log(shares) - np.mean(np.log(shares))
        return counts @ np.linalg.norm(logs - here, axis=1)

    found = np.array(geometric_centre(counts, MIDDLES))
    assert found.sum() == pytest.approx(1)
    for step in np.array([[1, -1, 0], [0, 1, -1], [-1, 0, 1]]) * 0.002:
        assert summed(found) < min(summed(found + step), summed(found - step))


def test_a_centre_of_stories_in_one_cell_is_its_middle_and_of_none_there_is_none():
    one = np.zeros(GRID * GRID)
    one[GRID * GRID - 1] = 12
    assert geometric_centre(one, MIDDLES) == pytest.approx(MIDDLES[-1])
    assert geometric_centre(np.zeros(GRID * GRID), MIDDLES) is None


def test_the_plane_is_that_of_the_picture():
    assert HEIGHT == to_xy((1.0, 0.0, 0.0))[1]
