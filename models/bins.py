"""From answers to bins: the drift monitor counts, so every answer becomes a small whole number."""

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats, Ints

CORNER_BINS = 13
DYAD_BINS = 12
SCORE_BINS = 16
UNANSWERED = -1

SMALLEST_SHARE = 0.01
_CORNER_EDGES: Floats = np.linspace(-2.2, 2.2, CORNER_BINS - 1)


def corner_bins(shares: ArrayLike) -> Ints:
    """Bin every corner's centred log share.

    Parameters
    ----------
    shares : array of shape (n, 3)
        Shares in the anchors' order, summing to 1; a row with any NaN was not answered.

    Returns
    -------
    ndarray of shape (n, 3)
        0 (far from the corner) to 12 (in it); 6 is the exact centre; -1 where not answered.

    References
    ----------
    Aitchison (1986), *The Statistical Analysis of Compositional Data*.

    Examples
    --------
    >>> corner_bins([[1.0, 0.0, 0.0], [1 / 3, 1 / 3, 1 / 3]]).tolist()
    [[12, 2, 2], [6, 6, 6]]
    """
    rows = np.asarray(shares, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] != 3:
        raise ValueError(f"shares have shape {rows.shape} and need (n, 3)")
    answered = np.asarray(np.isfinite(rows).all(axis=1))
    floored = np.maximum(np.where(answered[:, None], rows, 1 / 3), SMALLEST_SHARE)
    logs = np.log(floored / floored.sum(axis=1, keepdims=True))
    bins = np.searchsorted(_CORNER_EDGES, logs - logs.mean(axis=1, keepdims=True))
    return np.where(answered[:, None], bins, UNANSWERED).astype(np.int64)


def dyad_bins(values: ArrayLike) -> Ints:
    """Bin dyad positions (n,) in [0, 1]: 0 and 11 are the exact ends, ten equal bins lie between; NaN becomes -1.

    >>> dyad_bins([0.0, 0.01, 0.5, 1.0, float("nan")]).tolist()
    [0, 1, 6, 11, -1]
    """
    flat = np.asarray(values, dtype=np.float64)
    answered = np.isfinite(flat)
    safe = np.where(answered, flat, 0.5)
    bins = 1 + np.clip(np.floor(safe * 10), 0, 9)
    bins = np.where(safe <= 0.0, 0, np.where(safe >= 1.0, DYAD_BINS - 1, bins))
    return np.where(answered, bins, UNANSWERED).astype(np.int64)


def score_bins(scores: ArrayLike) -> Ints:
    """Bin hot scores (n,) in [-1, 1] into 16 equal bins; NaN (nothing answered) becomes -1.

    >>> score_bins([-1.0, 0.0, 1.0, float("nan")]).tolist()
    [0, 8, 15, -1]
    """
    flat = np.asarray(scores, dtype=np.float64)
    answered = np.isfinite(flat)
    bins = np.clip(np.floor((np.where(answered, flat, 0.0) + 1.0) * (SCORE_BINS / 2)), 0, SCORE_BINS - 1)
    return np.where(answered, bins, UNANSWERED).astype(np.int64)


def category_bins(codes: ArrayLike, levels: int) -> Ints:
    """Codes (n,) of a choice or a theme as they are; anything outside 0..levels-1, or NaN, becomes -1.

    >>> category_bins([0, 2, -1, 7], 3).tolist()
    [0, 2, -1, -1]
    """
    flat = np.asarray(codes, dtype=np.float64)
    known = np.isfinite(flat) & (flat >= 0) & (flat < levels)
    return np.where(known, np.where(known, flat, 0), UNANSWERED).astype(np.int64)
