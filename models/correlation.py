"""Which answers go together: rank correlations of every pair of directions."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints
from models.discoveries import adjusted
from models.quantiles import two_tails

LEAST = 10  # stories that answered both: of fewer nothing is said
_NOTHING = 1e-9
_ALMOST = 1 - 1e-9
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Correlations:
    """Matrices (d, d): `rho` from -1 to 1, its chance `p`, `q` over all pairs, and `n` stories that answered both.

    NaN where nothing is said. Every pair counts once among the comparisons.
    """

    rho: Floats
    p: Floats
    q: Floats
    n: Ints


def correlate(columns: ArrayLike, questions: ArrayLike, least: int = LEAST) -> Correlations:
    """Spearman's rank correlation of every pair of directions.

    Ranks are taken among all stories that answered a direction, middle ranks where stories tie, and correlated over
    those that answered both. p comes from rho * sqrt(n - 1), standard normal when two directions have nothing to do
    with each other, whatever the ties: the variance of rho over all ways of pairing the ranks is 1 / (n - 1).
    Two directions of one question are not compared: the shares of a triad sum to 1, and so do choices of one option,
    so that they go apart whatever people say.

    Parameters
    ----------
    columns : array of shape (n, d)
        Values of each story; NaN where it was not answered.
    questions : array of int, shape (d,)
        The question that each direction belongs to.
    least : int
        Fewest stories that must have answered both.

    References
    ----------
    Spearman (1904), American Journal of Psychology 15, 72-101; Hotelling and Pabst (1936), "Rank correlation and tests
    of significance involving no assumption of normality", Annals of Mathematical Statistics 7, 29-43; Aitchison (1986)
    for shares that sum to 1.

    Examples
    --------
    >>> values = [[x, x * x, -x] for x in range(12)]
    >>> correlate(values, [0, 1, 1]).rho.round(2).tolist()
    [[nan, 1.0, -1.0], [1.0, nan, nan], [-1.0, nan, nan]]
    """
    table = np.asarray(columns, dtype=np.float64)
    asked = np.asarray(questions)
    told: Bools = np.isfinite(table)
    ranks = np.stack([_ranks(column) for column in table.T], axis=1) if table.size else np.zeros(table.shape)
    mask = told.astype(np.float64)
    n = mask.T @ mask
    sums, squares = ranks.T @ mask, (ranks**2).T @ mask
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = ranks.T @ ranks - sums * sums.T / n
        variance = squares - sums**2 / n
        scale = np.sqrt(variance * variance.T)
        rho = np.where(scale > _NOTHING, np.clip(covariance / scale, -1, 1), np.nan)
    said = (n >= least) & (asked[:, None] != asked[None, :])
    rho = np.where(said, rho, np.nan)
    z = rho * np.sqrt(np.maximum(n - 1, 0.0))
    p = np.array([[two_tails(one) if np.isfinite(one) else np.nan for one in row] for row in z.tolist()])
    return Correlations(rho, p.reshape(rho.shape), _over_pairs(p.reshape(rho.shape)), n.astype(np.int64))


def interval(rho: float, n: int) -> tuple[float, float]:
    """The 95 % interval of a rank correlation over n stories, 4 or more.

    Fisher's transformation with Bonett and Wright's standard error, "Sample size requirements for estimating Pearson,
    Kendall and Spearman correlations", Psychometrika 65 (2000), 23-28. It is made for answers without many ties.

    >>> [round(end, 2) for end in interval(0.5, 50)]
    [0.24, 0.69]
    """
    held = min(max(rho, -_ALMOST), _ALMOST)
    reach = _Z * sqrt((1 + held**2 / 2) / (n - 3))
    return tanh(atanh(held) - reach), tanh(atanh(held) + reach)


def _ranks(column: Floats) -> Floats:
    """Middle ranks from -1 to 1 of the values (n,); 0 where there is none."""
    told = np.isfinite(column)
    _, place, counts = np.unique(column[told], return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    found = np.zeros(len(column))
    if told.any():
        found[told] = ((2 * ends - counts) / len(place) - 1)[place]
    return found


def _over_pairs(p: Floats) -> Floats:
    above = np.triu_indices(len(p), 1)
    q = np.full(p.shape, np.nan)
    q[above] = adjusted(p[above])
    return np.asarray(np.where(np.isnan(q), q.T, q))
