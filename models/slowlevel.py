"""How a level moves slowly by itself, as with the seasons: what it is now, and how much such moving excuses."""

import numpy as np

from models.arrays import Arrays, Floats, Ints, grown

WEEK = 7
LAG_WEEKS = 3
MEMORY_WEEKS = 26.0
POOLED_WEEKS = 8.0
PRIOR_WEEKS = 3.0
PRIOR_MOVING = 0.01
LARGEST = 0.25


class SlowLevel:
    """Slowly moving means of standardised scores, one a unit, and the variance of that movement.

    Scores of one week are compared with those of the week before in the same unit: if what is
    predicted were right they would have nothing in common, so the mean product of a story of
    either week is the variance of a level that neither of them was told of. A week is seven days
    on which anybody told a story. Products enter with a lag of `LAG_WEEKS`, so that a shift under
    way does not excuse itself; each family of scores is shrunk toward all of them, and that
    toward `prior`.

    Parameters
    ----------
    units, scores : int
    family : ndarray of shape (scores,)
        Which scores are judged together.
    prior : float
        The variance `left` that is taken for granted before anything is known.
    memory_days : float
        Over how many days the level is an exponentially weighted mean.
    """

    def __init__(self, units: int, family: Ints, prior: float, memory_days: float) -> None:
        scores, families = len(family), int(family.max(initial=-1)) + 1
        self._family, self._prior, self._keep = family, prior, 1 - 1 / memory_days
        self._family_size = np.maximum(np.bincount(family, minlength=families), 1)
        self.level_score: Floats = np.zeros((units, scores))
        self.level_weight: Floats = np.zeros((units, scores))
        self.week_score: Floats = np.zeros((2, units, scores))
        self.week_weight: Floats = np.zeros((units, scores))
        self.last_score: Floats = np.zeros((2, units, scores))
        self.last_weight: Floats = np.zeros((units, scores))
        self.products: Floats = np.zeros((2, families))
        self.pairs: Floats = np.zeros(families)
        self.waiting: Floats = np.zeros((LAG_WEEKS, 3, families))
        self.days: Ints = np.zeros(2, dtype=np.int64)

    def extend(self, units: int) -> None:
        """Make room for more units."""
        for name in ("level_score", "level_weight", "week_weight", "last_weight"):
            array = getattr(self, name)
            setattr(self, name, grown(array, (units, array.shape[1])))
        for name in ("week_score", "last_score"):
            array = getattr(self, name)
            setattr(self, name, grown(array, (2, units, array.shape[2])))

    def moving(self) -> Floats:
        """Variance of the slow movement of each score (Q,) around what is predicted for it."""
        return self._variance(0, PRIOR_MOVING)

    def left(self, errors: float = 0.0) -> Floats:
        """Variance of the slow movement (Q,) that is left when the present level is taken into account.

        So many standard `errors` of the estimate are added.
        """
        error = np.minimum(1 / np.sqrt(np.maximum(self.pairs, 1.0)), LARGEST)
        return np.asarray(self._variance(1, self._prior) + errors * error[self._family])

    def level(self) -> Floats:
        """The present level of each unit (units, Q), drawn toward 0 as far as levels do not move."""
        return np.asarray(self.level_score / (self.level_weight + 1 / np.maximum(self.moving(), 1e-6)))

    def others(self, whole: "SlowLevel") -> Floats:
        """The present level of all the other units together (units, Q), each unit left out of its own."""
        score = self.level_score.sum(axis=0) - self.level_score
        weight = self.level_weight.sum(axis=0) - self.level_weight
        return np.asarray(score / (weight + 1 / np.maximum(whole.moving(), 1e-6)))

    def close_day(self, score: Floats, weight: Floats, expected: Floats) -> None:
        """Take one day's sums of scores and weights (units, Q), and the level that was expected of them."""
        self.level_score = self._keep * self.level_score + score
        self.level_weight = self._keep * self.level_weight + weight
        self.week_score[0] += score
        self.week_score[1] += score - expected * weight
        self.week_weight += weight
        self.days[0] += 1
        if self.days[0] % WEEK == 0:
            self._close_week()

    def _close_week(self) -> None:
        slot = int(self.days[1]) % LAG_WEEKS
        keep = 1 - 1 / MEMORY_WEEKS
        self.products = keep * self.products + self.waiting[slot, :2]
        self.pairs = keep * self.pairs + self.waiting[slot, 2]
        for i in range(2):
            self.waiting[slot, i] = self._summed(self.week_score[i] * self.last_score[i])
        self.waiting[slot, 2] = self._summed(self.week_weight * self.last_weight)
        self.last_score, self.last_weight = self.week_score, self.week_weight
        self.week_score, self.week_weight = np.zeros_like(self.week_score), np.zeros_like(self.week_weight)
        self.days[1] += 1

    def _summed(self, products: Floats) -> Floats:
        sums = np.bincount(self._family, weights=products.sum(axis=0), minlength=len(self.pairs))
        return np.asarray(sums / self._family_size)

    def _variance(self, kind: int, expected: float) -> Floats:
        weekly = self.pairs.mean() / max(min(float(self.days[1]) - LAG_WEEKS, MEMORY_WEEKS), 1.0)
        if weekly <= 0:
            return np.full(len(self._family), expected)
        prior = PRIOR_WEEKS * weekly
        pooled = (self.products[kind].mean() + prior * expected) / (self.pairs.mean() + prior)
        held = POOLED_WEEKS * weekly
        own = (self.products[kind] + held * max(pooled, 0.0)) / (self.pairs + held)
        return np.asarray(np.clip(own, 0.0, LARGEST)[self._family])

    def state(self) -> Arrays:
        """Everything learnt, as plain arrays."""
        names = ("level_score", "level_weight", "week_score", "week_weight", "last_score", "last_weight")
        return {name: getattr(self, name) for name in (*names, "products", "pairs", "waiting", "days")}

    def restore(self, state: Arrays) -> None:
        """Take everything learnt from `state`."""
        for name in self.state():
            setattr(self, name, state[name])
