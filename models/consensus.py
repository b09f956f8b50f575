"""What groups share that otherwise differ, and what divides them: shares of the parts of many questions, by group."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints
from models.discoveries import LEVEL, adjusted
from models.permutation import share_chance

HALF = 0.5
_NORMAL = NormalDist()
_LEAST_CLUSTERS = 2
_ASIDE = 0.5  # items whose p-value is above are out of the question, and no part of the table that is corrected for


@dataclass(frozen=True, slots=True)
class Table:
    """Groups against items, an item being one part of a question; g groups, i items.

    `chosen` and `answered` (g, i) are stories in the item and stories that answered its question, `worth` (g, i) how
    many independent stories the latter are worth (`models.clustered`), `question` (i,) the number of the item's
    question, `high` (i,) the share from which an item counts as common (`high_share`), and `fits` (g, i) says where
    something may be said at all.
    """

    chosen: Ints
    answered: Ints
    worth: Floats
    question: Ints
    high: Floats
    fits: Bools

    @property
    def share(self) -> Floats:
        """Of those who answered, the share in the item (g, i)."""
        return np.asarray(self.chosen / np.maximum(self.answered, 1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class CommonGround:
    """What each item says about all groups together, arrays (i,).

    `smallest` is the smallest share of any group and `least` its lower bound; `q` the chance over all items that some
    group does not have it so often after all. `gap` is the largest difference between two groups, and no two are
    further apart than `gap_most`. `bridged` is how often two groups both have it, groups counting the more the
    further they are apart on other questions, and `agreement` the same without weights.
    """

    smallest: Floats
    least: Floats
    p: Floats
    q: Floats
    gap: Floats
    gap_most: Floats
    agreement: Floats
    bridged: Floats

    @property
    def is_shared(self) -> Bools:
        """Which items are common ground."""
        found: Bools = np.nan_to_num(self.q, nan=1.0) <= LEVEL
        return found


@dataclass(frozen=True, slots=True)
class Divides:
    """Each group's share less that of all others together, arrays (g, i); NaN where nothing is said."""

    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    q: Floats

    @property
    def is_told(self) -> Bools:
        """Which differences can be told from scatter."""
        found: Bools = np.nan_to_num(self.q, nan=1.0) <= LEVEL
        return found


def high_share(parts: int) -> float:
    """The share from which a part of a question of so many parts is high: half, or twice an even spread over them.

    >>> high_share(2), high_share(3), round(high_share(7), 2)
    (0.5, 0.5, 0.29)
    """
    return min(HALF, 2 / max(parts, 1))


def common_ground(table: Table, level: float = LEVEL) -> CommonGround:
    """What every group has often.

    An item is common ground when each group's share is above `high`. Every group is tested by itself, with the score
    test and Yates' correction, and the item has the largest of their p-values: to claim all of them none may fail, so
    that no correction for groups is needed (Berger, 1982). Most items are far from high, and their p-values near 1;
    those above a half are set aside and the others doubled, which stays valid for tests that are cautious in this way
    (Zhao, Small and Su, 2019). Over the rest the false-discovery rate is held (Benjamini and Hochberg, 1995), and the
    bounds of what is selected are at the level that this comes to (Benjamini and Yekutieli, 2005), so that `least` is
    above `high` exactly where an item is called. That two groups have the same is never taken from a
    difference that was not found: `gap_most` is the largest of the upper bounds over all pairs, which by the same
    argument holds for the pair that is truly furthest apart (two one-sided tests; Schuirmann, 1987).

    Raises
    ------
    ValueError : fewer than two groups, which have nothing to share.

    References
    ----------
    Berger (1982), "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24, 295-300; Schuirmann
    (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680; Zhao, Small and Su (2019), "Multiple testing
    when many p-values are uniformly conservative", JASA 114, 1291-1304; Benjamini and Yekutieli (2005), "False
    discovery rate-adjusted multiple confidence intervals for selected parameters", JASA 100, 71-81; Small, Bjorkegren,
    Erkkilae, Shaw and Megill (2021), "Polis: scaling deliberation by mapping high dimensional opinion spaces",
    Recerca 26 (2), 1-26 (the product of smoothed shares over groups).
    """
    if len(table.chosen) < _LEAST_CLUSTERS:
        raise ValueError("common ground needs at least two groups; choose another one beside it")
    said = table.fits.all(axis=0)
    share, lowered = table.share, _corrected(table)
    error = np.sqrt(table.high * (1 - table.high) / np.maximum(table.worth, 1.0))
    p = np.where(said, _tail((lowered - table.high) / error).max(axis=0), np.nan)
    near = np.nan_to_num(p, nan=1.0) <= _ASIDE
    told = adjusted(np.where(near, p / _ASIDE, np.nan))
    q = np.where(said & ~near, 1.0, told)
    z = _NORMAL.inv_cdf(1 - _ASIDE * _selected(told, level))
    least = _wilson(np.maximum(lowered, 0.0), table.worth, -z)
    agreement, bridged = _agreements(table)
    return CommonGround(
        np.where(said, share.min(axis=0), np.nan),
        np.where(said, np.maximum(least, 0.0).min(axis=0), np.nan),
        p,
        q,
        np.where(said, np.ptp(share, axis=0), np.nan),
        np.where(said, _widest(table, z), np.nan),
        np.where(said, agreement, np.nan),
        np.where(said, bridged, np.nan),
    )


