"""Whether p-values are what they say: for tests of tests."""

import numpy as np


def distance_from_uniform(chances) -> float:
    """Kolmogorov's largest distance between the p-values and the uniform distribution, times the root of n.

    Above 1.63 in one of a hundred samples of uniform p-values (Smirnov, 1948).
    """
    ordered = np.sort(np.asarray(chances))
    n = len(ordered)
    steps = np.arange(n + 1) / n
    return float(np.sqrt(n) * max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1])))
