"""From answers to bins: the drift monitor counts, so every answer becomes a small whole number."""

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats, Ints

CORNER_BINS = 13
EXTREME_BINS = 8
ZONES = 7
SPOTS_A_SIDE = 5
SPOTS = SPOTS_A_SIDE**2
DYAD_BINS = 12
AWAY_BINS = 6
SCORE_BINS = 16
NOVELTY_BINS = 8
ECHO_BINS = 4
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


def extreme_bins(shares: ArrayLike) -> Ints:
    """How far into any corner placements lie: the largest of the shares (n, 3), from the centre (0) to a corner (7).

    >>> extreme_bins([[1.0, 0.0, 0.0], [1 / 3, 1 / 3, 1 / 3], [np.nan] * 3]).tolist()
    [7, 0, -1]
    """
    rows = np.asarray(shares, dtype=np.float64)
    answered = np.asarray(np.isfinite(rows).all(axis=1))
    largest = np.where(answered, np.nan_to_num(rows).max(axis=1, initial=0.0), 1 / 3)
    bins = np.clip(np.floor((largest - 1 / 3) / (2 / 3) * EXTREME_BINS + 1e-9), 0, EXTREME_BINS - 1)
    return np.where(answered, bins, UNANSWERED).astype(np.int64)


def zone_bins(shares: ArrayLike) -> Ints:
    """The zone (n,) of each placement (n, 3): 0-2 at a corner, 3-5 on an edge, 6 the middle.

    A corner holds 3/5 or more of one share; on an edge the third share is below 1/5: 3 lies between the first two
    corners, 4 between the first and the third, 5 between the last two (the order of `narratives.triangle.ZONES`).

    >>> zone_bins([[0.8, 0.1, 0.1], [0.05, 0.5, 0.45], [0.4, 0.3, 0.3], [np.nan] * 3]).tolist()
    [0, 5, 6, -1]
    """
    rows = np.asarray(shares, dtype=np.float64)
    answered = np.asarray(np.isfinite(rows).all(axis=1))
    safe = np.where(answered[:, None], rows, 1 / 3)
    corner = safe.max(axis=1) >= 0.6 - 1e-9
    edge = safe.min(axis=1) < 0.2 - 1e-9
    zone = np.where(corner, safe.argmax(axis=1), np.where(edge, 5 - safe.argmin(axis=1), ZONES - 1))
    return np.where(answered, zone, UNANSWERED).astype(np.int64)


def spot_bins(shares: ArrayLike) -> Ints:
    """Which of 25 equal small triangles each placement (n, 3) lies in, numbered by the floors of its shares.

    >>> spot_bins([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1 / 3, 1 / 3, 1 / 3], [np.nan] * 3]).tolist()
    [24, 8, 0, 12, -1]
    """
    rows = np.asarray(shares, dtype=np.float64)
    answered = np.asarray(np.isfinite(rows).all(axis=1))
    scaled = np.where(answered[:, None], np.nan_to_num(rows), 1 / 3) * SPOTS_A_SIDE
    top = np.clip(np.floor(scaled[:, 0] + 1e-9), 0, SPOTS_A_SIDE - 1)
    left = np.clip(np.floor(scaled[:, 1] + 1e-9), 0, SPOTS_A_SIDE - 1 - top)
    # In the row of a given top share, triangles that point up and down take turns.
    down = (scaled[:, 0] - top) + (scaled[:, 1] - left) > 1 + 1e-9
    below = SPOTS - (SPOTS_A_SIDE - top) ** 2
    spot = below + 2 * left + down
    return np.where(answered, spot, UNANSWERED).astype(np.int64)


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


def away_bins(values: ArrayLike) -> Ints:
    """Bin how far dyad positions (n,) lie from the middle: 0 next to it, 4 near an end, 5 exactly at one.

    >>> away_bins([0.5, 0.0, 1.0, 0.95, float("nan")]).tolist()
    [0, 5, 5, 4, -1]
    """
    flat = np.asarray(values, dtype=np.float64)
    answered = np.isfinite(flat)
    away = np.abs(np.where(answered, flat, 0.5) - 0.5)
    bins = np.where(away >= 0.5, AWAY_BINS - 1, np.clip(np.floor(away * 10), 0, AWAY_BINS - 2))
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
