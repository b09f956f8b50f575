"""Whether what people write changed: a kernel two-sample test of texts since a day against the weeks before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints
from models.discoveries import LEVEL, adjusted

DEALS = 999
LEAST_WEEKS = (8, 2)  # before and since: with fewer, no deal of weeks could be told from scatter
STEPS = 21  # quantiles of the usual distance, from the smallest to the largest
_LEAST_USUAL = 20  # deals of the weeks before
_FAR_WEEKS = 3  # weeks so far from each other are taken to have nothing to do with each other
_MOST_ALIKE = 0.7
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Drift:
    """What the test found; `p` is that of one look.

    `size` is the root of the squared maximum mean discrepancy (0 where that is below 0), and `usual` its quantiles
    from the smallest to the largest over deals of the weeks before, among themselves. `alike` is the correlation of
    one week with the next. `n` has texts (before, since) that could be compared, and `left_out` is how many others
    there were.
    """

    size: float
    p: float
    usual: tuple[float, ...]
    alike: float
    n: tuple[int, int]
    weeks: tuple[int, int]
    left_out: int


@dataclass(frozen=True, slots=True)
class Shifts:
    """Features (t,) that became more frequent (z above 0) or less; q is over all of them."""

    z: Floats
    q: Floats

    @property
    def is_told(self) -> Bools:
        """Which can be told from scatter."""
        found: Bools = np.nan_to_num(self.q, nan=1.0) <= LEVEL
        return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """Sums of the kernel over pairs (s, w, w) of a stratum's texts in two weeks, numbers of pairs, and texts (s, w)."""

    sums: Floats
    pairs: Floats
    texts: Floats


def text_drift(
    vectors: ArrayLike, stratum: ArrayLike, week: ArrayLike, *, deals: int = DEALS, seed: int = 0
) -> Drift | None:
    """Compare texts told since a day with those of the weeks before it.

    The statistic is the unbiased squared maximum mean discrepancy (Gretton et al., 2012) under a Gaussian kernel whose
    width is the median distance, taken within each stratum and added up with weights n m / (n + m), under which every
    stratum scatters alike whatever its share: other people who write in their own way are no change of what people
    write. Only strata with two texts on each side can be compared.

    Texts of one week are more alike than those of two, so that whole weeks are dealt out, for all strata at once, and
    never single texts: all ways of choosing as many weeks, or `deals` of them. Weeks that follow each other may be
    alike as well, which a random deal takes apart; all deals are therefore spread by as much as a run of weeks scatters
    more than weeks picked at random, if the turn of each is correlated by r with that of the next, by r squared with
    the one after, and so on. r is how much more alike neighbouring weeks of the time before are than those three or
    more apart, over the same for one week with itself, its bias in so few weeks taken off.

    Parameters
    ----------
    vectors : array of float, shape (n, d)
        Unit vectors, all of them finite.
    stratum : array of int, shape (n,)
        Language and group of each text, as a number.
    week : array of int, shape (n,)
        Weeks since the day: below 0 is before.

    Returns
    -------
    Drift; None where there are fewer than LEAST_WEEKS weeks with texts, or too few texts, on a side.

    References
    ----------
    Gretton, Borgwardt, Rasch, Schoelkopf and Smola (2012), "A kernel two-sample test", JMLR 13, 723-773; Phipson and
    Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9, 39; Kuensch (1989), Annals of Statistics
    17, 1217-1241 (dependence is kept inside of blocks).
    """
    x, told_in, told_on = _comparable(vectors, stratum, week)
    left_out = len(np.asarray(week)) - len(told_on)
    weeks = np.unique(told_on)
    before, since = int((weeks < 0).sum()), int((weeks >= 0).sum())
    if before < LEAST_WEEKS[0] or since < LEAST_WEEKS[1]:
        return None
    cells = _cells(x, told_in, np.searchsorted(weeks, told_on))
    own = (weeks >= 0).astype(np.float64)[None, :]
    chance = np.random.default_rng(seed)
    found, weight = _discrepancies(own, cells)
    dealt, _ = _discrepancies(_deals(before + since, since, deals, chance), cells)
    turn, alike = _alike(cells, before)
    further = int((_inflation(cells, turn, alike, before) * dealt >= found[0] - 1e-12).sum())
    return Drift(
        float(_root(found / weight)[0]),
        min((further + 1) / (len(dealt) + 1), 1.0),
        _usual(cells, before, since, deals, chance),
        alike,
        (int((told_on < 0).sum()), int((told_on >= 0).sum())),
        (before, since),
        left_out,
    )


