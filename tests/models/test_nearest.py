import numpy as np
import pytest

from models.nearest import nearest


def brute(vectors, rows, count):
    alike = vectors[rows] @ vectors.T
    alike[np.arange(len(rows)), rows] = -np.inf
    return -np.sort(-alike, axis=1)[:, :count]


@pytest.mark.parametrize(("n", "count"), [(50, 7), (700, 3), (3000, 12)])
def test_the_nearest_are_those_that_comparing_with_everything_finds(n, count):
    chance = np.random.default_rng(n)
    vectors = chance.normal(size=(n, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.arange(0, n, 3)
    places, cosines = nearest(vectors, rows, count)
    np.testing.assert_allclose(cosines, brute(vectors, rows, count), atol=1e-6)
    np.testing.assert_allclose((vectors[rows][:, None] * vectors[places]).sum(axis=2), cosines, atol=1e-6)
    assert not (places == rows[:, None]).any()


def test_many_copies_of_a_row_are_as_good_as_one_another():
    vectors = np.ones((400, 1), dtype=np.float32)
    places, cosines = nearest(vectors, np.array([0]), 2)
    assert cosines.tolist() == [[1.0, 1.0]] and len(set(places[0])) == 2


def test_there_are_never_more_neighbours_than_other_rows():
    assert nearest(np.eye(3, dtype=np.float32), np.array([0, 1]), 9)[0].shape == (2, 2)
    assert nearest(np.ones((1, 4), dtype=np.float32), np.array([0]), 9)[0].shape == (1, 0)


def test_it_can_be_stopped_between_blocks():
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        nearest(np.eye(3, dtype=np.float32), np.array([0]), 1, beat=stop)
