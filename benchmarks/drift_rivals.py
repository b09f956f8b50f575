"""Other ways to watch for drift, each written or installed as it is used elsewhere.

A detector takes one series (the values of one area and column in order, and the day of each) and gives, for
every day, the largest threshold at which it would have rung: so that one run serves every threshold.
River's detectors come from the package `river`, which this project does not need for anything else.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from models.arrays import Floats, Ints

RIVER = "river is not installed: pip install river==0.26.1"
REFERENCE = 50  # values that a reference window needs before anything is compared with it
BASELINE = 7  # EARS
PSI_BINS = 10
LEAST_SHARE = 1e-4
LEAST_DEVIATION = 0.5
_ADWIN_POWERS = -np.array([0.01, 0.15, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0])
_PAGE_HINKLEY_THRESHOLDS = np.geomspace(8.0, 250.0, 16)

Detector = Callable[[Floats, Ints, int], Floats]


@dataclass(frozen=True, slots=True)
class Rival:
    """A detector and what it is shown.

    `shown` "values": every numeric answer and the daily number of stories, and of the choice and the theme
    whether `each` level was named, or the code as a `whole`; "counts": how many stories a day fell in each zone,
    option and theme. `tuned_on` is the number of areas that its threshold is found on: few, where it is slow.
    """

    name: str
    detector: Detector
    shown: Literal["values", "counts"] = "values"
    categories: Literal["each", "whole", "none"] = "each"
    tuned_on: int = 10


def rivals() -> list[Rival]:
    """Those that can be run here."""
    ours = [
        Rival("KS, last 7 days", partial(windowed, ks_distance, 7)),
        Rival("KS, last 28 days", partial(windowed, ks_distance, 28)),
        Rival("PSI, last 7 days", partial(windowed, stability_index, 7), categories="whole"),
        Rival("PSI, last 28 days", partial(windowed, stability_index, 28), categories="whole"),
        Rival("EARS C1, daily", partial(ears, 1), "counts"),
        Rival("EARS C1, weekly", partial(ears, 7), "counts"),
    ]
    if importlib.util.find_spec("river") is None:
        return ours
    return [
        Rival("ADWIN", adwin),
        Rival("KSWIN", kswin, categories="none", tuned_on=2),
        Rival("Page-Hinkley", page_hinkley),
        *ours,
    ]


def windowed(distance: Callable[[Floats, Floats], float], window: int, values: Floats, day: Ints, days: int) -> Floats:
    """On each day, how far the last `window` days lie from everything before them."""
    found = np.full(days, -np.inf)
    for d in range(window, days):
        start, end = np.searchsorted(day, (d - window + 1, d + 1))
        if start >= REFERENCE and end > start and day[end - 1] == d:
            found[d] = distance(values[:start], values[start:end])
    return found


def ks_distance(reference: Floats, current: Floats) -> float:
    """Kolmogorov-Smirnov: the largest distance of both distribution functions, times sqrt(n m / (n + m)).

    Smirnov (1948), Annals of Mathematical Statistics 19: its limiting p-value depends on this number alone.
    """
    points = np.sort(np.concatenate([reference, current]))
    one = np.searchsorted(np.sort(reference), points, side="right") / len(reference)
    other = np.searchsorted(np.sort(current), points, side="right") / len(current)
    size = len(reference) * len(current) / (len(reference) + len(current))
    return float(np.abs(one - other).max() * np.sqrt(size))


def stability_index(reference: Floats, current: Floats) -> float:
    """Population stability index over the reference's deciles: the sum of (p - q) log(p / q), shares floored.

    Siddiqi (2006), *Credit Risk Scorecards*; Lin (1991), "Divergence measures based on the Shannon entropy".
    """
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, PSI_BINS + 1)[1:-1]))
    shares = []
    for values in (reference, current):
        counts = np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1)
        shares.append(np.maximum(counts / len(values), LEAST_SHARE))
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def ears(length: int, counts: Floats, day: Ints, days: int) -> Floats:
    """EARS C1: a count in standard deviations above the mean of the `BASELINE` counts before it.

    Hutwagner et al. (2003), "The bioterrorism preparedness and response Early Aberration Reporting System",
    Journal of Urban Health 80. `length` 1 compares days, 7 weeks, which end on every seventh day.
    """
    whole = counts[: days - days % length].reshape(-1, length).sum(axis=1)
    found = np.full(days, -np.inf)
    for i in range(BASELINE, len(whole)):
        before = whole[i - BASELINE : i]
        deviation = max(float(before.std(ddof=1)), LEAST_DEVIATION)
        found[i * length + length - 1] = (whole[i] - before.mean()) / deviation
    return found


def adwin(values: Floats, day: Ints, days: int) -> Floats:
    """River's ADWIN (Bifet & Gavalda 2007), at many confidences: minus the logarithm of the strictest that rang."""
    drift: Any = importlib.import_module("river.drift")
    return _on_a_grid(lambda power: drift.ADWIN(delta=10.0**power), _ADWIN_POWERS, -_ADWIN_POWERS, values, day, days)


def page_hinkley(values: Floats, day: Ints, days: int) -> Floats:
    """River's Page-Hinkley test, at many thresholds: the highest that rang.

    Its settings are in the unit of the values, so these are standardised by the first `REFERENCE` of them.
    """
    drift: Any = importlib.import_module("river.drift")
    grid = _PAGE_HINKLEY_THRESHOLDS
    first = values[:REFERENCE]
    standardised = (values - first.mean()) / max(float(first.std()), 0.1) if len(first) else values
    return _on_a_grid(lambda threshold: drift.PageHinkley(threshold=threshold), grid, grid, standardised, day, days)


def kswin(values: Floats, day: Ints, days: int) -> Floats:
    """River's KSWIN (Raab et al. 2020): minus the logarithm of its smallest p-value of the day; it never resets."""
    drift: Any = importlib.import_module("river.drift")
    found, detector = np.full(days, -np.inf), drift.KSWIN(alpha=0.0, seed=1)
    for i, (value, when) in enumerate(zip(values.tolist(), day.tolist(), strict=True), 1):
        detector.update(value)
        if i >= detector.window_size:
            found[when] = max(found[when], -np.log10(max(detector.p_value, 1e-30)))
    return found


def _on_a_grid(
    make: Callable[[float], Any], settings: Floats, strictness: Floats, values: Floats, day: Ints, days: int
) -> Floats:
    found, every = np.full(days, -np.inf), list(zip(values.tolist(), day.tolist(), strict=True))
    for setting, strict in zip(settings.tolist(), strictness.tolist(), strict=True):
        detector = make(setting)
        for value, when in every:
            detector.update(value)
            if detector.drift_detected:
                found[when] = max(found[when], strict)
    return found
