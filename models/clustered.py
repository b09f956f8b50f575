"""Stories that were counted in batches, and how many single ones they are worth."""

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats

_LEAST_CLUSTERS = 2


def design_effect(chosen: ArrayLike, answered: ArrayLike, group: ArrayLike) -> Floats:
    """How many times as far as single stories batches scatter, (i,), never less than 1.

    Parameters
    ----------
    chosen, answered : arrays of int, shape (u, i)
        Stories of each batch in an item, and those that answered its question.
    group : array of int, shape (u,)
        The group of each batch.

    The variance of a group's share over its batches (Cochran, 1977, Sampling Techniques, 6.3) over that of as many
    single stories, pooled over groups; an item has its own or the mean over all items, whichever is larger. Where no
    group has two batches nothing can tell, and it is 1.
    """
    x, n = np.asarray(chosen, dtype=np.float64), np.asarray(answered, dtype=np.float64)
    owner = np.asarray(group, dtype=np.int64)
    between, within = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for one in np.unique(owner).tolist():
        rows = owner == one
        units = int(rows.sum())
        if units < _LEAST_CLUSTERS:
            continue
        share = x[rows].sum(axis=0) / np.maximum(n[rows].sum(axis=0), 1.0)
        between += units / (units - 1) * ((x[rows] - n[rows] * share) ** 2).sum(axis=0)
        within += n[rows].sum(axis=0) * share * (1 - share)
    each = np.divide(between, within, out=np.ones(x.shape[1]), where=within > 0)
    whole = between.sum() / within.sum() if within.sum() > 0 else 1.0
    return np.asarray(np.maximum(np.maximum(each, whole), 1.0))


def independent(single: ArrayLike, batched: ArrayLike, effect: ArrayLike) -> Floats:
    """How many independent stories some single ones and some in batches are worth, by the batches' design effect."""
    return np.asarray(np.asarray(single) + np.asarray(batched) / np.asarray(effect), dtype=np.float64)
