"""Bets against the prediction: each has mean exactly 1 when the prediction is right, so its wealth is evidence."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from models.arrays import Bools, Floats, Ints
from models.streams import Stream

TILTS = (0.3, 0.6, 1.2, -0.3, -0.6, -1.2)
ODDS = (2.0, 4.0)


class BetBook:
    """The fixed list of bets on a list of streams, and how much each wins on a story.

    An ordered stream carries one standardised score and six tilts of it; a categorical stream
    one score a level (is it this level?) and two odds on each.

    Attributes
    ----------
    stream, score : ndarray of shape (J,)
        The stream and the score column that a bet looks at.
    direction : ndarray of shape (J,)
        +1 when the bet wins on more, -1 on less.
    level : ndarray of shape (J,)
        The level of a categorical bet; -1 for an ordered one.
    stake : ndarray of shape (J,)
        The tilt t, or the odds r.
    score_stream : ndarray of shape (Q,)
        The stream of each score column.

    References
    ----------
    Page (1954), "Continuous inspection schemes", Biometrika 41; Siegmund (1985), *Sequential
    Analysis*; Shin, Ramdas & Rinaldo (2022), "E-detectors".
    """

    def __init__(self, streams: Sequence[Stream]) -> None:
        rows: list[tuple[int, int, int, int, float]] = []
        score_stream: list[int] = []
        for s, stream in enumerate(streams):
            if stream.kind == "ordered":
                rows += [(s, len(score_stream), 1 if tilt > 0 else -1, -1, tilt) for tilt in TILTS]
                score_stream.append(s)
                continue
            for level in range(stream.levels):
                rows += [(s, len(score_stream), 1, level, odds) for odds in ODDS]
                score_stream.append(s)
        table = np.array(rows, dtype=np.float64)
        self.stream: Ints = table[:, 0].astype(np.int64)
        self.score: Ints = table[:, 1].astype(np.int64)
        self.direction: Ints = table[:, 2].astype(np.int64)
        self.level: Ints = table[:, 3].astype(np.int64)
        self.stake: Floats = table[:, 4]
        self.score_stream: Ints = np.array(score_stream, dtype=np.int64)
        self.ordered: Ints = np.flatnonzero([stream.kind == "ordered" for stream in streams])
        self.categorical: Ints = np.flatnonzero([stream.kind == "categorical" for stream in streams])
        self._columns = {int(s): np.flatnonzero(self.score_stream == s) for s in range(len(streams))}
        self._bets = {int(s): np.flatnonzero(self.stream == s) for s in range(len(streams))}

    def __len__(self) -> int:
        return len(self.stream)

    def place(self, q: Floats, cell: Ints, bins: Ints) -> tuple[Floats, Floats]:
        """What every bet wins on every story.

        Parameters
        ----------
        q : ndarray of shape (u, S, B)
            Predictions of the distinct cells.
        cell : ndarray of shape (n,)
            The row of `q` for each story.
        bins : ndarray of shape (n, S)
            What was answered; -1 wins and loses nothing.

        Returns
        -------
        logs : ndarray of shape (n, J)
            Natural log of each bet's factor.
        scores : ndarray of shape (n, Q)
            Standardised scores (mean 0, variance 1 under the prediction); 0 where not answered.
        """
        n = len(bins)
        logs, scores = np.zeros((n, len(self))), np.zeros((n, len(self.score_stream)))
        if len(self.ordered):
            self._place_ordered(q[:, self.ordered], cell, bins[:, self.ordered], logs, scores)
        for s in self.categorical:
            self._place_categorical(int(s), q[:, s], cell, bins[:, s], logs, scores)
        return logs, scores

    def _place_ordered(self, q: Floats, cell: Ints, bins: Ints, logs: Floats, scores: Floats) -> None:
        x, logs_mean = normal_scores(q), []
        once = np.exp(TILTS[0] * x)
        for power in (once, once**2, once**4):
            logs_mean += [np.log((q * power).sum(axis=2)), np.log((q / power).sum(axis=2))]
        means = np.stack([logs_mean[i] for i in (0, 2, 4, 1, 3, 5)], axis=2)
        answered: Bools = bins >= 0
        seen = np.take_along_axis(x[cell], np.maximum(bins, 0)[:, :, None], axis=2)[:, :, 0] * answered
        won = (seen[:, :, None] * np.array(TILTS) - means[cell]) * answered[:, :, None]
        scores[:, np.isin(self.score_stream, self.ordered)] = seen
        logs[:, np.isin(self.stream, self.ordered)] = won.reshape(len(bins), -1)

    def _place_categorical(self, s: int, q: Floats, cell: Ints, bins: Ints, logs: Floats, scores: Floats) -> None:
        columns, bets = self._columns[s], self._bets[s]
        chance = q[cell][:, : len(columns)]
        answered = (bins >= 0)[:, None]
        hit = (bins[:, None] == np.arange(len(columns))) & answered
        spread = np.sqrt(np.maximum(chance * (1 - chance), 1e-12))
        scores[:, columns] = np.where(answered, (hit - chance) / spread, 0.0)
        for i, odds in enumerate(ODDS):
            won = np.where(hit, np.log(odds), 0.0) - np.log1p(chance * (odds - 1))
            logs[:, bets[i :: len(ODDS)]] = np.where(answered, won, 0.0)

    def information(self, marginal: Floats) -> Floats:
        """What a story is expected to win for each bet (J,), in nats, when the bet is exactly right.

        `marginal` (S, B) is the programme's expected distribution, used for the odds on a level.
        """
        nats = self.stake**2 / 2
        odd = self.level >= 0
        r, p = self.stake[odd], marginal[self.stream[odd], self.level[odd]]
        p1 = p * r / (1 + p * (r - 1))
        nats[odd] = p1 * np.log(r) - np.log1p(p * (r - 1))
        return np.maximum(nats, 1e-6)

    def renewal(self, marginal: Floats, stories_a_day: Floats) -> Floats:
        """The renewal constant C of each unit's bets (units, J): at threshold h, C exp(-h) false alarms a story.

        `stories_a_day` (units,) is how many stories a unit's CUSUM takes in one step: the longer
        the step, the further it jumps over a threshold and the rarer are the crossings.

        References
        ----------
        Siegmund (1985), ch. X; Siegmund & Yakir (2007), *The Statistics of Gene Mapping*, for the
        overshoot function.
        """
        nats = self.information(marginal)
        step = np.sqrt(2 * nats * np.maximum(stories_a_day, 1.0)[:, None])
        constant = nats * overshoot(step) ** 2
        odd = self.level >= 0
        r, single = self.stake[odd], np.sqrt(2 * nats[odd])
        constant[:, odd] *= ((1 - 1 / r) / np.log(r) / overshoot(single)) ** 2
        return np.asarray(constant)


def overshoot(step: Floats) -> Floats:
    """Siegmund's function nu: the mean of exp(-overshoot) for steps of `step` standard deviations.

    >>> overshoot(np.array([0.3, 1.2])).round(3).tolist()
    [0.831, 0.489]
    """
    half = step / 2
    density = np.exp(-(half**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray((ndtr(half) - 0.5) / half / (half * ndtr(half) + density))


def normal_scores(q: Floats) -> Floats:
    """Expected normal score of every bin, standardised under `q` (..., B): mean 0, variance 1; 0 in empty bins.

    Examples
    --------
    >>> normal_scores(np.array([0.25, 0.5, 0.25])).round(3).tolist()
    [-1.414, 0.0, 1.414]
    """
    upper = np.clip(np.cumsum(q, axis=-1), 1e-12, 1 - 1e-12)
    density = np.exp(-0.5 * ndtri(upper) ** 2) / np.sqrt(2 * np.pi)
    density[..., -1] = 0.0
    before = np.concatenate([np.zeros_like(density[..., :1]), density[..., :-1]], axis=-1)
    x = np.divide(before - density, q, out=np.zeros_like(q), where=q > 1e-12)
    x -= (q * x).sum(axis=-1, keepdims=True) * (q > 1e-12)
    deviation = np.sqrt((q * x * x).sum(axis=-1, keepdims=True))
    return np.asarray(np.divide(x, deviation, out=np.zeros_like(x), where=deviation > 1e-9))
