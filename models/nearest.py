"""The most similar rows of a matrix, in blocks, so that memory stays small however many rows there are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.arrays import Ints, Singles

ROWS_A_BLOCK = 128
_TOGETHER = 64


def nearest(
    vectors: Singles, rows: Ints, count: int, *, beat: Callable[[], None] = lambda: None
) -> tuple[Ints, Singles]:
    """The `count` rows most similar to each of some rows, nearest first; a row is no neighbour of its own.

    Parameters
    ----------
    vectors : array (n, d) of unit length
    rows : array of int (s,)
        Whose neighbours are wanted.
    count : int
        Neighbours a row; with fewer other rows there are fewer.
    beat : callable
        Called before every block of `ROWS_A_BLOCK` rows, which may raise to stop.

    Returns
    -------
    places (s, count) of int, and cosines (s, count) of float32

    Examples
    --------
    >>> places, cosines = nearest(np.eye(3, dtype=np.float32)[[0, 1, 0, 2]], np.array([0]), 1)
    >>> places.tolist(), cosines.tolist()
    ([[2]], [[1.0]])
    """
    count = min(count, max(len(vectors) - 1, 0))
    places = np.zeros((len(rows), count), dtype=np.int64)
    cosines = np.zeros((len(rows), count), dtype=np.float32)
    if not count:
        return places, cosines
    for start in range(0, len(rows), ROWS_A_BLOCK):
        beat()
        block = slice(start, start + ROWS_A_BLOCK)
        own = rows[block]
        alike = vectors[own] @ vectors.T
        alike[np.arange(len(own)), own] = -np.inf
        for row, bar in enumerate(_bars(alike, count).tolist(), start=start):
            whole = alike[row - start]
            best = np.flatnonzero(whole >= bar)
            best = best[np.argsort(-whole[best], kind="stable")][:count]
            places[row], cosines[row] = best, whole[best]
    return places, cosines


def _bars(alike: Singles, count: int) -> Singles:
    """A value for each row (s,) that at least `count` of its entries reach, and few more.

    The greatest of every 64 entries are looked at alone: a tenth of the time that sorting all of them takes.
    """
    groups = alike.shape[1] // _TOGETHER
    if groups < 2 * count:
        return np.asarray(-np.partition(-alike, count - 1, axis=1)[:, count - 1])
    greatest = alike[:, : groups * _TOGETHER].reshape(len(alike), groups, _TOGETHER).max(axis=2)
    return np.asarray(np.partition(greatest, groups - count, axis=1)[:, groups - count])