def divides(table: Table, tested: Bools | None = None, level: float = LEVEL) -> Divides:
    """Where a group differs from all others together: a proportion test of each, controlled over the whole table.

    p is Fisher's exact one over as many stories as the answers are worth (Rao and Scott, 1992: counts over the design
    effect are treated as independent), q Benjamini and Hochberg's over all groups and items. Intervals are Newcombe's
    (1998), as wide as it takes for those that are called to hold together (Benjamini and Yekutieli, 2005). `tested`
    (g, i) leaves out what another comparison says already.

    References
    ----------
    Rao and Scott (1992), "A simple method for the analysis of clustered binary data", Biometrics 48, 577-585; Newcombe
    (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    shape = table.chosen.shape
    own, rest = table.share, _others(table)
    worth, rest_worth = table.worth, table.worth.sum(axis=0) - table.worth
    fits = table.fits & (np.where(table.fits, table.answered, 0).sum(axis=0) > np.where(table.fits, table.answered, 0))
    p = np.full(shape, np.nan)
    for g, i in np.argwhere(fits if tested is None else fits & tested).tolist():
        n, m = int(worth[g, i]), int(rest_worth[g, i])
        if n and m:
            p[g, i] = share_chance(round(own[g, i] * n), n, round(rest[g, i] * m), m)
    q = adjusted(p)
    z = _NORMAL.inv_cdf(1 - _selected(q, level) / 2)
    low, high = newcombe(own, worth, rest, rest_worth, z)
    said = np.isfinite(p)
    return Divides(*(np.where(said, one, np.nan) for one in (own - rest, low, high, p, q)))


def apartness(table: Table, without: int | None = None) -> Floats:
    """How far every two groups are apart, (g, g), on average over the questions but for one.

    On a question it is half the sum of the absolute differences of their shares, less what scatter alone comes to
    between groups of their size; below 0 it counts as 0. An item that is a question by itself, as each option of which
    several may be chosen, is held against its own complement.
    """
    total, asked = np.zeros((len(table.chosen),) * 2), 0
    for number in np.unique(table.question).tolist():
        items = (table.question == number) & table.fits.all(axis=0)
        if number == without or not items.any():
            continue
        share, worth = table.share[:, items], np.maximum(table.worth[:, items], 1.0)
        if items.sum() == 1:
            share, worth = np.hstack([share, 1 - share]), np.hstack([worth, worth])
        far = np.abs(share[:, None] - share[None, :])
        pooled = (share * worth).sum(axis=0) / worth.sum(axis=0)
        scatter = np.sqrt(2 / np.pi * pooled * (1 - pooled) * (1 / worth[:, None] + 1 / worth[None, :]))
        total += (far - scatter).sum(axis=-1) / 2
        asked += 1
    found = np.maximum(total / max(asked, 1), 0.0)
    np.fill_diagonal(found, 0.0)
    return found


def _corrected(table: Table) -> Floats:
    """Shares half a story lower: Yates' correction."""
    return np.asarray(table.share - 1 / (2 * np.maximum(table.worth, 1.0)))


