"""The limit: a CUSUM that knows what will change, where and by how much, and only not when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.likelihoods import daily_evidence
from benchmarks.simulated_bins import answer_streams, arrival_streams
from benchmarks.simulator import FIRST_DAY, Shift, World, simulate
from benchmarks.text_laws import text_evidence
from benchmarks.worlds import HORIZON
from models.arrays import Floats

START_DAYS = 30
DAYS_A_YEAR = 365.25
LEAST = 1e-6
TEXT_KINDS = ("topic", "new topic")
TEXT_SIGNIFIERS = ("theme", "novelty", "theme pockets")


@dataclass(frozen=True, slots=True)
class Oracle:
    """Daily evidence of the planted shift in its areas, in replicates: `before` it and, full-grown, `after` it.

    Each is of shape (replicates, days).
    """

    shift: Shift
    before: Floats
    after: Floats
    replayed: Floats

    def rate(self, threshold: float) -> float:
        """False alarms a year at a threshold, by importance sampling over the cycles of the CUSUM.

        A cycle begins at zero and ends at or below it, or with an alarm. The chance that one ends with an alarm
        is the mean of exp(-S) over cycles simulated under the shift, S being their evidence at the alarm
        (Siegmund 1985, *Sequential Analysis*, chapter 2): exact for independent days, however rare the alarm.
        """
        return float(DAYS_A_YEAR * self._cycles_a_day() * _chance_of_alarm(self.after, threshold))

    def threshold(self, alarms_a_year: float) -> float:
        """The threshold at which it alarms falsely that often; the least one where it never would."""
        from scipy.optimize import brentq

        if self.rate(LEAST) <= alarms_a_year:
            return LEAST
        return float(brentq(lambda h: np.log(max(self.rate(h), 1e-300) / alarms_a_year), LEAST, 60.0, xtol=1e-3))

    def counted_rate(self, threshold: float) -> float:
        """The same rate, counted in the stories before the shift: a check where alarms are frequent."""
        alarms, level = 0, np.zeros(len(self.before))
        for gain in self.before.T:
            level = np.maximum(level + gain, 0.0)
            rung = level >= threshold
            alarms += int(rung.sum())
            level[rung] = 0.0
        return alarms / (self.before.size / DAYS_A_YEAR)

    def delays(self, threshold: float) -> Floats:
        """Days from the shift on until the alarm (1: on its day) in each replicate; infinite where it is missed."""
        level, delay = np.zeros(len(self.replayed)), np.full(len(self.replayed), np.inf)
        for day, gain in enumerate(self.replayed.T):
            level = np.maximum(level + gain, 0.0)
            late = day - self.shift.on + 1
            delay[(level >= threshold) & np.isinf(delay) & (late >= 1)] = late
            if late < 1:
                level[level >= threshold] = 0.0
        return delay

    def _cycles_a_day(self) -> float:
        ended, level = 0, np.zeros(len(self.before))
        for gain in self.before.T:
            level = np.maximum(level + gain, 0.0)
            ended += int((level <= 0.0).sum())
        return max(ended, 1) / self.before.size


@dataclass(frozen=True, slots=True)
class Limit:
    """Median days of the oracle that has a false alarm a year to itself, and of the one that has to share it."""

    alone: float
    shared: float
    bets: int


def limit(world: World, seeds: Iterable[int]) -> Limit:
    """The oracles' median delays on a shift world."""
    known = oracle(world, seeds)
    bets = watched_pairs(world)
    alone, shared = (float(np.median(known.delays(known.threshold(rate)))) for rate in (1.0, 1 / bets))
    return Limit(alone, shared, bets)


def oracle(world: World, seeds: Iterable[int]) -> Oracle:
    """The daily evidence of a world's shift, without it, with it, and as it really grows."""
    shift = world.shift
    if shift is None:
        raise ValueError("this world has no shift to know: choose one of benchmarks.worlds.SHIFTS")
    steady = START_DAYS if world.half > shift.on else world.half
    still, grown = replace(world, shift=None), replace(world, shift=replace(shift, ramp_days=0))
    before, after, replayed = [], [], []
    for seed in seeds:
        before.append(_evidence(still, seed, shift)[steady:])
        replayed.append(_evidence(world, seed, shift))
        after.append((_evidence(grown, seed, shift) if shift.ramp_days else replayed[-1])[shift.on :])
    return Oracle(shift, np.array(before), np.array(after), np.array(replayed))


def watched_pairs(world: World) -> int:
    """How many pairs of a unit and a signifier the three monitors watch: all who share the budget."""
    units = world.areas + (world.regions + 1 if world.areas > 1 else 0)
    streams = [*answer_streams(), *arrival_streams()]
    return units * (len({stream.signifier for stream in streams} | {"volume"}) + len(TEXT_SIGNIFIERS))


def _evidence(world: World, seed: int, shift: Shift) -> Floats:
    programme = simulate(world, seed)
    if shift.kind not in TEXT_KINDS:
        return np.asarray(daily_evidence(programme, shift).sum(axis=1))
    mine = np.isin(programme.group, shift.areas)
    told = text_evidence(programme, shift)[mine]
    return np.bincount(programme.day[mine] - FIRST_DAY, weights=told, minlength=world.days).astype(np.float64)


def _chance_of_alarm(after: Floats, threshold: float) -> float:
    """The mean of exp(-S) over the cycles that begin on every day of every replicate, S their evidence at the alarm."""
    total, begun = 0.0, 0
    days = after.shape[1]
    for start in range(max(1, days - HORIZON // 2)):
        level, open_ones = np.zeros(len(after)), np.ones(len(after), dtype=bool)
        begun += len(after)
        for day in range(start, days):
            level[open_ones] += after[open_ones, day]
            rung = open_ones & (level >= threshold)
            total += float(np.exp(-level[rung]).sum())
            open_ones &= (level > 0.0) & ~rung
            if not open_ones.any():
                break
    return total / begun
