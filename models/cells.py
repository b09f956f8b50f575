"""Cells of vectors for a search that looks at near ones alone, and vectors in a quarter of the room."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.arrays import Ints, Singles

A_CELL = 48  # of the vectors that cells are found in: with half as many, most cells would hold too few and go
ONE_CELL = 10_000  # fewer vectors are compared with all of them, in some milliseconds
LEAST_IN_A_CELL = 10  # of fewer, a middle would still tell where one lay that is taken away later
_BATCH = 4_096
_PASSES = 4


def cells_wanted(n: int) -> int:
    """How many cells n vectors are best searched in: one for few, then three times the square root of n."""
    return 1 if n < ONE_CELL else round(3 * sqrt(n))


def find_middles(vectors: ArrayLike, cells: int, *, seed: int = 0) -> Singles:
    """The middles of cells that hold vectors near each other.

    Parameters
    ----------
    vectors : array of shape (n, d)
        Unit vectors: a fair sample, best A_CELL or more for each cell.
    cells : int
        How many. Fewer are found where some would hold fewer than LEAST_IN_A_CELL of the vectors, which go to the
        cells beside them. One cell alone needs no middle: it is zero.

    Returns
    -------
    array of shape (found, d), unit length

    References
    ----------
    Sculley (2010), "Web-scale k-means clustering", WWW; Sivic and Zisserman (2003), "Video Google", ICCV, and Jegou,
    Douze and Schmid (2011), "Product quantization for nearest neighbor search", IEEE TPAMI 33, for the inverted file;
    Dhillon and Modha (2001), "Concept decompositions for large sparse text data", for means on the sphere.
    """
    from sklearn.cluster import MiniBatchKMeans

    rows = np.asarray(vectors, dtype=np.float32)
    none = np.zeros((1, rows.shape[1]), np.float32)
    if cells <= 1 or len(rows) <= 1:
        return none
    means = MiniBatchKMeans(
        min(cells, len(rows)), init="random", n_init=1, batch_size=_BATCH, max_iter=_PASSES, random_state=seed,
        reassignment_ratio=0.01, max_no_improvement=None, compute_labels=False,
    ).fit(rows)  # fmt: skip
    middles = _unit(np.asarray(means.cluster_centers_, dtype=np.float32))
    held = np.bincount(cells_of(rows, middles), minlength=len(middles))
    kept = middles[held >= LEAST_IN_A_CELL]
    return kept if len(kept) else none


def cells_of(vectors: ArrayLike, middles: ArrayLike) -> Ints:
    """The cell (n,) of each vector (n, d): that of the middle (cells, d) with the largest dot product."""
    rows, centres = np.asarray(vectors, np.float32), np.asarray(middles, np.float32)
    found = [np.argmax(rows[at : at + _BATCH] @ centres.T, axis=1) for at in range(0, len(rows), _BATCH)]
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, np.int64)


def packed_rows(vectors: ArrayLike) -> NDArray[np.uint8]:
    """Vectors (n, d) in a quarter of the room: bytes (n, d + 4), which `store.release_meaning` reads.

    The first d are int8, each row with a scale of its own; the last four say, as a little-endian float32, what their
    dot product with a unit vector is to be multiplied by to be the cosine. A component is off by at most a 254th of
    the row's largest.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    scale = np.divide(127.0, largest, out=np.zeros_like(largest), where=largest > 0)
    small = np.rint(rows * scale).astype(np.int8)
    length = np.linalg.norm(small.astype(np.float32), axis=1, keepdims=True)
    per_length = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0).astype("<f4")
    return np.concatenate([small.view(np.uint8), per_length.view(np.uint8)], axis=1)


def _unit(rows: Singles) -> Singles:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 0), dtype=np.float32)


def mean_of_nearest(vectors: ArrayLike, rows: ArrayLike, *, nearest: int = 5) -> Singles:
    """The mean cosine of some rows of unit vectors (n, d) with the `nearest` other vectors; 0 where there is none.

    A story is alone when even its fifth nearest is far: see `models.typicality.by_vectors`.
    """
    all_of, some = np.asarray(vectors, np.float32), np.asarray(rows, np.int64)
    count = min(nearest, len(all_of) - 1)
    found = np.zeros(len(some), np.float32)
    if count < 1:
        return found
    for at in range(0, len(some), _BATCH):
        part = some[at : at + _BATCH]
        cosines = all_of[part] @ all_of.T
        cosines[np.arange(len(part)), part] = -2.0
        found[at : at + _BATCH] = -np.partition(-cosines, count - 1, axis=1)[:, :count].mean(axis=1)
    return found
