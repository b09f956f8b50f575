"""How far what was found lies from what somebody expected, in bits, and whether an even guess had been nearer."""

from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import ArrayLike

from models.arrays import Floats

LEAST = 10  # stories: fewer are no finding to compare with
_DRAWS = 4_000
_PRIOR = 0.5  # stories in each part before any is seen: Jeffreys' prior


@dataclass(frozen=True, slots=True)
class Surprise:
    """A surprise in bits with its 95 % interval: 0 exactly so, 1 nothing lay where it was expected.

    `even` is what somebody who expects an even spread would have scored; `nearer` is 1 when the expectation was
    nearer than that, -1 when it was further off, and 0 when `n` stories cannot tell.
    """

    bits: float
    low: float
    high: float
    even: float
    nearer: int
    n: int

    @property
    def words(self) -> str:
        """The score and the comparison as two sentences."""
        said = {
            1: "nearer than an even spread, which",
            0: "neither nearer nor further than an even spread as far as these stories can tell, which",
            -1: "further off than an even spread, which",
        }[self.nearer]
        return (
            f"Surprise: {self.bits:.2f} of 1 (95 % interval {self.low:.2f} to {self.high:.2f}, {self.n} stories). "
            f"The expectation was {said} would have scored {self.even:.2f}."
        )


def divergence(one: ArrayLike, other: ArrayLike) -> float:
    """Jensen-Shannon divergence of two sets of shares (parts,), each summing to 1, in bits from 0 to 1.

    References
    ----------
    Lin (1991), "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37.

    Examples
    --------
    >>> divergence([1, 0], [1, 0]), divergence([1, 0], [0, 1])
    (0.0, 1.0)
    """
    return float(_divergences(_shares(one), _shares(other)[None, :])[0])


def surprise(expected: ArrayLike, found: ArrayLike, even: ArrayLike | None = None, seed: int = 0) -> Surprise | None:
    """Compare expected shares of the parts of a picture with the stories found there.

    The interval is for the sampling error of what was found: shares that those stories make plausible are drawn from
    their posterior under Jeffreys' prior, and each draw is scored. Whether an even guess was nearer is judged by the
    difference of both scores in each draw, since both share the same error. Scores of few stories lean upwards.

    Parameters
    ----------
    expected : array of shape (parts,)
        Shares or dots; only their proportions matter.
    found : array of shape (parts,)
        Stories in each part.
    even : array of shape (parts,), optional
        The parts' sizes, where they differ: what an even spread would put into each.

    Returns
    -------
    Surprise, or None of fewer than 10 stories.

    Examples
    --------
    >>> round(surprise([10, 0, 0], [60, 0, 0]).bits, 2), surprise([10, 0, 0], [60, 0, 0]).nearer
    (0.0, 1)
    """
    counts = np.asarray(found, dtype=np.float64)
    n = int(counts.sum())
    if n < LEAST:
        return None
    wanted, flat = _shares(expected), _shares(np.ones(len(counts)) if even is None else even)
    draws = np.random.default_rng(seed).dirichlet(counts + _PRIOR, _DRAWS)
    scores = _divergences(wanted, draws)
    ahead = _divergences(flat, draws) - scores
    low, high = np.quantile(scores, [0.025, 0.975])
    worst, best = np.quantile(ahead, [0.025, 0.975])
    return Surprise(
        bits=divergence(wanted, counts),
        low=float(low),
        high=float(high),
        even=divergence(flat, counts),
        nearer=1 if worst > 0 else -1 if best < 0 else 0,
        n=n,
    )


def _shares(values: ArrayLike) -> Floats:
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or (numbers < 0).any() or numbers.sum() <= 0:
        raise ValueError("shares must be none below 0 and not all 0")
    return np.asarray(numbers / numbers.sum())


def _divergences(one: Floats, others: Floats) -> Floats:
    """The divergence (draws,) of shares (parts,) from each row of `others` (draws, parts)."""
    middle = (one + others) / 2
    return np.asarray(np.clip((_bits(one, middle) + _bits(others, middle)) / 2, 0.0, 1.0))


def _bits(shares: Floats, middle: Floats) -> Floats:
    ratio = np.divide(shares, middle, out=np.ones_like(middle), where=(shares > 0) & (middle > 0))
    return np.asarray((shares * np.log(ratio)).sum(axis=1) * log2(np.e))
