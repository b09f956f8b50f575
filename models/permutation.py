"""How often chance alone parts two heaps of stories as much: tests by dealing the same stories out again."""

from math import comb

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats, Ints

ROUNDS = 1_999
_BLOCK = 250  # deals at once
_ENOUGH = 50
LEAST_BATCHES = 3  # on each side
LEAST_DEALS = 100  # ways of dealing batches out: with fewer no result could be told from scatter
_SAME = 1e-9  # of a statistic: nearer is a tie
_WIDE = 40.0  # standard deviations beyond which a hypergeometric chance is nothing


def energy(first: ArrayLike, second: ArrayLike, distance: ArrayLike) -> float:
    """The energy distance of two heaps of stories, in the unit of `distance`; 0 when both lie alike.

    2 E|X - Y| - E|X - X'| - E|Y - Y'| for stories X, X' of the first heap and Y, Y' of the second. It is 0 only when
    both lie alike, so that a heap that parts into two about the same middle is found as well.

    Parameters
    ----------
    first, second : arrays of shape (places,)
        Stories in each place.
    distance : array of shape (places, places)

    References
    ----------
    Szekely and Rizzo (2013), "Energy statistics: a class of statistics based on distances", Journal of Statistical
    Planning and Inference 143, 1249-1272.

    Examples
    --------
    >>> energy([5, 0], [0, 5], [[0, 1], [1, 0]])
    2.0
    """
    rows = np.asarray(first, dtype=np.float64)[None, :], np.asarray(second, dtype=np.float64)[None, :]
    return float(_energies(*rows, np.asarray(distance, dtype=np.float64))[0])


def story_chance(
    first: ArrayLike,
    second: ArrayLike,
    distance: ArrayLike,
    *,
    first_batches: ArrayLike | None = None,
    second_batches: ArrayLike | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> float:
    """The p-value of the energy distance when stories are dealt out again at random.

    Open stories are dealt one by one, which only needs their counts: how many of a place go to the first heap follows
    the multivariate hypergeometric distribution. Stories that are known as sums of closed batches are dealt batch by
    batch, since stories of a batch were told one after another in one group and need not be independent. The heaps
    keep their numbers of stories and of batches. p is (b + 1) / (rounds + 1), b counting the deals that part the heaps
    at least as much (Phipson and Smyth, 2010): never 0, and exact for whatever number of rounds. Dealing stops with the
    fiftieth such deal (Besag and Clifford, 1991), p then being 50 in so many: what is far from striking need not be
    known to three digits.

    Parameters
    ----------
    first, second : arrays of int, shape (places,)
        Open stories in each place.
    distance : array of shape (places, places)
    first_batches, second_batches : arrays of shape (batches, places), optional
        Stories of each closed batch in each place.
    rounds, seed : int

    References
    ----------
    Phipson and Smyth (2010), "Permutation p-values should never be zero", Statistical Applications in Genetics and
    Molecular Biology 9, 39; Besag and Clifford (1991), "Sequential Monte Carlo p-values", Biometrika 78, 301-304.

    Examples
    --------
    >>> story_chance([20, 0], [0, 20], [[0, 1], [1, 0]])
    0.0005
    """
    one, other = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    batches = _batches(first_batches, len(one)), _batches(second_batches, len(one))
    apart = np.asarray(distance, dtype=np.float64)
    chance = np.random.default_rng(seed)
    pooled = one + other + (batches[0].sum(axis=0) + batches[1].sum(axis=0)).astype(np.int64)
    held = np.flatnonzero(pooled)
    apart = apart[np.ix_(held, held)]
    found = _energies((one + batches[0].sum(axis=0))[None, held], (other + batches[1].sum(axis=0))[None, held], apart)
    further = 0
    for start in range(0, rounds, _BLOCK):
        size = min(_BLOCK, rounds - start)
        dealt = _dealt_stories(one[held], other[held], size, chance)
        dealt = dealt + _dealt_batches(batches[0][:, held], batches[1][:, held], size, chance)
        told = np.flatnonzero(_energies(dealt, pooled[held] - dealt, apart) >= found[0] * (1 - _SAME))
        if further + len(told) >= _ENOUGH:
            return _ENOUGH / (start + int(told[_ENOUGH - further - 1]) + 1)
        further += len(told)
    return (further + 1) / (rounds + 1)


def enough_batches(first: int, second: int) -> bool:
    """Whether so many closed batches a side can be dealt out in enough ways to tell anything from scatter.

    >>> enough_batches(4, 4), enough_batches(4, 5), enough_batches(2, 40)
    (False, True, False)
    """
    return min(first, second) >= LEAST_BATCHES and comb(first + second, first) >= LEAST_DEALS


def share_chance(chosen_first: int, n_first: int, chosen_second: int, n_second: int) -> float:
    """The two-sided p-value of a difference of two shares, over all ways of dealing the stories out.

    Fisher's exact test: what permutation comes to when an answer is yes or no. Deals count that are no more likely
    than the one that was found.

    References
    ----------
    Fisher (1935), "The logic of inductive inference", JRSS 98, 39-54.

    Examples
    --------
    >>> round(share_chance(3, 4, 1, 4), 4)
    0.4857
    """
    chosen, n = chosen_first + chosen_second, n_first + n_second
    mean = n_first * chosen / n
    reach = _WIDE * np.sqrt(n_first * n_second * chosen * (n - chosen) / (n**2 * max(n - 1, 1))) + 2
    low = max(0, n_first + chosen - n, int(mean - reach))
    high = min(n_first, chosen, int(mean + reach))
    if not low <= chosen_first <= high:
        return 0.0
    x = np.arange(low, high, dtype=np.float64)
    steps = np.log((chosen - x) * (n_first - x) / ((x + 1) * (n - chosen - n_first + x + 1)))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    chances = np.exp(logs - logs.max())
    told = chances <= chances[chosen_first - low] * (1 + 1e-7)
    return float(min(1.0, chances[told].sum() / chances.sum()))


def _batches(batches: ArrayLike | None, places: int) -> Floats:
    return np.zeros((0, places)) if batches is None else np.asarray(batches, dtype=np.float64).reshape(-1, places)


def _dealt_stories(first: Ints, second: Ints, rounds: int, chance: np.random.Generator) -> Floats:
    """How many of the stories of each place the first heap gets (rounds, places)."""
    if not first.sum() or not second.sum():
        return np.broadcast_to(first.astype(np.float64), (rounds, len(first)))
    dealt = chance.multivariate_hypergeometric(first + second, int(first.sum()), rounds, method="marginals")
    return np.asarray(dealt, dtype=np.float64)


def _dealt_batches(first: Floats, second: Floats, rounds: int, chance: np.random.Generator) -> Floats:
    """The sums (rounds, places) of as many batches as the first heap has, dealt at random."""
    if not len(first) or not len(second):
        return np.broadcast_to(first.sum(axis=0), (rounds, first.shape[1]))
    every = np.concatenate([first, second])
    order: Ints = np.argsort(chance.random((rounds, len(every))), axis=1)
    chosen = np.zeros((rounds, len(every)))
    np.put_along_axis(chosen, order[:, : len(first)], 1.0, axis=1)
    return np.asarray(chosen @ every)


def _energies(first: Floats, second: Floats, distance: Floats) -> Floats:
    """Energy distances (rounds,) of heaps (rounds, places)."""
    apart = first / first.sum(axis=1, keepdims=True) - second / second.sum(axis=1, keepdims=True)
    return np.asarray(-((apart @ distance) * apart).sum(axis=1))
