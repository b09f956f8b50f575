"""Cells of vectors: near ones lie together, and a quarter of the room tells their cosines."""

import numpy as np
import pytest

from models.cells import ONE_CELL, cells_of, cells_wanted, find_middles, mean_of_nearest, packed_rows
from store.release_meaning import cosines_of


def clouds(n: int = 60, seed: int = 1):
    """Three clouds of unit vectors round far middles."""
    chance = np.random.default_rng(seed)
    middles = np.eye(3, 16)
    rows = np.repeat(middles, n, axis=0) + chance.normal(0, 0.05, (3 * n, 16))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_few_vectors_lie_in_one_cell_and_many_in_about_three_times_the_root():
    assert cells_wanted(0) == cells_wanted(ONE_CELL - 1) == 1
    assert cells_wanted(1_000_000) == 3_000


def test_vectors_of_a_cloud_share_a_cell_of_their_own():
    rows = clouds()
    middles = find_middles(rows, 3, seed=2)
    assert np.allclose(np.linalg.norm(middles, axis=1), 1, atol=1e-5)
    cells = cells_of(rows, middles).reshape(3, -1)
    assert all(len(set(cloud)) == 1 for cloud in cells.tolist())
    assert len(set(cells[:, 0].tolist())) == 3


def test_one_cell_has_the_mean_direction_as_its_middle():
    (middle,) = find_middles([[1.0, 0.0], [0.0, 1.0]], 1)
    assert middle.tolist() == pytest.approx([0.7071, 0.7071], abs=1e-4)
    assert cells_of(np.zeros((0, 2)), [middle]).tolist() == []


def test_packed_rows_tell_cosines_to_a_hundredth_whatever_their_scale():
    chance = np.random.default_rng(3)
    rows = chance.normal(size=(50, 384)) * chance.uniform(0.01, 100, (50, 1))
    query = (one := chance.normal(size=384)) / np.linalg.norm(one)
    packed = packed_rows(rows)
    assert packed.shape == (50, 388) and packed.dtype == np.uint8
    told = cosines_of(packed.tobytes(), query.astype(np.float32))
    assert np.abs(told - rows @ query / np.linalg.norm(rows, axis=1)).max() < 0.01
    assert not packed_rows(np.zeros((1, 4))).any()


def test_how_near_the_nearest_are_leaves_the_row_itself_out():
    rows = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    assert mean_of_nearest(rows, [0, 2], nearest=1).tolist() == [1.0, 0.0]
    assert mean_of_nearest(rows[:1], [0]).tolist() == [0.0]
