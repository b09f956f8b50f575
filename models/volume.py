"""How many stories a unit brings a day, and bets that it is more, fewer or none."""

import numpy as np

from models.arrays import Arrays, Bools, Floats, grown

RATIOS: Floats = np.array([1.5, 2.5, 1 / 1.5, 1 / 2.5])
MEMORY_DAYS = 120.0
DISPERSION_DAYS = 30.0
PRIOR_DAYS = 5.0
PROFILE_DAYS = 3.0
PROFILE_STORIES = 50.0


class WeekdayProfile:
    """The programme's weekday pattern: how many stories each weekday brings, relative to the mean of 1."""

    def __init__(self) -> None:
        self.stories: Floats = np.zeros(7)
        self.days: Floats = np.zeros(7)

    def factor(self, day: int) -> float:
        """The factor of a day (an ordinal; Monday is day % 7 == 1), shrunk toward 1."""
        total, days = self.stories.sum(), self.days.sum()
        if total == 0 or days == 0:
            return 1.0
        mean = total / days
        prior = max(PROFILE_DAYS, PROFILE_STORIES / mean)
        rates = (self.stories + prior * mean) / (self.days + prior)
        return float(rates[day % 7] / rates.mean())

    def close_day(self, day: int, stories: int) -> None:
        """Count one day of the whole programme."""
        self.stories[day % 7] += stories
        self.days[day % 7] += 1


class VolumeRates:
    """Each unit's own daily rate as a Gamma posterior with a memory of about `MEMORY_DAYS`.

    Counts are quasi-Poisson: divided by their dispersion they are taken as Poisson. A bet on
    ratio r has mean 1 under the posterior predictive, so a rate that is not well known yet is
    not news: log bet = y' log r + a log(1 - (r - 1) e / b), with y' = count / dispersion, Gamma(a, b)
    the posterior of the rate and e the day's exposure.

    References
    ----------
    Lucas (1985), "Counted data CUSUM's", Technometrics 27; Noufaily et al. (2013), "An improved
    algorithm for outbreak detection", Statistics in Medicine 32.
    """

    def __init__(self, units: int) -> None:
        self.stories: Floats = np.zeros(units)
        self.exposure: Floats = np.zeros(units)
        self.residual: Floats = np.zeros(units)
        self.checked: Floats = np.zeros(units)

    def extend(self, units: int) -> None:
        """Make room for more units."""
        for name, array in self.state().items():
            setattr(self, name, grown(array, (units,)))

    def dispersion(self) -> Floats:
        """Variance over mean of the daily counts (units,), shrunk toward the units' median; at least 1."""
        own = (self.residual + PRIOR_DAYS) / (self.checked + PRIOR_DAYS)
        pooled = max(1.0, float(np.median(own[self.checked > 0]))) if (self.checked > 0).any() else 1.0
        own = (self.residual + DISPERSION_DAYS * pooled) / (self.checked + DISPERSION_DAYS)
        return np.asarray(np.maximum(own, 1.0))

    def expected(self, factor: float) -> Floats:
        """Expected stories of a day (units,) with that weekday factor; 0 for a unit never heard of."""
        rate = (self.stories + 0.5) * factor
        return np.asarray(np.divide(rate, self.exposure, out=np.zeros_like(rate), where=self.exposure > 0))

    def place(self, counts: Floats, factor: float) -> Floats:
        """Log factor of each ratio's bet on the day's counts (units,): shape (units, 4)."""
        dispersion = self.dispersion()[:, None]
        shape = (self.stories[:, None] + 0.5) / dispersion
        inside = 1 - (RATIOS - 1) * factor / np.maximum(self.exposure, 1.0)[:, None]
        logs = counts[:, None] / dispersion * np.log(RATIOS) + shape * np.log(np.maximum(inside, 0.05))
        return np.where(self.exposure[:, None] > 0, logs, 0.0)

    def close_day(self, counts: Floats, factor: float, started: Bools, steady: Bools) -> None:
        """Learn the day's counts of the `started` units; the dispersion only of `steady` ones, whose rate is known."""
        expected = self.expected(factor)
        fits = steady & (expected > 0)
        surprise = np.divide((counts - expected) ** 2, expected, out=np.zeros_like(counts), where=fits)
        keep = 1 - 1 / MEMORY_DAYS
        self.residual = np.where(fits, self.residual * keep + surprise, self.residual)
        self.checked = np.where(fits, self.checked * keep + 1, self.checked)
        self.stories = np.where(started, self.stories * keep + counts, self.stories)
        self.exposure = np.where(started, self.exposure * keep + factor, self.exposure)

    def fade(self, unit: int, keep: float) -> None:
        """Keep only the share `keep` of what is known about a unit's rate."""
        self.stories[unit] *= keep
        self.exposure[unit] *= keep

    def move(self, unit: int, rate: float) -> None:
        """Expect `rate` stories a day more (or, below 0, fewer) of a unit: a part of it is known to have changed."""
        moved = self.stories[unit] + rate * self.exposure[unit]
        self.stories[unit] = max(0.0, float(moved))

    def renewal(self) -> Floats:
        """The renewal constant of each ratio (4,), from the mean rate; the most that a martingale allows is 1."""
        known = self.exposure > 0
        if not known.any():
            return np.ones(len(RATIOS))
        rate = float((self.expected(1.0)[known] / self.dispersion()[known]).mean())
        return np.clip(rate * (RATIOS * np.log(RATIOS) - (RATIOS - 1)), 1e-3, 1.0)

    def state(self) -> Arrays:
        """The rates as plain arrays."""
        return {"stories": self.stories, "exposure": self.exposure, "residual": self.residual, "checked": self.checked}

    def restore(self, state: Arrays) -> None:
        """Take the rates from `state`."""
        for name in self.state():
            setattr(self, name, state[name])
