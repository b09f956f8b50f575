"""Whether clusters are found again in other stories of the same kind: as a whole, and each by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import adjusted_rand_score

from models.arrays import Floats, Ints

RESAMPLES = 10
HOLDS_TOGETHER = 0.75  # Hennig's bound for a valid, stable cluster


class Labelling(Protocol):
    """What a method has learnt: it labels any rows (n, features) with the cluster of each, -1 for none."""

    def predict(self, X: Floats, /) -> Ints:
        """The cluster of each row."""


@dataclass(frozen=True, slots=True)
class Stability:
    """How far clusters are found again: 1 is always, 0 no more than by chance.

    Attributes
    ----------
    whole : mean adjusted Rand index of every two resamples' labels of all rows; nan without clusters
    low, high : an approximate 95 % interval of that mean, by the jackknife over resamples
    themes : of each cluster of the fit to all rows, the mean over resamples of the largest Jaccard index that it has
        with a cluster of theirs
    """

    whole: float
    low: float
    high: float
    themes: tuple[float, ...]


def stability(
    X: ArrayLike, make: Callable[[Floats], Labelling], *, resamples: int = RESAMPLES, seed: int = 0
) -> Stability:
    """Fit again to resamples of the rows and compare the labels that the fits give to all rows.

    Parameters
    ----------
    X : array of shape (n, features)
    make : callable
        Fits the method to some rows and gives what labels others: `lambda rows: KMeans(5).fit(rows)`.
    resamples : int
        Random halves of the rows; at least 3. A half varies as much as a bootstrap sample does and has no row
        twice, which methods that look at neighbours would take for a cluster.
    seed : int

    Raises
    ------
    ValueError
        With fewer than 3 resamples.

    References
    ----------
    Hennig (2007), "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52;
    Lange et al. (2004), "Stability-based validation of clustering solutions", Neural Computation 16; Buja & Stuetzle
    (2006), "Observations on bagging", Statistica Sinica 16, for halves; Efron & Stein (1981), "The jackknife estimate
    of variance", for the interval.

    Examples
    --------
    >>> from sklearn.cluster import KMeans
    >>> chance = np.random.default_rng(0)
    >>> X = np.repeat(np.eye(3) * 9, 20, axis=0) + chance.normal(size=(60, 3))
    >>> found = stability(X, lambda rows: KMeans(3, n_init=4, random_state=0).fit(rows), resamples=4)
    >>> round(found.whole, 2), [round(one, 2) for one in found.themes]
    (1.0, [1.0, 1.0, 1.0])
    """
    if resamples < 3:
        raise ValueError(f"{resamples} resamples say nothing about stability: take at least 3")
    rows: Floats = np.asarray(X)
    chance = np.random.default_rng(seed)
    whole = np.asarray(make(rows).predict(rows))
    again = [np.asarray(make(rows[half(len(rows), chance)]).predict(rows)) for _ in range(resamples)]
    return summarised(whole, again)


def half(n: int, chance: np.random.Generator) -> Ints:
    """The row numbers of a random half of n rows, in order."""
    return np.sort(chance.choice(n, max(n // 2, 1), replace=False))


def summarised(whole: Ints, again: list[Ints]) -> Stability:
    """The stability that labels by resamples show; `whole` (n,) are those of the fit to all rows."""
    alike = agreements(again)
    mean, low, high = jackknifed(alike)
    themes = np.mean([largest_jaccard(whole, one) for one in again], axis=0)
    return Stability(mean, low, high, tuple(themes.tolist()))


def agreements(labels: list[Ints]) -> Floats:
    """Adjusted Rand indices (r, r) of every two labellings, 1 on the diagonal; nan where one has no clusters."""
    found = np.eye(len(labels))
    for i, j in combinations(range(len(labels)), 2):
        some = labels[i].max(initial=-1) >= 0 and labels[j].max(initial=-1) >= 0
        found[i, j] = found[j, i] = adjusted_rand_score(labels[i], labels[j]) if some else np.nan
    return found


def jackknifed(alike: Floats) -> tuple[float, float, float]:
    """Mean of the pairs of `agreements` and an approximate 95 % interval: whole resamples are left out, not pairs."""
    r = len(alike)
    off = alike[~np.eye(r, dtype=bool)].reshape(r, r - 1)
    if np.isnan(off).any():
        return float("nan"), float("nan"), float("nan")
    mean = float(off.mean())
    total, of_one = off.sum(), 2 * off.sum(axis=1)
    without = (total - of_one) / ((r - 1) * (r - 2))
    error = float(np.sqrt((r - 1) / r * ((without - without.mean()) ** 2).sum()))
    return mean, max(mean - 2 * error, -1.0), min(mean + 2 * error, 1.0)


def largest_jaccard(labels: Ints, others: Ints) -> NDArray[np.float64]:
    """Of each cluster (k,) of `labels` (n,), the largest Jaccard index that it has with a cluster of `others` (n,)."""
    k, m = int(labels.max(initial=-1)) + 1, int(others.max(initial=-1)) + 1
    if not k or not m:
        return np.zeros(k)
    both = (labels >= 0) & (others >= 0)
    shared = np.bincount(labels[both] * m + others[both], minlength=k * m).reshape(k, m)
    sizes = np.bincount(labels[labels >= 0], minlength=k)[:, None] + np.bincount(others[others >= 0], minlength=m)
    return np.asarray((shared / np.maximum(sizes - shared, 1)).max(axis=1))