def feature_shifts(
    features: ArrayLike, stratum: ArrayLike, week: ArrayLike, *, deals: int = DEALS, seed: int = 0
) -> Shifts:
    """Which features (words, themes) more texts have since a day, or fewer, in the same strata as before.

    For each the texts that have it since, less those expected in each stratum by its share (the Mantel-Haenszel
    numerator), over its standard deviation when whole weeks are dealt out; q by Benjamini and Hochberg.

    Parameters
    ----------
    features : array of bool, shape (n, t)
    stratum, week : as in `text_drift`

    References
    ----------
    Mantel and Haenszel (1959), Journal of the National Cancer Institute 22, 719-748.
    """
    has = np.asarray(features, dtype=np.float64)
    weeks, told_on = np.unique(np.asarray(week, dtype=np.int64), return_inverse=True)
    strata, told_in = np.unique(np.asarray(stratum, dtype=np.int64), return_inverse=True)
    since = int((weeks >= 0).sum())
    if not has.shape[1] or not since or since == len(weeks):
        return Shifts(np.full(has.shape[1], np.nan), np.full(has.shape[1], np.nan))
    texts = np.zeros((len(strata), len(weeks)))
    np.add.at(texts, (told_in, told_on), 1.0)
    having = np.zeros((len(strata), len(weeks), has.shape[1]))
    np.add.at(having, (told_in, told_on), has)
    share = having.sum(axis=1) / texts.sum(axis=1)[:, None]
    beyond = (having - texts[:, :, None] * share[:, None, :]).sum(axis=0)  # (weeks, features)
    dealt = _deals(len(weeks), since, deals, np.random.default_rng(seed)) @ beyond
    spread = dealt.std(axis=0)
    own = (weeks >= 0).astype(np.float64) @ beyond
    z = np.divide(own, spread, out=np.full(len(own), np.nan), where=spread > 0)
    return Shifts(z, adjusted([2 * _NORMAL.cdf(-abs(one)) for one in z.tolist()]))


def _comparable(vectors: ArrayLike, stratum: ArrayLike, week: ArrayLike) -> tuple[Floats, Ints, Ints]:
    """The texts of strata that have two on each side, strata numbered from 0."""
    told_in, told_on = np.asarray(stratum, dtype=np.int64), np.asarray(week, dtype=np.int64)
    _, told_in = np.unique(told_in, return_inverse=True)
    most = int(told_in.max()) + 1 if len(told_in) else 0
    enough = np.minimum(*(np.bincount(told_in[side], minlength=most) for side in (told_on < 0, told_on >= 0))) >= 2
    kept = enough[told_in] if len(told_in) else np.zeros(0, dtype=bool)
    _, numbers = np.unique(told_in[kept], return_inverse=True)
    return np.asarray(vectors, dtype=np.float64)[kept], np.asarray(numbers, dtype=np.int64), told_on[kept]


def _cells(x: Floats, stratum: Ints, place: Ints) -> _Cells:
    strata, weeks = int(stratum.max()) + 1, int(place.max()) + 1
    square = (x**2).sum(axis=1)
    apart = np.maximum(square[:, None] + square[None, :] - 2 * x @ x.T, 0.0)
    width = float(np.median(apart[np.triu_indices(len(x), 1)])) or 1.0
    kernel = np.exp(-apart / width)
    np.fill_diagonal(kernel, 0.0)
    sums = np.zeros((strata, weeks, weeks))
    texts = np.zeros((strata, weeks))
    for number in range(strata):
        rows = np.flatnonzero(stratum == number)
        told = np.eye(weeks)[place[rows]]
        sums[number] = told.T @ kernel[np.ix_(rows, rows)] @ told
        texts[number] = told.sum(axis=0)
    pairs = texts[:, :, None] * texts[:, None, :]
    every = np.arange(weeks)
    pairs[:, every, every] -= texts
    return _Cells(sums, pairs, texts)


