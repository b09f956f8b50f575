"""Two questions against each other: which combinations are told more or less often than the rest would have it."""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Bools, Floats, Ints
from models.discoveries import adjusted
from models.permutation import enough_batches, share_chance
from models.quantiles import chi_square_tail

LEAST = 10  # stories: rows and columns of fewer get no figure
_LEAST_EXPECTED = 5.0  # stories in each cell: below, the tail of chi-square is no chance (Cochran, 1954)
_LEAST_A_CELL = 5  # stories a cell on average: below, the interval of V is none
_DEALS = 1_999
_DRAWS = 600
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Association:
    """What a table says; arrays have the table's shape (rows, columns), NaN where nothing is said.

    `expected` are stories that each cell would hold if rows and columns had nothing to do with each other, `residual`
    how many standard errors it holds more (Haberman's adjusted residuals), `p` its chance, `q` that over all cells.
    `chance` is that of the table as a whole; `strength` is Cramer's V from 0 to 1, its bias taken off, with its 95 %
    interval, which holds it. Both are None where stories may lie in several rows or columns, and `low` and `high` where
    the table is too thin.
    """

    expected: Floats
    residual: Floats
    p: Floats
    q: Floats
    chance: float | None = None
    strength: float | None = None
    low: float | None = None
    high: float | None = None


def associate(
    counts: ArrayLike,
    *,
    rows: ArrayLike | None = None,
    columns: ArrayLike | None = None,
    total: int | None = None,
    least: int = LEAST,
    seed: int = 0,
) -> Association:
    """Look at every cell of a table, and at the table.

    The adjusted residual of a cell is (o - e) / sqrt(e (1 - row share) (1 - column share)): standard normal when rows
    and columns have nothing to do with each other. Its p is not read off the normal but is Fisher's exact one for
    "in this row" against "in this column", which holds for thin cells as well. Rows and columns of fewer than `least`
    stories have no figures. The table's chance is the tail of chi-square where every expected count is 5 or more, else
    a deal of the same stories into tables with the same margins, (b + 1) / 2000. V is Bergsma's: 0 where the stories
    are no further from independence than scatter takes them. Its interval is a bootstrap of the table's stories with
    the bias of chi-square taken off twice (once for the sample, once for drawing from it).

    Parameters
    ----------
    counts : array of int, shape (r, c)
        Stories in each combination.
    rows, columns : arrays of int, shape (r,) and (c,), optional
        Stories of each row and column, where a story may lie in several: sums of the cells would count it twice.
    total : int, optional
        Stories of the whole table, in that case.

    References
    ----------
    Haberman (1973), "The analysis of residuals in cross-classified tables", Biometrics 29, 205-220; Cramer (1946),
    Mathematical Methods of Statistics; Cochran (1954), Biometrics 10, 417-451; Bergsma (2013), "A bias-correction for
    Cramer's V and Tschuprow's T", Journal of the Korean Statistical Society 42, 323-328.

    Examples
    --------
    >>> found = associate([[30, 10], [10, 30]])
    >>> round(float(found.residual[0, 0]), 2), round(found.strength, 2), found.chance < 0.001
    (4.47, 0.49, True)
    """
    table = np.asarray(counts, dtype=np.int64)
    alone = rows is None and columns is None
    row_n = table.sum(axis=1) if rows is None else np.asarray(rows, dtype=np.int64)
    column_n = table.sum(axis=0) if columns is None else np.asarray(columns, dtype=np.int64)
    n = int(table.sum()) if total is None else total
    expected, residual = _residuals(table, row_n, column_n, n)
    fits: Bools = (row_n[:, None] >= least) & (column_n[None, :] >= least) & np.isfinite(residual)
    p = np.full(table.shape, np.nan)
    for i, j in np.argwhere(fits).tolist():
        p[i, j] = share_chance(int(table[i, j]), int(row_n[i]), int(column_n[j] - table[i, j]), int(n - row_n[i]))
    found = Association(expected, np.where(fits, residual, np.nan), p, adjusted(p))
    if not alone or not _has_two(row_n, column_n):
        return found
    kept = table[row_n > 0][:, column_n > 0]
    strength = _corrected(kept)
    low, high = _held(strength, *_interval(kept, seed))
    return Association(expected, found.residual, p, found.q, _chance(kept, seed), strength, low, high)


def associate_batches(batches: ArrayLike, groups: ArrayLike, *, seed: int = 0) -> Association:
    """The same where stories are known as sums of closed batches: rows are the groups that batches belong to.

    Stories of a batch were told one after another and need not be independent, so that chance deals the groups out
    over whole batches. The residual of a cell is how many standard deviations of those deals it lies from their mean;
    p is (b + 1) / 2000 over deals that lie as far. Groups with too few batches to tell get no figures. V has no
    interval; what it comes to on average in the deals is taken off.

    Parameters
    ----------
    batches : array of int, shape (u, c)
        Stories of each batch in each column.
    groups : array of int, shape (u,)
        The row of each batch, from 0.

    Examples
    --------
    >>> found = associate_batches([[10, 0]] * 6 + [[0, 10]] * 6, [0] * 6 + [1] * 6)
    >>> bool(found.residual[0, 0] > 3), round(found.strength, 2)
    (True, 1.0)
    """
    counts, owner = np.asarray(batches, dtype=np.float64), np.asarray(groups, dtype=np.int64)
    rows = int(owner.max()) + 1
    order = np.argsort(np.random.default_rng(seed).random((_DEALS, len(owner))), axis=1)
    dealt = np.eye(rows)[owner[order]].transpose(0, 2, 1) @ counts
    table = np.eye(rows)[owner].T @ counts
    mean, spread = dealt.mean(axis=0), dealt.std(axis=0)
    away = np.abs(table - mean)
    further = (np.abs(dealt - mean) >= away * (1 - _SAME)).sum(axis=0)
    units = np.bincount(owner, minlength=rows)
    fits = np.array([enough_batches(int(n), len(owner) - int(n)) for n in units])[:, None] & (spread > _SAME)
    p = np.where(fits, (further + 1) / (_DEALS + 1), np.nan)
    residual = np.divide(table - mean, spread, out=np.full(table.shape, np.nan), where=fits)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1.0)
    kept = table[:, table.sum(axis=0) > 0]
    if not fits.any() or min(kept.shape) < 2:
        return Association(expected, residual, p, adjusted(p))
    found = float(_phi2(kept))
    by_chance = _phi2(dealt[:, :, table.sum(axis=0) > 0])
    chance = (int((by_chance >= found * (1 - _SAME)).sum()) + 1) / (_DEALS + 1)
    return Association(expected, residual, p, adjusted(p), chance, _beyond(found, float(by_chance.mean()), kept))


