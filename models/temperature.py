"""Temperature: how hot a group's stories are in a period, against that group's own usual level."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.arrays import Bools, Floats, Ints
from models.poststratification import Deviations, ReferenceMix, adjusted_deviations, reference_mix
from models.usual import PRIOR_PERIODS, typical_noise, usual_periods

Z95 = 1.959964
PRIOR_STORIES = 5.0
PRIOR_VARIANCE = 0.09
MOST_POOLING = 10.0  # stories that the usual level may weigh at most
MOST_DRAWN = 1.0  # standard errors by which few stories may draw a value toward the usual level
LEAST_RANGE = 5.0  # points: a move within them is small whatever the group


@dataclass(frozen=True, slots=True)
class Readings:
    """Temperature of G groups in P periods; every array is (G, P) unless it says otherwise.

    `value` with its 95 % interval `low`..`high` and the usual range `usual_low`..`usual_high` are
    on the scale where 50 is the group's usual level and 10 its usual deviation from period to
    period. The usual range is that of values made of `n` stories; `typical_half` (G,) is half of
    the usual range of a period with the group's usual number of stories, and what holds where `n`
    is 0. `raw_mean` is the plain mean score. `moved` is how many points above its usual level the
    period lies before it is drawn toward it, and `scatter` the variance, in points squared, of two
    such periods' difference that each of them adds when nothing happens, known with `freedom` (G,)
    degrees of freedom. Where `n` is 0
    the value, its interval, the raw mean and `moved` are NaN. `enough_history` says whether the
    group had the periods behind it that a usual range needs. `periods` (P,) are the codes of the
    columns.
    """

    periods: Ints
    value: Floats
    low: Floats
    high: Floats
    usual_low: Floats
    usual_high: Floats
    typical_half: Floats
    n: Ints
    raw_mean: Floats
    moved: Floats
    scatter: Floats
    freedom: Floats
    enough_history: Bools


class TemperatureModel(BaseEstimator):  # type: ignore[misc]
    """Post-stratified group means against the group's own usual periods. A description, never an alarm.

    A story's deviation is its score minus what is usual for its group, stratum and mode. A
    group's deviation in a period is averaged over the group's own reference mix of strata and
    modes. The group's usual level is a robust mean of its periods, partially pooled toward its
    parent's and the whole's with weight n / (n + k). The usual deviation from period to period
    is a robust one without the sampling noise, never below a third (1 / sqrt(10)) of that of one
    story. A period of n stories is drawn toward the group's own usual level with weight
    n / (n + k), k = variance of a story over variance of a period, but by one standard error at
    most. What another group does in that period does not enter.

    Parameters
    ----------
    centre, unit : float
        What the usual level and the usual deviation of one period become.
    least_periods : int, default=6
        Periods with stories that a group needs before its usual range is its own.

    Attributes
    ----------
    mix_ : ReferenceMix
        Reference shares and usual scores, arrays of shape (groups, cells).
    level_ : ndarray of shape (groups,)
        Usual score of each group under its reference mix, in score units; NaN without stories.
    scatter_ : ndarray of shape (groups,)
        Estimated true standard deviation from period to period, in score units; may be 0.
    scale_ : ndarray of shape (groups,)
        What ten points are in score units: `scatter_`, or the floor where that is larger.
    within_variance_, between_variance_ : float
        Variance of a story around its group, and of the groups' levels around each other.

    References
    ----------
    Efron & Morris (1972), "Limiting the risk of Bayes and empirical Bayes estimators", JASA 67;
    Gelman & Little (1997), "Poststratification into many categories using hierarchical logistic
    regression".

    Examples
    --------
    >>> chance = np.random.default_rng(0)
    >>> week, group = np.repeat(np.arange(20), 40), np.tile([0, 1], 400)
    >>> score = chance.normal(0, 0.3, 800) + 0.5 * ((week == 19) & (group == 1))
    >>> same = np.zeros(800, dtype=int)
    >>> model = TemperatureModel().fit(score[week < 19], group[week < 19], same[week < 19], same[week < 19],
    ...                                week[week < 19], parents=[-1, -1])
    >>> last = model.read(score, group, same, same, week).value[:, -1]
    >>> bool(last[1] > 80), bool(last[0] < 70)
    (True, True)
    """

    def __init__(self, centre: float = 50.0, unit: float = 10.0, least_periods: int = 6) -> None:
        self.centre = centre
        self.unit = unit
        self.least_periods = least_periods

    def fit(
        self,
        score: ArrayLike,
        group: ArrayLike,
        stratum: ArrayLike,
        mode: ArrayLike,
        period: ArrayLike,
        parents: ArrayLike | None = None,
    ) -> Self:
        """Learn what is usual from a reference period.

        Parameters
        ----------
        score : array of shape (n,)
            Hot scores; NaN rows are left out.
        group, stratum, mode : array of int, shape (n,)
            Codes from 0.
        period : array of int, shape (n,)
            Any rising codes, such as the number of the week.
        parents : array of int, shape (groups,), optional
            Index of each group's parent, -1 for none; also says how many groups there are.
        """
        stories = _Stories.read(score, group, stratum, mode, period)
        groups = int(stories.group.max(initial=-1)) + 1
        self.parents_: Ints = np.full(groups, -1) if parents is None else np.asarray(parents, dtype=np.int64)
        if len(self.parents_) < groups:
            raise ValueError(f"there are {groups} groups and {len(self.parents_)} parents: give one parent a group")
        self.mix_: ReferenceMix = reference_mix(
            stories.score, stories.group, stories.stratum, stories.mode, stories.period, len(self.parents_)
        )
        freedom = self.mix_.freedom
        self.within_variance_ = (freedom * self.mix_.within_variance + PRIOR_STORIES * PRIOR_VARIANCE) / (
            freedom + PRIOR_STORIES
        )
        found = self._deviations(stories)
        noise = np.where(found.n > 0, self.within_variance_ * found.inverse_n, np.nan)
        usual = usual_periods(found.mean, noise)
        self.periods_seen_: Ints = usual.periods
        self.scatter_: Floats = usual.scatter
        self.scale_: Floats = np.maximum(usual.scatter, np.sqrt(self.within_variance_ / MOST_POOLING))
        self.noise_: Floats = typical_noise(noise)
        n = np.bincount(stories.group, minlength=len(self.parents_))
        own = self.mix_.level() + usual.centre
        self.level_, self.level_variance_ = self._pooled_levels(own, usual.centre_variance, n)
        return self

    def read(
        self,
        score: ArrayLike,
        group: ArrayLike,
        stratum: ArrayLike,
        mode: ArrayLike,
        period: ArrayLike,
        periods: ArrayLike | None = None,
    ) -> Readings:
        """The temperature of every group in every period, shapes as for `fit`.

        `periods` (P,) names the columns wanted; by default those that occur, rising. Raises
        ValueError for a group that `fit` was not told about.
        """
        check_is_fitted(self, "level_")
        stories = _Stories.read(score, group, stratum, mode, period)
        self._refuse_others(stories.group)
        wanted = stories.periods if periods is None else np.asarray(periods, dtype=np.int64)
        found = self._deviations(stories, wanted)
        known = (found.n > 0) & np.isfinite(self.level_)[:, None]
        noise = np.where(found.n > 0, self.within_variance_ * found.inverse_n, self.noise_[:, None])
        moved = np.where(known, found.mean + (self.mix_.level() - self.level_)[:, None], 0.0)
        drawn = self._drawn(moved, noise)
        points = self.unit / self.scale_[:, None]
        value = np.where(known, self.centre + points * drawn, np.nan)
        half = np.where(known, Z95 * points * np.sqrt(self._left(moved, drawn, noise) * noise), np.nan)
        usual, typical = self._usual_half(noise), self._usual_half(self.noise_[:, None])
        return Readings(
            periods=wanted,
            value=value,
            low=value - half,
            high=value + half,
            usual_low=self.centre - usual,
            usual_high=self.centre + usual,
            typical_half=typical[:, 0],
            n=found.n,
            raw_mean=found.raw_mean,
            moved=np.where(known, points * moved, np.nan),
            scatter=points**2 * ((self.scatter_**2)[:, None] + noise),
            freedom=np.asarray(self.periods_seen_ + PRIOR_PERIODS - 1, dtype=np.float64),
            enough_history=np.broadcast_to((self.periods_seen_ >= self.least_periods)[:, None], value.shape).copy(),
        )

    def _refuse_others(self, group: Ints) -> None:
        if len(group) and group.max() >= len(self.parents_):
            raise ValueError(
                f"group {group.max()} is not among the {len(self.parents_)} groups of the "
                "reference: fit again with its parent"
            )

    def _deviations(self, stories: "_Stories", periods: Ints | None = None) -> Deviations:
        return adjusted_deviations(
            self.mix_,
            stories.score,
            stories.group,
            stories.stratum,
            stories.mode,
            stories.period,
            stories.periods if periods is None else periods,
        )

    def _pooled_levels(self, own: Floats, variance: Floats, n: Ints) -> tuple[Floats, Floats]:
        """Levels (G,) partially pooled toward the parent's, and that toward the whole's; and their variance."""
        told = n > 0
        self.between_variance_ = self._between(own[told], variance[told])
        if told.sum() < 2:
            return own, variance
        alone = self.within_variance_ / self.between_variance_
        level, count = np.where(told, own, 0.0), n.astype(np.float64)
        whole = float((count * level).sum() / count.sum())
        toward = np.full(len(own), whole)
        for parent in np.unique(self.parents_[self.parents_ >= 0]):
            inside = self.parents_ == parent
            weight = count[inside].sum()
            toward[inside] = ((count * level)[inside].sum() + alone * whole) / (weight + alone)
        share = count / (count + alone)
        return np.where(told, share * level + (1 - share) * toward, np.nan), share**2 * variance

    def _between(self, level: Floats, variance: Floats) -> float:
        """Method of moments: variance of the groups' levels beyond what their own uncertainty explains."""
        least = self.within_variance_ / MOST_POOLING
        found = float(level.var(ddof=1) - variance.mean()) if len(level) > 1 else 0.0
        return max(found, float(least))

    def _drawn(self, moved: Floats, noise: Floats) -> Floats:
        """A period's deviation (G, P) drawn toward the usual level for its `noise`, one standard error at most."""
        scale = (self.scale_**2)[:, None]
        pull = np.minimum(np.abs(moved) * noise / (scale + noise), MOST_DRAWN * np.sqrt(noise))
        return np.asarray(moved - np.sign(moved) * pull)

    def _left(self, moved: Floats, drawn: Floats, noise: Floats) -> Floats:
        """The share (G, P) of a deviation that is left: with it the noise, and so the interval, shrinks too."""
        scale = np.broadcast_to((self.scale_**2)[:, None], moved.shape)
        return np.asarray(np.divide(drawn, moved, out=scale / (scale + noise), where=np.abs(moved) > 1e-12))

    def _usual_half(self, noise: Floats) -> Floats:
        """Half width of the range that holds 95 % of usual values of that `noise`, wider for a short history."""
        freedom = (self.periods_seen_ + PRIOR_PERIODS - 1)[:, None]
        variance = (self.scatter_**2 + self.level_variance_)[:, None] + noise
        reach = student.ppf(0.975, freedom) * np.sqrt(variance)
        half = self.unit * self._drawn(reach, noise) / self.scale_[:, None]
        return np.asarray(np.maximum(half, LEAST_RANGE))


@dataclass(frozen=True, slots=True)
class _Stories:
    score: Floats
    group: Ints
    stratum: Ints
    mode: Ints
    period: Ints
    periods: Ints

    @classmethod
    def read(
        cls, score: ArrayLike, group: ArrayLike, stratum: ArrayLike, mode: ArrayLike, period: ArrayLike
    ) -> "_Stories":
        values = np.asarray(score, dtype=np.float64)
        codes = [np.asarray(column, dtype=np.int64) for column in (group, stratum, mode, period)]
        if values.ndim != 1 or any(column.shape != values.shape for column in codes):
            raise ValueError("score, group, stratum, mode and period must be five lists of the same length")
        if any((column < 0).any() for column in codes[:3]):
            raise ValueError("group, stratum and mode codes start at 0")
        told = np.isfinite(values)
        group_, stratum_, mode_, period_ = (column[told] for column in codes)
        return cls(values[told], group_, stratum_, mode_, period_, np.unique(codes[3]))