def _tail(z: Floats) -> Floats:
    return np.array([1 - _NORMAL.cdf(one) for one in z.ravel().tolist()]).reshape(z.shape)


def _selected(q: Floats, level: float) -> float:
    """The level of each interval that makes those of what was called hold together."""
    tried = int(np.isfinite(q).sum())
    called = int((np.nan_to_num(q, nan=1.0) <= level).sum())
    return level * max(called, 1) / max(tried, 1)


def _wilson(share: Floats, n: Floats, z: float) -> Floats:
    """Wilson's bound z standard errors up (or down, below 0)."""
    n = np.maximum(n, 1.0)
    reach = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return np.asarray((share + z * z / (2 * n) + reach) / (1 + z * z / n))


def interval(share: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's two-sided interval of shares of so many stories."""
    z = _NORMAL.inv_cdf((1 + confidence) / 2)
    told, worth = np.asarray(share, dtype=np.float64), np.asarray(n, dtype=np.float64)
    low, high = (_wilson(told, worth, sign * z) for sign in (-1.0, 1.0))
    return np.where(told > 0, np.maximum(low, 0.0), 0.0), np.where(told < 1, np.minimum(high, 1.0), 1.0)


def newcombe(one: Floats, n: Floats, other: Floats, m: Floats, z: float) -> tuple[Floats, Floats]:
    """Newcombe's interval of the difference of shares of n and of m stories, z standard errors wide."""
    low: Floats = np.hypot(one - _wilson(one, n, -z), _wilson(other, m, z) - other)
    high: Floats = np.hypot(_wilson(one, n, z) - one, other - _wilson(other, m, -z))
    return one - other - low, one - other + high


def _widest(table: Table, z: float) -> Floats:
    """The largest upper bound of a difference between any two groups (i,)."""
    share, worth = table.share, table.worth
    _, high = newcombe(share[:, None], worth[:, None], share[None, :], worth[None, :], z)
    every = ~np.eye(len(share), dtype=bool)
    most: Floats = np.minimum(high[every].max(axis=0), 1.0)
    return most


def _others(table: Table) -> Floats:
    """The share of all other groups' stories (g, i); of those that fit alone."""
    chosen, answered = (np.where(table.fits, one, 0) for one in (table.chosen, table.answered))
    return np.asarray((chosen.sum(axis=0) - chosen) / np.maximum(answered.sum(axis=0) - answered, 1))


def _agreements(table: Table) -> tuple[Floats, Floats]:
    """The geometric mean of smoothed shares, and the root of the mean product over pairs weighted by apartness."""
    smoothed = (table.chosen + 1) / (table.answered + 2)
    plain = np.exp(np.log(smoothed).mean(axis=0))
    pairs = np.triu_indices(len(smoothed), 1)
    product = smoothed[pairs[0]] * smoothed[pairs[1]]
    bridged = np.empty(product.shape[1])
    for number in np.unique(table.question).tolist():
        items = table.question == number
        weight = apartness(table, number)[pairs]
        weight = weight if weight.sum() > 0 else np.ones_like(weight)
        bridged[items] = np.sqrt(weight @ product[:, items] / weight.sum())
    return np.asarray(plain), bridged


def evenly_apart(apart: ArrayLike) -> float:
    """The mean over every two groups of how far they are apart."""
    table = np.asarray(apart, dtype=np.float64)
    pairs = np.triu_indices(len(table), 1)
    return float(table[pairs].mean()) if len(pairs[0]) else 0.0


__all__ = [
    "CommonGround",
    "Divides",
    "Table",
    "apartness",
    "common_ground",
    "divides",
    "evenly_apart",
    "high_share",
    "interval",
    "newcombe",
]
