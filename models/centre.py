"""Where the middle of a triad's answers lies: their arithmetic mean with its region, and a centre that few can move."""

from dataclasses import dataclass
from math import atan2, sqrt

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats

LEAST = 10  # stories: of fewer no region is given, since nothing about fewer is
CONFIDENCE = 0.95
HEIGHT = sqrt(3) / 2  # of the triangle of unit width
# Shares (top, left, right) to the plane of the picture: x = right + top / 2, y = top * HEIGHT.
_TO_XY: Floats = np.array([[0.5, 0.0, 1.0], [HEIGHT, 0.0, 0.0]])
# An orthonormal basis of the plane of centred log shares (Egozcue and others, 2003).
_ILR: Floats = np.array([[1 / sqrt(2), -1 / sqrt(2), 0.0], [1 / sqrt(6), 1 / sqrt(6), -2 / sqrt(6)]])
_LEAST_AXIS = 1e-6  # widths of the triangle: shorter axes are rounding
_STEPS = 200
_CLOSE_ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class Region:
    """An ellipse in the plane of a triangle of unit width, (0, 0) left, (1, 0) right, (0.5, HEIGHT) top.

    `x`, `y` is its middle, `major` and `minor` are its half axes in widths of the triangle, `angle` is that of the
    major axis from the base, anticlockwise, in radians, above -pi / 2 and at most pi / 2. It may reach beyond the
    triangle by a little where the mean lies near a border; the picture cuts it off there.
    """

    x: float
    y: float
    major: float
    minor: float
    angle: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the plane lies inside."""
        along = (x - self.x) * np.cos(self.angle) + (y - self.y) * np.sin(self.angle)
        across = (y - self.y) * np.cos(self.angle) - (x - self.x) * np.sin(self.angle)
        return bool((along / self.major) ** 2 + (across / self.minor) ** 2 <= 1)


def mean_region(n: int, sums: ArrayLike, squares: ArrayLike) -> Region | None:
    """The 95 % confidence region of the arithmetic mean of a triad's answers.

    It says where the mean of all who could have told would lie, not where stories lie. Since the three shares of
    a story sum to 1, cov(a, b) = (var c - var a - var b) / 2: the sums of squares that closed batches keep are
    enough for the whole covariance. The half axes are sqrt(eigenvalue of S / n * T2), where the quantile of
    Hotelling's T-squared in two dimensions is (n - 1) * (0.05 ** (-2 / (n - 2)) - 1), in closed form because an
    F distribution with 2 numerator degrees of freedom has one.

    Parameters
    ----------
    n : int
        Stories that placed the triad.
    sums, squares : array of shape (3,)
        Sums of the shares (top, left, right) and of their squares.

    Returns
    -------
    Region, or None of fewer than 10 stories and where the answers do not spread in both directions of the plane
    (all in one spot, or all on one line).

    References
    ----------
    Hotelling (1931), "The generalization of Student's ratio", Annals of Mathematical Statistics 2, 360-378.

    Examples
    --------
    >>> region = mean_region(60, [20.0, 20.0, 20.0], [9.0, 9.0, 9.0])
    >>> round(region.x, 3), round(region.y, 3), round(region.major, 3) == round(region.minor, 3)
    (0.5, 0.289, True)
    >>> mean_region(9, [3.0, 3.0, 3.0], [1.5, 1.5, 1.5]) is None
    True
    """
    if n < LEAST:
        return None
    mean = np.asarray(sums, dtype=np.float64) / n
    variance = (np.asarray(squares, dtype=np.float64) - n * mean**2) / (n - 1)
    # Off the diagonal (third - a - b) / 2, where the third is the total without a and b.
    covariance = (variance.sum() - 2 * (variance[:, None] + variance[None, :])) / 2
    np.fill_diagonal(covariance, variance)
    values, vectors = np.linalg.eigh(_TO_XY @ covariance @ _TO_XY.T / n)
    quantile = (n - 1) * ((1 - CONFIDENCE) ** (-2 / (n - 2)) - 1)
    minor, major = np.sqrt(np.maximum(values, 0.0) * quantile)
    if minor < _LEAST_AXIS:
        return None
    x, y = _TO_XY @ mean
    along = vectors[:, 1] if vectors[0, 1] > 0 or (vectors[0, 1] == 0 and vectors[1, 1] > 0) else -vectors[:, 1]
    return Region(float(x), float(y), float(major), float(minor), atan2(along[1], along[0]))


def geometric_centre(counts: ArrayLike, middles: ArrayLike) -> tuple[float, float, float] | None:
    """The typical balance of a triad's answers: the spatial median of their log-ratios, as shares.

    The mean that belongs to shares is the geometric one (Aitchison, 1986), but it is not robust. A single share
    of 0 makes the geometric mean 0, and whatever small number is put in its place decides the result: one story
    in a corner pulls as hard as a dozen that are nearly balanced, the harder the smaller the number. Here answers
    are the middles of the cells they lie in, so that no share is below a third of a cell; and in place of the
    mean stands the point whose summed distance to all answers is least, which fewer than half of them cannot
    carry off however extreme they are (Lopuhaa and Rousseeuw, 1991).

    What it costs: about a fifth of the precision (78.5 % efficiency where answers scatter as a bivariate normal);
    there is no interval; and where answers form two heaps of nearly equal size it can lie between them or leap from
    one to the other. It is shown beside the arithmetic mean, not instead of it.

    Parameters
    ----------
    counts : array of shape (cells,)
        Stories in each cell.
    middles : array of shape (cells, 3)
        Shares of the cells' middles, all above 0.

    Returns
    -------
    (top, left, right), summing to 1; None of no stories.

    References
    ----------
    Weiszfeld (1937), Tohoku Mathematical Journal 43, 355-386; Vardi and Zhang (2000), "The multivariate L1-median
    and associated data depth", PNAS 97, 1423-1426, for steps that may meet an answer; Egozcue, Pawlowsky-Glahn,
    Mateu-Figueras and Barcelo-Vidal (2003), "Isometric logratio transformations", Mathematical Geology 35, 279-300.

    Examples
    --------
    >>> middles = [[0.2, 0.4, 0.4], [0.4, 0.2, 0.4], [0.98, 0.01, 0.01]]
    >>> [round(share, 3) for share in geometric_centre([5, 0, 2], middles)]
    [0.2, 0.4, 0.4]
    """
    numbers = np.asarray(counts, dtype=np.float64)
    held = numbers > 0
    if not held.any():
        return None
    weights = numbers[held]
    points = np.log(np.asarray(middles, dtype=np.float64)[held]) @ _ILR.T
    shares = np.exp(_spatial_median(points, weights / weights.sum()) @ _ILR)
    top, left, right = (shares / shares.sum()).tolist()
    return top, left, right


def _spatial_median(points: Floats, weights: Floats) -> Floats:
    """The point (2,) with the least weighted sum of distances to `points` (n, 2); `weights` (n,) sum to 1."""
    here: Floats = weights @ points
    for _ in range(_STEPS):
        distance = np.linalg.norm(points - here, axis=1)
        away = distance > _CLOSE_ENOUGH
        pull = np.divide(weights, distance, out=np.zeros_like(weights), where=away)
        if not away.any():
            return here
        target = pull @ points / pull.sum()
        # Where an answer lies in the very spot, its own weight holds the point back, perhaps altogether.
        force = float(np.linalg.norm(pull @ (points - here)))
        held = min(1.0, float(weights[~away].sum()) / force) if force > 0 else 1.0
        there = (1 - held) * target + held * here
        if np.linalg.norm(there - here) < _CLOSE_ENOUGH:
            return np.asarray(there, dtype=np.float64)
        here = there
    return here
