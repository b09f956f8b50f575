"""One scope under watch: its units, their CUSUMs, their rates and the thresholds that the budget leaves them."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Arrays, Bools, Floats, Ints, prefixed, unprefixed
from models.bets import BetBook
from models.budget import SCOPE_CROSSINGS, thresholds
from models.cusum import CusumBank
from models.daycorrelation import DayCorrelation
from models.findings import Scope
from models.rows import Rows
from models.slowlevel import SlowLevel
from models.tally import Tally
from models.unlearnt import Unlearnt
from models.volume import RATIOS, VolumeRates

PACE_DAYS = 28.0
FAMILIAR_STORIES = 25
FAMILIAR_DAYS = 10
DAYS_A_YEAR = 365.25
LEAST_STAKE = 0.25
LONGEST_RUN_DAYS = {"group": 120, "parent": 60, "collection": 42}
INFLATION = 1.06  # of the variance, for what every model leaves out
DAYS_WORTH, STORIES_WORTH = 3.0, 7.0
VOLUME_DAYS = 20
VOLUME_EXPOSURE = 3.0
LEVEL_DAYS = {"group": 10.0, "parent": 10.0, "collection": 45.0}
LEVEL_PRIOR = {"group": 0.002, "parent": 0.004, "collection": 0.008}


class Watch:
    """The units of one scope.

    `unit_of` (groups,) names the unit that each group belongs to, -1 for none. `slices` (J,) is
    the yearly number of false alarms that each bet of this scope may cause, the last `volume`
    of them being bets on volume; `signifier_of_bet` (J,) what they are about.
    """

    def __init__(
        self, scope: Scope, unit_of: Ints, slices: Floats, book: BetBook, signifier_of_bet: Ints, volume: int
    ) -> None:
        self.scope: Scope = scope
        self.unit_of, self.slices, self._book = unit_of, slices, book
        self._signifier_of_bet = signifier_of_bet
        units = int(unit_of.max(initial=-1)) + 1
        self.answers = slice(0, len(slices) - volume)
        self.volumes = slice(len(slices) - volume, len(slices))
        self.bank = CusumBank(units, len(slices), int(signifier_of_bet.max(initial=-1)) + 1)
        self.correlation = DayCorrelation(book.score_family)
        self.slow = SlowLevel(units, book.score_family, LEVEL_PRIOR[scope], LEVEL_DAYS[scope])
        self.unlearnt = Unlearnt(units, len(book.score_stream))
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
        self.slow.extend(units)
        self.unlearnt.extend(units)
        self.rates.extend(units)

    def stories_a_year(self) -> float:
        """The faster of the recent and the overall pace of the stories that this scope sees."""
        recent, recent_days, total, days = self.pace
        return float(DAYS_A_YEAR * max(recent / recent_days, total / days)) if days else 0.0

    def thresholds(self, renewal: Floats) -> Floats:
        """The threshold of every unit's bets (units, J), given the renewal constants (units, J) of those on answers."""
        crossings = SCOPE_CROSSINGS[self.scope] * renewal
        levels = thresholds(self.slices[self.answers], crossings, self.stories_a_year())
        if self.volumes.start == self.volumes.stop:
            return levels
        chances = DAYS_A_YEAR * max(1, int((self.bank.total > 0).sum()))
        volume = thresholds(self.slices[self.volumes], self.rates.renewal(), chances)
        return np.hstack([levels, np.broadcast_to(volume, (self.units, len(volume)))])

    def close_answers(
        self, day: int, units: Ints, rows: Rows, expected: Floats, waits: Floats, open_bets: Bools
    ) -> None:
        """Add one day's stories of the distinct `units` to the CUSUMs, the day correlation and the slow level.

        `expected` (units of the scope, Q) is the slow level that is taken for granted, in standard
        deviations; `waits` (units of the scope,) which part of the stories is learnt from later;
        `open_bets` (units of the scope, J) which unit and bet is watched and not muted.
        """
        history = self.bank.history[:, self._signifier_of_bet[self._book.first_of_score]]
        foreseen = self.unlearnt.expected(expected, history)
        level = foreseen[units]
        of_bet = self._book.score
        temper = self._temper(units, rows)
        gain = self._gain(units, rows, level[:, of_bet]) * temper
        weight = rows.weight[:, of_bet] * temper
        score = (rows.score - level * rows.weight)[:, of_bet] * temper
        self._learn(day, units, rows, foreseen, waits[units, None])
        mask = open_bets[units][:, self.answers]
        self.bank.close_day(
            day, units, self.answers, gain * mask, rows.stories[:, of_bet] * mask, weight * mask, score * mask
        )
        # What takes longer than this to show in so many stories is a level that moves slowly, not a shift.
        self.bank.forget_before(day - LONGEST_RUN_DAYS[self.scope], self.answers)

    def learn(self, learnt: Sequence[Tally], due: Sequence[int]) -> None:
        """Count the stories that what is predicted rests on from now on; the days `due` wait no longer."""
        for day in due:
            self.unlearnt.drop(day)
        first = np.unique(self._signifier_of_bet[self.answers], return_index=True)[1]
        for tally in learnt:
            inside = self.unit_of[tally.group] >= 0
            weight = np.zeros((self.units, len(first)))
            np.add.at(weight, self.unit_of[tally.group][inside], tally.told()[inside][:, self._book.stream[first]])
            self.bank.history[:, self._signifier_of_bet[first]] += weight

    def start_afresh(self, units: Ints, signifier: int, keep: float) -> None:
        """Rest on only the share `keep` of what is known of a signifier in these units: the level is a new one."""
        self.bank.history[units, signifier] *= keep
        scores = np.flatnonzero(self._signifier_of_bet[self._book.first_of_score] == signifier)
        self.unlearnt.forget(units, scores)

    def _temper(self, units: Ints, rows: Rows) -> Floats:
        """What the evidence of each bet (units, J) is worth: less where days or weeks have moods of their own.

        The variance of a sum over n stories of one day is n (1 + (n - 1) rho); over the stories of a run,
        with a level that moves by itself, it grows likewise. A day of far more stories than usual, as
        after a mailing, is worth no more than three usual days.
        """
        of_bet = self._book.score
        usual = DAYS_WORTH * self.bank.stories_a_day()[units, None] + STORIES_WORTH
        told = rows.weight  # what weighs nothing takes nothing from what the others say
        same_day = np.maximum(1 + np.maximum(told - 1, 0) * self.correlation.value(), told / usual)
        cautious = 0.0 if self.scope == "group" else 1.0
        run = 1 + self.bank.weight[units, self.answers] * self.slow.left(cautious)[of_bet]
        return np.asarray(1 / (INFLATION * same_day[:, of_bet] * run))

    def _gain(self, units: Ints, rows: Rows, level: Floats) -> Floats:
        """What the bets gain when each is placed in full only as far as the past outweighs its present run.

        What is predicted rests on n0 stories, and sooner or later learns from the m of the run too: the best
        stake is n0 / (n0 + m) of what it would be if the past were known for certain.
        """
        history = self.bank.history[units][:, self._signifier_of_bet[self.answers]]
        run = self.bank.weight[units, self.answers]
        stake = np.clip(history / np.maximum(history + run, 1.0), LEAST_STAKE, 1.0)
        full, half = rows.full + level * rows.full_slope, rows.half + level * rows.half_slope
        return np.asarray(stake * (rows.won - (4 * half - full) - stake * (2 * full - 4 * half)))

    def _learn(self, day: int, units: Ints, rows: Rows, expected: Floats, waits: Floats) -> None:
        familiar = self.bank.awake(day, FAMILIAR_STORIES, FAMILIAR_DAYS)[units]
        products, pairs = rows.score**2 - rows.squares, rows.weight**2 - rows.weight_squares
        self.correlation.close_day(products[familiar].sum(axis=0), pairs[familiar].sum(axis=0))
        score, weight = np.zeros((2, self.units, rows.score.shape[1]))
        score[units], weight[units] = rows.score * waits, rows.weight * waits
        self.unlearnt.add(day, score, weight)
        score, weight = np.zeros_like(score), np.zeros_like(weight)
        score[units[familiar]], weight[units[familiar]] = rows.score[familiar], rows.weight[familiar]
        self.slow.close_day(score, weight, expected)

    def close_volume(
        self, day: int, counts: Floats, voices: Floats, factor: float, started: Bools, open_bets: Bools
    ) -> None:
        """Add one day's counts (units,) to the volume CUSUMs of the watched units, then learn the rates.

        That there are more has to show in the `voices` (units,), their summed weights: one of them telling much is
        no crowd. That there are fewer has to show in the stories themselves.
        """
        if self.volumes.start == self.volumes.stop:
            return
        mask = open_bets[:, self.volumes] & (self.bank.active_days >= VOLUME_DAYS)[:, None]
        shape = mask.shape
        expected = np.broadcast_to(self.rates.expected(factor)[:, None], shape)
        seen = np.where(RATIOS > 1, voices[:, None], counts[:, None])
        gain = np.where(RATIOS > 1, self.rates.place(voices, factor), self.rates.place(counts, factor)) * mask
        units = np.arange(self.units)
        self.bank.close_day(day, units, self.volumes, gain, seen * mask, expected * mask, seen * mask)
        self.rates.close_day(counts, factor, started, self.rates.exposure > VOLUME_EXPOSURE)

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
            **prefixed("slow", self.slow.state()),
            **prefixed("unlearnt", self.unlearnt.state()),
            **prefixed("rates", self.rates.state()),
            "pace": self.pace.copy(),
        }

    def restore(self, state: Arrays) -> None:
        """Take everything learnt from `state`."""
        self.bank.restore(unprefixed("bank", state))
        self.correlation.restore(unprefixed("correlation", state))
        self.slow.restore(unprefixed("slow", state))
        self.unlearnt.restore(unprefixed("unlearnt", state))
        self.rates.restore(unprefixed("rates", state))
        self.pace = np.asarray(state["pace"], dtype=np.float64)