def turned(found: Association) -> Association:
    """The same with rows for columns."""
    return replace(found, expected=found.expected.T, residual=found.residual.T, p=found.p.T, q=found.q.T)


def _has_two(row_n: Ints, column_n: Ints) -> bool:
    return min(int(np.count_nonzero(row_n)), int(np.count_nonzero(column_n))) > 1


def _residuals(table: Ints, row_n: Ints, column_n: Ints, n: int) -> tuple[Floats, Floats]:
    row = np.asarray(row_n, dtype=np.float64)[:, None] / max(n, 1)
    column = np.asarray(column_n, dtype=np.float64)[None, :] / max(n, 1)
    expected = n * row * column
    error = np.sqrt(np.maximum(expected * (1 - row) * (1 - column), 0.0))
    residual = np.divide(table - expected, error, out=np.full(expected.shape, np.nan), where=error > 0)
    return expected, residual


def _phi2(tables: ArrayLike) -> Floats:
    """Chi-square over n of tables (..., r, c)."""
    held = np.asarray(tables, dtype=np.float64)
    n = held.sum(axis=(-2, -1), keepdims=True)
    expected = held.sum(axis=-1, keepdims=True) * held.sum(axis=-2, keepdims=True) / n
    square = np.divide((held - expected) ** 2, expected, out=np.zeros_like(held), where=expected > 0)
    return np.asarray((square.sum(axis=(-2, -1), keepdims=True) / n)[..., 0, 0])


def _strength(phi2: float, table: ArrayLike) -> float:
    return min(sqrt(max(phi2, 0.0) / (min(np.shape(table)) - 1)), 1.0)


def _corrected(table: ArrayLike) -> float:
    """Bergsma's V: the bias is taken off chi-square, and off the most that V divides by."""
    held = np.asarray(table)
    n, less = float(held.sum()), min(held.shape) - 1
    bias = (held.shape[0] - 1) * (held.shape[1] - 1) / (n - 1)
    return _strength((float(_phi2(held)) - bias) / (1 - less / (n - 1)), held)


def _beyond(phi2: float, by_chance: float, table: ArrayLike) -> float:
    most = min(np.shape(table)) - 1
    return sqrt(max(phi2 - by_chance, 0.0) / max(most - by_chance, _SAME))


def _chance(table: ArrayLike, seed: int) -> float:
    held = np.asarray(table)
    n, found = int(held.sum()), float(_phi2(held))
    expected = np.outer(held.sum(axis=1), held.sum(axis=0)) / n
    if expected.min() >= _LEAST_EXPECTED:
        return chi_square_tail(n * found, (held.shape[0] - 1) * (held.shape[1] - 1))
    dealt = _phi2(_dealt(held.sum(axis=1), held.sum(axis=0), np.random.default_rng(seed)))
    return (int((dealt >= found * (1 - _SAME)).sum()) + 1) / (_DEALS + 1)


def _dealt(row_n: ArrayLike, column_n: ArrayLike, chance: np.random.Generator) -> Floats:
    """Tables (deals, r, c) with these margins, as rows and columns that have nothing to do with each other fill them.

    Cell by cell: how many of a row's stories lie in a column follows the hypergeometric distribution, given what is
    left of both.
    """
    row, column = np.asarray(row_n), np.asarray(column_n)
    tables = np.zeros((_DEALS, len(row), len(column)))
    left = np.tile(column, (_DEALS, 1))
    for i, size in enumerate(row.tolist()):
        wanted = np.full(_DEALS, size)
        for j in range(len(column)):
            behind = left[:, j + 1 :].sum(axis=1)
            told = chance.hypergeometric(left[:, j], behind, wanted)
            tables[:, i, j] = told
            left[:, j] -= told
            wanted -= told
    return tables


def _held(strength: float, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """An interval that holds its own figure: the two are worked out in different ways."""
    return None if low is None else min(low, strength), None if high is None else max(high, strength)


def _interval(table: ArrayLike, seed: int) -> tuple[float | None, float | None]:
    held = np.asarray(table)
    n, found = int(held.sum()), float(_phi2(held))
    if n < _LEAST_A_CELL * held.size:
        return None, None
    draws = np.random.default_rng(seed).multinomial(n, held.ravel() / n, size=_DRAWS).reshape(-1, *held.shape)
    drawn = _phi2(draws)
    low, high = np.quantile(drawn - 2 * (drawn.mean() - found), [0.025, 0.975])
    return _strength(float(low), held), _strength(float(high), held)
