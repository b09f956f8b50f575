"""Which stories of a set are like most of the others, and which are like none of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints

NEIGHBOURS = 5  # a story is alone when even the fifth nearest is far: one person's four repeats keep it no company
_KEPT = 0.9  # of the stories make the middle that the others are told by
_LEAST_PLACED = 0.5  # of the questions: a story that answered fewer is told nothing about
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Typicality:
    """For each of n stories how `typical` and how `lonely` it is, larger meaning more; NaN where nothing is known."""

    typical: Floats
    lonely: Floats

    def most_typical(self) -> Ints:
        """Row numbers, the most typical first; stories of which nothing is known are left out."""
        return _order(self.typical)

    def most_atypical(self) -> Ints:
        """Row numbers, the loneliest first; stories of which nothing is known are left out."""
        return _order(self.lonely)


def by_vectors(vectors: ArrayLike) -> Typicality:
    """Tell by what stories are about.

    Typical is a high cosine with the middle of the set: the mean of the unit vectors, taken again without the tenth
    that lies furthest from it. Atypical is not the opposite of it: in a set of two themes every story lies far from
    the middle. What counts is the mean cosine distance to the five nearest stories.

    Parameters
    ----------
    vectors : array of shape (n, d)
        A row of zeros has no known words. The similarity of every pair is looked at: n of a few thousand.

    References
    ----------
    Ramaswamy, Rastogi and Shim (2000), "Efficient algorithms for mining outliers from large data sets", SIGMOD, for
    distance to the nearest; Manning, Raghavan and Schuetze (2008), Introduction to Information Retrieval, 14.1.

    Examples
    --------
    >>> by_vectors([[1, 0], [0.9, 0.1], [1, 0.1], [0, 1]]).most_atypical()[0].item()
    3
    """
    rows = np.asarray(vectors, dtype=np.float32)
    length = np.linalg.norm(rows, axis=1)
    known = np.flatnonzero(length > _NOTHING)
    typical, lonely = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    if len(known):
        unit = rows[known] / length[known, None]
        middle = unit.mean(axis=0)
        near = np.argsort(unit @ middle)[::-1][: max(1, int(np.ceil(_KEPT * len(known))))]
        middle = unit[near].mean(axis=0)
        typical[known] = unit @ middle / max(float(np.linalg.norm(middle)), _NOTHING)
        lonely[known] = _distance_to_nearest(1 - unit @ unit.T)
    return Typicality(typical, lonely)


def by_placements(answers: Sequence[ArrayLike]) -> Typicality:
    """Tell by where stories were placed, when nothing is known of their words.

    Two stories are as far apart as the mean, over the questions that both answered, of the squared distance of their
    answers, each question in units of its own mean squared distance, so that none counts more for its scale. Typical
    is a small mean distance to all others, atypical a large one to the five nearest.

    Parameters
    ----------
    answers : sequence of arrays of shape (n, d)
        One array a question (three shares of a triad, one value of a dyad, one 0 or 1 for each option); a row with any
        NaN was not answered. The distance of every pair is looked at: n of a few thousand.

    Returns
    -------
    Typicality; NaN for stories that answered fewer than half of the questions.

    References
    ----------
    Gower (1971), "A general coefficient of similarity and some of its properties", Biometrics 27, 857-871.

    Examples
    --------
    >>> by_placements([[[0.1], [0.2], [0.15], [0.9]]]).most_atypical()[0].item()
    3
    """
    n = len(np.asarray(answers[0])) if answers else 0
    summed, both = np.zeros((n, n)), np.zeros((n, n))
    placed: Floats = np.zeros(n)
    for one in answers:
        rows = np.asarray(one, dtype=np.float64)
        told: Bools = np.asarray(np.isfinite(rows).all(axis=1))
        placed += told
        pairs = np.outer(told, told).astype(np.float64)
        summed += _scaled(np.where(told[:, None], rows, 0.0), pairs)
        both += pairs
    typical, lonely = np.full(n, np.nan), np.full(n, np.nan)
    known = np.flatnonzero((placed > 0) & (placed >= _LEAST_PLACED * len(answers)))
    if len(known) > 1:
        pairs = both[np.ix_(known, known)]
        mean = np.divide(summed[np.ix_(known, known)], pairs, out=np.full(pairs.shape, np.nan), where=pairs > 0)
        # Two stories without a question in common are as far apart as any two on average.
        distance = np.sqrt(np.where(np.isfinite(mean), mean, 1.0))
        typical[known] = -distance.mean(axis=1)
        lonely[known] = _distance_to_nearest(distance)
    return Typicality(typical, lonely)


def _scaled(rows: Floats, pairs: Floats) -> Floats:
    """Squared distances (n, n) of rows (n, d), in units of their mean over different `pairs`; 0 for the others."""
    squares = (rows**2).sum(axis=1)
    distance = np.maximum(squares[:, None] + squares[None, :] - 2 * rows @ rows.T, 0.0) * pairs
    mean = distance.sum() / max(pairs.sum() - np.trace(pairs), 1.0)
    return np.asarray(distance / mean if mean > _NOTHING else np.zeros_like(distance))


def _distance_to_nearest(distance: ArrayLike) -> Floats:
    """The mean (n,) of the distances (n, n) to the nearest others, at most NEIGHBOURS of them."""
    apart = np.array(distance, dtype=np.float64)
    count = min(NEIGHBOURS, len(apart) - 1)
    if count < 1:
        return np.zeros(len(apart))
    np.fill_diagonal(apart, np.inf)
    return np.asarray(np.partition(apart, count - 1, axis=1)[:, :count].mean(axis=1))


def _order(scores: Floats) -> Ints:
    known = np.flatnonzero(np.isfinite(scores))
    return known[np.argsort(-scores[known], kind="stable")]
