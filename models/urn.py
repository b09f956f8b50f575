"""Stories of a collection to draw from, group by group: as they were told, or leaning toward one end of a question."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from models.arrays import Bools, Floats, Ints
from models.bins import UNANSWERED

LEAST_OWN = 50  # a group with fewer stories of its own borrows everybody's
_STEEPEST = 30.0
_HALVINGS = 50


class Urn:
    """Whole stories to draw with replacement, so that their answers keep their dependence on one another.

    A shift of one question is made by exponential tilting: stories that lie further toward one end are
    drawn more often, by exp(theta x) with x their normal score in the question, theta chosen so that the mean of x
    moves by as many standard deviations of one story as asked. What is answered together with it moves along as far
    as it goes with it in the stories themselves. The end is the one that is further away; where even all stories at
    that end would not make the shift, all are drawn from there. Stories without an answer stay as frequent as they
    are.

    Parameters
    ----------
    group : array of shape (n,)
        The group of each story, from 0.
    bins : array of int, shape (n,)
        The bin of each story in the question to be shifted; -1 where it was not answered.
    groups : int
        How many groups there are; one with fewer than 50 stories draws from those of all.

    References
    ----------
    Siegmund (1976), "Importance sampling in the Monte Carlo study of sequential tests", Annals of Statistics 4,
    673-684, for exponential tilting.

    Examples
    --------
    >>> urn = Urn([0] * 60, [0, 1, 2] * 20, groups=1)
    >>> bins = np.array([0, 1, 2] * 20)[urn.draw(0, np.linspace(0.005, 0.995, 100), size=1.0)]
    >>> np.bincount(bins, minlength=3).tolist()
    [2, 14, 84]
    """

    def __init__(self, group: ArrayLike, bins: ArrayLike, groups: int) -> None:
        owner = np.asarray(group, dtype=np.int64)
        answers = np.asarray(bins, dtype=np.int64)
        if not len(answers) or len(owner) != len(answers):
            raise ValueError("there is no story to draw from: give at least one, each with its group")
        scores = _normal_scores(answers)
        order = np.argsort(scores, kind="stable")
        own = [order[owner[order] == g] for g in range(groups)]
        self._rows: list[Ints] = [rows if len(rows) >= LEAST_OWN else order for rows in own]
        self._scores, self._answered = scores, answers != UNANSWERED
        self._steps: dict[tuple[int, float], Floats] = {}

    def draw(self, group: int, chances: Floats, size: float = 0.0) -> Ints:
        """One story of a group for each of `chances` (m,) in [0, 1), shifted by `size`; the places (m,) of the stories.

        The same chance leads to a story at least as far along for a larger size: shifts of several sizes can be
        compared on the same draws.
        """
        rows = self._rows[group]
        if size <= 0:
            return np.asarray(rows[np.minimum((chances * len(rows)).astype(np.int64), len(rows) - 1)])
        if (group, size) not in self._steps:
            self._steps[group, size] = np.cumsum(_tilted(self._scores[rows], self._answered[rows], size))
        steps = self._steps[group, size]
        return np.asarray(rows[np.minimum(np.searchsorted(steps, chances * steps[-1], side="right"), len(rows) - 1)])


def _normal_scores(bins: Ints) -> Floats:
    """Each story's normal score (n,) by the middle of its bin; 0 where it was not answered."""
    answered = bins[bins >= 0]
    if not len(answered):
        return np.zeros(len(bins))
    counts = np.bincount(answered)
    middles = (np.cumsum(counts) - counts / 2) / len(answered)
    scores = ndtri(np.clip(middles, 1e-9, 1 - 1e-9))
    return np.asarray(np.where(bins >= 0, scores[np.maximum(bins, 0)], 0.0))


def _tilted(scores: Floats, answered: Bools, size: float) -> Floats:
    """How often each story (n,) is drawn, relative to once."""
    often = np.ones(len(scores))
    x = scores[answered]
    if not len(x) or x.std() < 1e-9:
        return often
    x = (x - x.mean()) / x.std()
    x = x if x.max() >= -x.min() else -x
    low, high = 0.0, _STEEPEST
    for _ in range(_HALVINGS):
        theta = (low + high) / 2
        weight = np.exp(theta * (x - x.max()))
        low, high = (theta, high) if (weight * x).sum() < size * weight.sum() else (low, theta)
    weight = np.exp(high * (x - x.max()))
    often[answered] = weight * len(x) / weight.sum()
    return often
