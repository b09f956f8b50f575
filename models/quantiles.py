"""Quantiles and tails of the distributions that intervals and tests need, without SciPy."""

from functools import lru_cache
from math import exp, lgamma, log, pi, sin, sqrt
from statistics import NormalDist

_NORMAL = NormalDist()
_MOST_TERMS = 10_000
_CLOSE_ENOUGH = 1e-14


@lru_cache(maxsize=512)
def t_quantile(p: float, freedom: float) -> float:
    """The quantile of Student's t for 0.5 <= p < 1 and `freedom` degrees of freedom, of which there must be 1 or more.

    Hill's expansion (1970), "Algorithm 396: Student's t-quantiles", Communications of the ACM 13, 619-620: right to
    four digits from 2 degrees of freedom on, exact at 1 and 2; below 1.5 that of 1 is given, which is wider.

    >>> [round(t_quantile(0.975, freedom), 3) for freedom in (1, 2, 5, 10, 1_000_000)]
    [12.706, 4.303, 2.571, 2.228, 1.96]
    """
    if freedom < 1 or not 0.5 <= p < 1:
        raise ValueError(f"there is no such quantile: p is {p}, degrees of freedom are {freedom}")
    tails = 2 * (1 - p)
    if tails == 1:
        return 0.0
    if freedom < 1.5:
        return 1 / _tan(tails * pi / 2)
    if freedom < 2.5 and freedom == 2:
        return sqrt(2 / (tails * (2 - tails)) - 2)
    return _hill(tails, freedom)


def _tan(angle: float) -> float:
    return sin(angle) / sin(pi / 2 - angle)


def _hill(tails: float, n: float) -> float:
    a = 1 / (n - 0.5)
    b = 48 / a**2
    c = ((20_700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * n
    x = d * tails
    y = x ** (2 / n)
    if y > 0.05 + a:
        x = _NORMAL.inv_cdf(tails / 2)
        y = x**2
        if n < 5:
            c += 0.3 * (n - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = exp(a * y**2) - 1
    else:
        y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * (n + 1) / (
            n + 2
        ) + 1 / y
    return sqrt(n * y)


def two_tails(z: float) -> float:
    """The chance that a standard normal lies further from 0 than z.

    >>> round(two_tails(-1.96), 3)
    0.05
    """
    return 2 * _NORMAL.cdf(-abs(z))


def chi_square_tail(value: float, freedom: int) -> float:
    """The chance that chi-square with `freedom` degrees of freedom exceeds `value`.

    The regularised incomplete gamma function, by its series below its bulk and by its continued fraction above
    (Abramowitz and Stegun, 1964, 6.5.29 and 6.5.31).

    >>> round(chi_square_tail(3.841, 1), 3), round(chi_square_tail(18.307, 10), 3)
    (0.05, 0.05)
    """
    if value <= 0:
        return 1.0
    a, x = freedom / 2, value / 2
    scale = exp(a * log(x) - x - lgamma(a))
    return 1 - scale * _series(a, x) if x < a + 1 else scale * _fraction(a, x)


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    for step in range(1, _MOST_TERMS):
        term *= x / (a + step)
        total += term
        if term < total * _CLOSE_ENOUGH:
            break
    return total


def _fraction(a: float, x: float) -> float:
    # Lentz's way of evaluating it from the front.
    b = x + 1 - a
    c, d = 1e300, 1 / b
    found = d
    for step in range(1, _MOST_TERMS):
        term = -step * (step - a)
        b += 2
        d = 1 / (term * d + b)
        c = b + term / c
        found *= c * d
        if abs(c * d - 1) < _CLOSE_ENOUGH:
            break
    return found
