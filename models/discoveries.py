"""Which of many comparisons count, when each of them could look striking by chance."""

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats

LEVEL = 0.05  # of what is called distinguishable, so much may be scatter in the long run


def adjusted(chances: ArrayLike) -> Floats:
    """Adjusted p-values q of a whole table: calling everything with q <= 0.05 real is wrong in 5 % of what is called.

    Benjamini and Hochberg's step-up rule. It is proved for independent comparisons and for those that depend on each
    other positively. Options of one question depend negatively, since they add up; the rule that holds under any
    dependence (Benjamini and Yekutieli, 2001) would cost a factor of the harmonic number (4.5 for fifty rows), and in
    simulations of tables like these, options of one question among them, the share of false calls stays below its
    level without it (tests/models/test_comparison_nightly.py; the same is found by Reiner-Benaim, 2007, for two-sided
    tests in general).

    Parameters
    ----------
    chances : array of p-values of any shape
        NaN for what was not tested, which counts as no comparison.

    Returns
    -------
    ndarray of the same shape; NaN stays NaN.

    References
    ----------
    Benjamini and Hochberg (1995), "Controlling the false discovery rate", JRSS B 57, 289-300; Reiner-Benaim (2007),
    "FDR control by the BH procedure for two-sided correlated tests", Biometrical Journal 49, 107-126.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03, float("nan")]).round(3).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    p = np.asarray(chances, dtype=np.float64)
    q = np.full(p.shape, np.nan)
    known = np.isfinite(p)
    told = p[known]
    if not told.size:
        return q
    order = np.argsort(told)[::-1]
    ranks = np.arange(told.size, 0, -1)
    steps = np.minimum.accumulate(told[order] * told.size / ranks)
    found = np.empty(told.size)
    found[order] = np.minimum(steps, 1.0)
    q[known] = found
    return q
