"""Cells of vectors: near ones lie together, and a quarter of the room tells their cosines."""

import numpy as np

from models.cells import LEAST_IN_A_CELL, ONE_CELL, cells_of, cells_wanted, find_middles, mean_of_nearest, packed_rows
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


def test_one_cell_has_no_middle_that_would_tell_of_a_story():
    (middle,) = find_middles([[0.6, 0.8]], 1)
    assert middle.tolist() == [0.0, 0.0]
    assert cells_of([[0.6, 0.8]], [middle]).tolist() == [0]
    assert cells_of(np.zeros((0, 2)), [middle]).tolist() == []


def test_a_few_vectors_far_from_all_others_make_no_cell_whose_middle_is_theirs():
    rows = clouds()
    few = np.tile(np.eye(16)[9], (LEAST_IN_A_CELL - 1, 1))
    middles = find_middles(np.concatenate([rows, few]), 40, seed=2)
    assert len(middles) >= 3 and (middles @ few[0]).max() < 0.9
    enough = np.tile(np.eye(16)[9], (LEAST_IN_A_CELL, 1))
    assert (find_middles(np.concatenate([rows, enough]), 40, seed=2) @ few[0]).max() > 0.99


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
