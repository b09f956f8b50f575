"""How far two ways of grouping the same stories agree beyond chance, from the table of both alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats, Ints

_DEALS = 400
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class Agreement:
    """Adjusted mutual information: 0 is what chance gives, 1 is the same grouping.

    `low` and `high` hold it in 95 of 100 such samples; `by_chance` is the band that 95 of 100 deals of the same
    groups lie in when one has nothing to do with the other. `table` (rows, columns) are the stories in both.
    """

    value: float
    low: float
    high: float
    by_chance: tuple[float, float]
    table: Ints

    @property
    def is_beyond_chance(self) -> bool:
        """Whether they agree more than groups do that have nothing to do with each other."""
        return self.value > self.by_chance[1]


def agreement(a: ArrayLike, b: ArrayLike, *, seed: int = 0) -> Agreement:
    """Compare two labellings (n,) of the same stories, -1 for none; stories with both labels count.

    Examples
    --------
    >>> found = agreement([0, 0, 0, 1, 1, 1] * 20, [1, 1, 1, 0, 0, 0] * 20)
    >>> round(found.value, 2), found.is_beyond_chance
    (1.0, True)
    """
    one, other = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
    if one.shape != other.shape or one.ndim != 1:
        raise ValueError(f"there are {one.size} and {other.size} labels: give both of the same stories")
    both = (one >= 0) & (other >= 0)
    r, c = int(one[both].max(initial=-1)) + 1, int(other[both].max(initial=-1)) + 1
    return agreement_of(np.bincount(one[both] * c + other[both], minlength=r * c).reshape(r, c), seed=seed)


def agreement_of(table: ArrayLike, *, seed: int = 0) -> Agreement:
    """The same from the table of both groupings (rows, columns).

    (MI - E) / (mean entropy - E), where E is what mutual information comes to on average when stories are dealt out
    with the same margins. E is the mean of deals, which is its exact value but for scatter, so that the band comes
    from the same deals. The interval is a bootstrap of stories with its bias taken off.

    References
    ----------
    Vinh, Epps and Bailey (2010), "Information theoretic measures for clusterings comparison: variants, properties,
    normalization and correction for chance", JMLR 11, 2837-2854; Patefield (1981), Algorithm AS 159, for tables with
    given margins.

    Examples
    --------
    >>> found = agreement_of([[25, 25], [25, 25]])
    >>> abs(found.value) < 0.02, found.is_beyond_chance
    (True, False)
    """
    whole = np.asarray(table, dtype=np.int64)
    held = whole[whole.sum(axis=1) > 0][:, whole.sum(axis=0) > 0]
    if min(held.shape, default=0) < 2:
        return Agreement(0.0, 0.0, 0.0, (0.0, 0.0), whole)
    chance = np.random.default_rng(seed)
    dealt = _information(_dealt(held, chance))
    expected = float(dealt.mean())
    most = (_entropy(held.sum(axis=1)) + _entropy(held.sum(axis=0))) / 2 - expected
    value = (float(_information(held)) - expected) / most
    n = int(held.sum())
    drawn = _information(chance.multinomial(n, held.ravel() / n, size=_DRAWS).reshape(-1, *held.shape))
    spread = (drawn - drawn.mean()) / most
    low, high = np.quantile(spread, [0.025, 0.975])
    band = np.quantile((dealt - expected) / most, [0.025, 0.975])
    return Agreement(
        value, max(-1.0, value + float(low)), min(1.0, value + float(high)), (float(band[0]), float(band[1])), whole
    )


def _information(tables: ArrayLike) -> Floats:
    """Mutual information of tables (..., r, c), in nats."""
    held = np.asarray(tables, dtype=np.float64)
    n = held.sum(axis=(-2, -1), keepdims=True)
    alone = held.sum(axis=-1, keepdims=True) * held.sum(axis=-2, keepdims=True)
    logs = np.log(np.where(held > 0, held * n / np.where(alone > 0, alone, 1.0), 1.0))
    return np.asarray((held / n * logs).sum(axis=(-2, -1)))


def _entropy(counts: Ints) -> float:
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def _dealt(table: Ints, chance: np.random.Generator) -> Ints:
    """Tables (deals, r, c) with the margins of one, stories dealt out at random: row by row out of what is left."""
    left = np.tile(table.sum(axis=0), (_DEALS, 1))
    found = np.zeros((_DEALS, *table.shape), np.int64)
    for i, size in enumerate(table.sum(axis=1).tolist()):
        wanted = np.full(_DEALS, size)
        behind = left.sum(axis=1)
        for j in range(table.shape[1]):
            behind -= left[:, j]
            found[:, i, j] = chance.hypergeometric(left[:, j], behind, wanted)
            wanted -= found[:, i, j]
        left -= found[:, i]
    return found
