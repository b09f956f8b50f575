"""Directions that neighbours share, and points averaged over their neighbours: what short texts have in common."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from sklearn.neighbors import NearestNeighbors

from models.arrays import Floats, Ints, Singles

WIDE, NEAR = 64, 32  # principal components that are averaged, and those in which neighbours are looked for
NEIGHBOURS = 80
ANCHORS = 5_000  # stories among which neighbours are looked for
AT_A_TIME = 5_000
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Basis:
    """A frozen space: `mean` (features,) and `components` (p, features); its points have length one when `unit`."""

    mean: Floats
    components: Floats
    unit: bool = True

    def points(self, rows: Floats) -> Floats:
        """Coordinates (n, p) of rows (n, features)."""
        found = np.asarray((rows - self.mean) @ self.components.T)
        return unit(found) if self.unit else found


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest anchors of every row: `anchors` (m,) row numbers, `near` (n, neighbours) places among them."""

    anchors: Ints
    near: Ints

    def averaged(self, points: Floats) -> Floats:
        """Points (n, p), each the mean of its neighbours' means of their neighbours."""
        n, count = self.near.shape
        shares = np.full(n * count, 1 / count, dtype=points.dtype)
        places = np.arange(0, n * count + 1, count)
        to_near = csr_array((shares, self.near.ravel(), places), shape=(n, len(self.anchors)))
        return np.asarray(to_near @ (to_near[self.anchors] @ points[self.anchors]))


def unit(points: Floats) -> Floats:
    """Points (n, p) at length one; one in the very middle stays there."""
    length = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.where(length > _TINY, length, 1.0))


def principal(rows: Floats, dimensions: int) -> tuple[Floats, Floats, Floats]:
    """Mean (features,), principal components (p, features) and variances (p,) of rows, largest first.

    Signs are settled: the largest loading of each component is positive.
    """
    mean = rows.mean(axis=0)
    moved = rows - mean
    variance, axes = np.linalg.eigh(moved.T @ moved / max(len(rows), 1))
    p = min(dimensions, *rows.shape)
    components = np.ascontiguousarray(axes[:, ::-1][:, :p].T)
    largest = np.abs(components).argmax(axis=1)
    components *= np.where(components[np.arange(p), largest] < 0, -1.0, 1.0)[:, None]
    return mean, components, np.maximum(variance[::-1][:p], 0.0)


def neighbours(rows: Floats, chance: np.random.Generator, wide: Floats | None = None) -> Neighbours:
    """The nearest rows of each, itself among them, by the cosine on the first 32 principal components.

    At most 80, a tenth of the rows where these are few, looked for among at most 5,000 rows drawn by `chance`.
    `wide` are the rows on their principal components, where these are known already.
    """
    n = len(rows)
    if wide is None:
        sample = np.sort(chance.choice(n, min(n, ANCHORS), replace=False))
        mean, components, _ = principal(rows[sample], NEAR)
        wide = (rows - mean) @ components.T
    anchors = np.sort(chance.choice(n, min(n, ANCHORS), replace=False))
    points: Singles = unit(wide[:, :NEAR]).astype(np.float32)
    count = max(1, min(NEIGHBOURS, n // 10, len(anchors)))
    found = NearestNeighbors(n_neighbors=count, algorithm="brute").fit(points[anchors])
    near = np.empty((n, count), dtype=np.int64)
    for start in range(0, n, AT_A_TIME):
        near[start : start + AT_A_TIME] = found.kneighbors(points[start : start + AT_A_TIME], return_distance=False)
    return Neighbours(anchors, near)


def shared_directions(rows: Floats, dimensions: int, chance: np.random.Generator) -> tuple[Basis, Floats, Floats]:
    """The directions in which neighbourhoods differ: principal components of rows averaged over their neighbours.

    What sets single texts apart averages out, and what neighbours share stays.

    Parameters
    ----------
    rows : array of shape (n, features)
    dimensions : int
        Directions kept, fewer when the rows have fewer.
    chance : numpy.random.Generator

    Returns
    -------
    (Basis, ndarray of shape (n, p), ndarray of shape (n, p))
        The space, the rows as unit vectors in it, and these averaged over neighbours.

    References
    ----------
    Wu et al. (2019), "Simplifying graph convolutional networks", for averaging over neighbours twice; Zhang et al.
    (2019), "Attributed graph clustering via adaptive graph convolution", for k-means on the averages.
    """
    n = len(rows)
    sample = np.sort(chance.choice(n, min(n, 4 * ANCHORS), replace=False))
    mean, components, _ = principal(rows[sample], WIDE)
    wide = (rows - mean) @ components.T
    near = neighbours(rows, chance, wide)
    _, turned, _ = principal(near.averaged(wide), dimensions)
    basis = Basis(mean, turned @ components)
    points = unit(wide @ turned.T)
    return basis, points, near.averaged(points)
