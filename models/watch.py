"""One scope under watch: its units, their CUSUMs, their rates and the thresholds that the budget leaves them."""

import numpy as np

from models.arrays import Arrays, Bools, Floats, Ints, prefixed, unprefixed
from models.budget import thresholds
from models.cusum import CusumBank
from models.daycorrelation import DayCorrelation
from models.findings import Scope
from models.volume import VolumeRates

PACE_DAYS = 28.0
FAMILIAR_STORIES = 25
FAMILIAR_DAYS = 10
DAYS_A_YEAR = 365.25


class Watch:
    """The units of one scope.

    `unit_of` (groups,) names the unit that each group belongs to, -1 for none. `slices` (J,) is
    the yearly number of false alarms that each bet of this scope may cause, the last `volume`
    of them being bets on volume.
    """

    def __init__(self, scope: Scope, unit_of: Ints, slices: Floats, scores: int, signifiers: int, volume: int) -> None:
        self.scope: Scope = scope
        self.unit_of = unit_of
        self.slices = slices
        units = int(unit_of.max(initial=-1)) + 1
        self.answers = slice(0, len(slices) - volume)
        self.volumes = slice(len(slices) - volume, len(slices))
        self.bank = CusumBank(units, len(slices), signifiers)
        self.correlation = DayCorrelation(scores)
        self.rates = VolumeRates(units)
        self.pace: Floats = np.zeros(4)

    @property
    def units(self) -> int:
        """How many units the scope has."""
        return len(self.bank.total)

    def extend(self, unit_of: Ints, slices: Floats) -> None:
        """More groups: `unit_of` is longer, and the slices may have changed."""
        self.unit_of, self.slices = unit_of, slices
        units = max(self.units, int(unit_of.max(initial=-1)) + 1)
        self.bank.extend(units)
        self.rates.extend(units)

    def stories_a_year(self) -> float:
        """The faster of the recent and the overall pace of the stories that this scope sees."""
        recent, recent_days, total, days = self.pace
        return float(DAYS_A_YEAR * max(recent / recent_days, total / days)) if days else 0.0

    def thresholds(self, renewal: Floats) -> Floats:
        """The threshold of every unit's bets (units, J), given the renewal constants (units, J) of those on answers."""
        levels = thresholds(self.slices[self.answers], renewal, self.stories_a_year())
        if self.volumes.start == self.volumes.stop:
            return levels
        chances = DAYS_A_YEAR * max(1, int((self.bank.total > 0).sum()))
        volume = thresholds(self.slices[self.volumes], self.rates.renewal(), chances)
        return np.hstack([levels, np.broadcast_to(volume, (self.units, len(volume)))])

    def close_answers(
        self,
        day: int,
        unit: Ints,
        logs: Floats,
        scores: Floats,
        answered: Bools,
        weight: Floats,
        score_of_bet: Ints,
        open_bets: Bools,
    ) -> None:
        """Add one day's stories, every one with its unit (n,), to the CUSUMs and to the day correlation.

        Shapes: logs (n, J), scores and answered (n, Q), weight (n,), open_bets (units, J): which
        unit and bet is watched and not muted.
        """
        order = np.argsort(unit, kind="stable")
        units, starts = np.unique(unit[order], return_index=True)
        w = weight[order, None]
        n = np.add.reduceat(answered[order].astype(np.int64), starts, axis=0)
        temper = 1 / (1 + np.maximum(n - 1, 0) * self.correlation.value())
        gain = np.add.reduceat(logs[order] * w, starts, axis=0) * temper[:, score_of_bet]
        weights = np.add.reduceat(answered[order] * w, starts, axis=0) * temper
        sums = np.add.reduceat(scores[order] * w, starts, axis=0)
        products = sums**2 - np.add.reduceat((scores[order] * w) ** 2, starts, axis=0)
        told = answered[order] * w
        pairs = np.add.reduceat(told, starts, axis=0) ** 2 - np.add.reduceat(told**2, starts, axis=0)
        familiar = self.bank.awake(day, FAMILIAR_STORIES, FAMILIAR_DAYS)[units]
        self.correlation.close_day(products[familiar].sum(axis=0), pairs[familiar].sum(axis=0))
        mask = open_bets[units][:, self.answers]
        self.bank.close_day(
            day,
            units,
            self.answers,
            gain * mask,
            n[:, score_of_bet] * mask,
            weights[:, score_of_bet] * mask,
            (sums * temper)[:, score_of_bet] * mask,
        )

    def close_volume(self, day: int, counts: Floats, factor: float, started: Bools, open_bets: Bools) -> None:
        """Add one day's counts (units,) to the volume CUSUMs of the watched units, then learn the rates."""
        if self.volumes.start == self.volumes.stop:
            return
        mask = open_bets[:, self.volumes]
        shape = mask.shape
        expected = np.broadcast_to(self.rates.expected(factor)[:, None], shape)
        seen = np.broadcast_to(counts[:, None], shape)
        gain = self.rates.place(counts, factor) * mask
        units = np.arange(self.units)
        self.bank.close_day(day, units, self.volumes, gain, seen.astype(np.int64) * mask, expected * mask, seen * mask)
        self.rates.close_day(counts, factor, started, np.asarray(mask.any(axis=1)))

    def close_pace(self, stories: int, begun: bool) -> None:
        """Count one day of the scope's stories, from its first story on."""
        if begun:
            keep = 1 - 1 / PACE_DAYS
            self.pace = np.array(
                [self.pace[0] * keep + stories, self.pace[1] * keep + 1, self.pace[2] + stories, self.pace[3] + 1]
            )

    def state(self) -> Arrays:
        """Everything learnt, as plain arrays."""
        return {
            **prefixed("bank", self.bank.state()),
            **prefixed("correlation", self.correlation.state()),
            **prefixed("rates", self.rates.state()),
            "pace": self.pace.copy(),
        }

    def restore(self, state: Arrays) -> None:
        """Take everything learnt from `state`."""
        self.bank.restore(unprefixed("bank", state))
        self.correlation.restore(unprefixed("correlation", state))
        self.rates.restore(unprefixed("rates", state))
        self.pace = np.asarray(state["pace"], dtype=np.float64)