def _discrepancies(since: Floats, cells: _Cells) -> tuple[Floats, Floats]:
    """Weighted sums of squared discrepancies over strata, and the sums of weights, of deals (r, w) of the weeks."""
    before = 1 - since
    inside, outside, across = (
        _means(one, other, cells) for one, other in ((since, since), (before, before), (since, before))
    )
    n, m = since @ cells.texts.T, before @ cells.texts.T
    found = inside + outside - 2 * across
    weight = np.where(np.isfinite(found), n * m / np.maximum(n + m, 1.0), 0.0)
    return (weight * np.nan_to_num(found)).sum(axis=1), np.maximum(weight.sum(axis=1), 1e-12)


def _means(one: Floats, other: Floats, cells: _Cells) -> Floats:
    """The mean kernel of pairs between two sides (r, s); NaN where there are none."""
    sums: Floats
    pairs: Floats
    sums, pairs = (
        np.einsum("rsw,rw->rs", np.einsum("rv,svw->rsw", one, held), other) for held in (cells.sums, cells.pairs)
    )
    found: Floats = np.divide(sums, pairs, out=np.full(sums.shape, np.nan), where=pairs > 0)
    return found


def _deals(weeks: int, chosen: int, most: int, chance: np.random.Generator) -> Floats:
    """Ways (r, weeks) of choosing so many weeks: all of them, or as many different ones as are wanted."""
    if comb(weeks, chosen) <= most:
        places: Sequence[Sequence[int]] = list(combinations(range(weeks), chosen))
    else:
        drawn = (tuple(sorted(chance.choice(weeks, chosen, replace=False).tolist())) for _ in range(10 * most))
        places = list(islice(dict.fromkeys(drawn), most))
    found = np.zeros((len(places), weeks))
    np.put_along_axis(found, np.array(places), 1.0, axis=1)
    return found


def _alike(cells: _Cells, before: int) -> tuple[float, float]:
    """The variance of a week's own turn, in the kernel's unit, and the correlation of neighbouring weeks, from 0."""
    sums, pairs = cells.sums[:, :before, :before], cells.pairs[:, :before, :before]
    lag = np.abs(np.subtract.outer(np.arange(before), np.arange(before)))
    far = (sums * (lag >= _FAR_WEEKS)).sum(axis=(1, 2)) / np.maximum((pairs * (lag >= _FAR_WEEKS)).sum(axis=(1, 2)), 1)
    rest = sums - far[:, None, None] * pairs
    same, next_one = (float(rest[:, lag == n].sum() / max(pairs[:, lag == n].sum(), 1.0)) for n in (0, 1))
    if same <= 0:
        return 0.0, 0.0
    found = max(next_one / same, 0.0)
    # The correlation of neighbours in a short series comes out too small (Kendall, 1954, Biometrika 41, 403-404).
    return same, min(found + (1 + 3 * found) / before, _MOST_ALIKE)


def _inflation(cells: _Cells, turn: float, alike: float, before: int) -> float:
    """How much further two runs of weeks lie apart than as many weeks picked at random.

    The variance of the one mean less the other: that of single texts, and that of the weeks' own turns.
    """
    weeks = cells.texts.shape[1]
    n = cells.texts[:, :before].sum(), cells.texts[:, before:].sum()
    told_alike = sum(float(cells.sums[:, w, w].sum()) for w in range(weeks))
    alone = 1 - told_alike / max(sum(float(cells.pairs[:, w, w].sum()) for w in range(weeks)), 1.0)
    texts = alone * (1 / n[0] + 1 / n[1])
    side = np.concatenate([np.full(before, -1 / before), np.full(weeks - before, 1 / (weeks - before))])
    lag = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
    runs, picked = float((side @ alike**lag) @ side), float(side @ side)
    return float(max((texts + turn * runs) / (texts + turn * picked), 1.0))


def _usual(cells: _Cells, before: int, since: int, deals: int, chance: np.random.Generator) -> tuple[float, ...]:
    """Quantiles of the distance of as many weeks of the time before from the rest of it; empty for too few ways."""
    chosen = min(since, before // 2)
    if comb(before, chosen) < _LEAST_USUAL:
        return ()
    early = _Cells(cells.sums[:, :before, :before], cells.pairs[:, :before, :before], cells.texts[:, :before])
    dealt, weight = _discrepancies(_deals(before, chosen, deals, chance), early)
    return tuple(np.quantile(_root(dealt / weight), np.linspace(0, 1, STEPS)).tolist())


def _root(squared: Floats) -> Floats:
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)))
