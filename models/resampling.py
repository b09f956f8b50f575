"""A collection's own past in which nothing happened: its stories dealt out again, or told anew at its own rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from models.arrays import Floats, Ints

DAYS_A_YEAR = 365.25
_WEEK = 7


def redealt(group: ArrayLike, day: ArrayLike, chance: np.random.Generator, *, block_days: int = 1) -> Ints:
    """Deal each group's stories out again over the days on which it told any.

    Every group tells as many stories on every day as it did, and every story keeps its group and stays whole; which
    story comes when is chance. So nothing about answers, or about who gave them, moves in time any more, while
    everything else about the collection stays: an alarm about answers is false. With `block_days` above 1 stories
    that were told in the same such span stay together, in their order, so that days or weeks with a mood of their
    own keep it.

    Parameters
    ----------
    group, day : arrays of int, shape (n,)
    chance : numpy.random.Generator
    block_days : int

    Returns
    -------
    ndarray of shape (n,)
        Which story takes the place of each: story `result[i]` is now told on day `day[i]`.

    References
    ----------
    Good (2005), "Permutation, Parametric, and Bootstrap Tests of Hypotheses", ch. 3; Kunsch (1989), "The jackknife
    and the bootstrap for general stationary observations", Annals of Statistics 17, for blocks.

    Examples
    --------
    >>> redealt([0, 0, 0, 1, 1], [1, 2, 3, 1, 3], np.random.default_rng(5)).tolist()
    [2, 0, 1, 3, 4]
    """
    owner, told = np.asarray(group, dtype=np.int64), np.asarray(day, dtype=np.int64)
    if owner.shape != told.shape or owner.ndim != 1:
        raise ValueError("group and day must be lists with one number a story")
    if block_days < 1:
        raise ValueError(f"block_days is {block_days} and must be at least 1")
    dealt = np.arange(len(owner))
    if not len(owner):
        return dealt
    block = (told - told.min()) // block_days if block_days > 1 else np.arange(len(told))
    for one in np.unique(owner):
        places = np.flatnonzero(owner == one)
        places = places[np.argsort(told[places], kind="stable")]
        blocks, of_block = np.unique(block[places], return_inverse=True)
        rank = chance.permutation(len(blocks))
        dealt[places] = places[np.argsort(rank[of_block], kind="stable")]
    return dealt


def retold(group: ArrayLike, day: ArrayLike, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Let every group tell anew from its first story to the collection's last day: the same people at the same pace.

    Stories are drawn with replacement among the group's own; how many come on a day follows a Poisson law whose mean
    is the group's own, with the collection's weekdays. Number and mix of stories do not move in time: every alarm is
    false, those about the number of stories included.

    Parameters
    ----------
    group, day : arrays of int, shape (n,)
        Days are counted from any day.
    chance : numpy.random.Generator

    Returns
    -------
    story, day : ndarrays of shape (m,)
        Which of the n stories is told, and when, in date order.

    References
    ----------
    Efron and Tibshirani (1993), "An Introduction to the Bootstrap", ch. 6.
    """
    owner, told = np.asarray(group, dtype=np.int64), np.asarray(day, dtype=np.int64)
    if owner.shape != told.shape or owner.ndim != 1 or not len(owner):
        raise ValueError("group and day must be lists with one number a story, and hold at least one")
    last = int(told.max())
    weekday = _weekdays(told)
    stories, days = [], []
    for one in np.unique(owner):
        own = np.flatnonzero(owner == one)
        span = np.arange(int(told[own].min()), last + 1)
        pattern = weekday[span % _WEEK]
        counts = chance.poisson(len(own) * pattern / pattern.sum())
        days.append(np.repeat(span, counts))
        stories.append(own[chance.integers(len(own), size=int(counts.sum()))])
    order = np.argsort(np.concatenate(days), kind="stable")
    return np.concatenate(stories)[order], np.concatenate(days)[order]


def _weekdays(told: Ints) -> Floats:
    """Stories a day on each of seven days in a row, with four such days at the mean pace taken as given."""
    span = np.arange(int(told.min()), int(told.max()) + 1)
    mean = len(told) / len(span)
    days = np.bincount(span % _WEEK, minlength=_WEEK)
    return np.asarray((np.bincount(told % _WEEK, minlength=_WEEK) + 4 * mean) / (days + 4))


def rate_interval(alarms: int, years: float, level: float = 0.95) -> tuple[float, float]:
    """The exact interval of a yearly rate, when so many alarms came in so many watched years.

    References
    ----------
    Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28, 437-442.

    Examples
    --------
    >>> [round(end, 3) for end in rate_interval(4, 10.0)]
    [0.109, 1.024]
    >>> [round(end, 3) for end in rate_interval(0, 10.0)]
    [0.0, 0.369]
    """
    if alarms < 0 or years <= 0:
        raise ValueError(f"{alarms} alarms in {years} years: give a count from 0 and a time above 0")
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * alarms)) / 2 if alarms else 0.0
    return low / years, float(chi2.ppf(1 - tail, 2 * alarms + 2)) / 2 / years


def watched_years(day: ArrayLike, last: int, *, start_stories: int = 25, start_days: int = 30) -> float:
    """For how long a monitor watched a collection whose stories came on `day` (n,), until `last`.

    It starts when the collection has so many stories and so many days behind it, as `DriftMonitor` does.

    Examples
    --------
    >>> round(watched_years(range(100), 99), 3)
    0.192
    >>> watched_years([1, 2, 3], 400)
    0.0
    """
    told = np.sort(np.asarray(day, dtype=np.int64))
    if len(told) < start_stories:
        return 0.0
    begins = max(int(told[start_stories - 1]) + 1, int(told[0]) + start_days)
    return max(0, last - begins + 1) / DAYS_A_YEAR
