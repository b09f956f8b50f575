"""Bets against the prediction: each has mean exactly 1 when the prediction is right, so its wealth is evidence."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from models.arrays import Floats, Ints
from models.findings import Direction
from models.rows import Rows
from models.streams import Stream
from models.tally import Tally

TILTS = (0.15, 0.3, 0.6, 1.2)
SPREAD_TILTS = (0.3, 0.6)
# How often bets cross the threshold that renewal theory alone would give them, as fractions of what it says: bets that
# look at the same answers cross together, small ones seldom have the time to, and large odds on rare levels rest on
# what is known of very few answers. Measured on null worlds: benchmarks/detection.py.
_CROSSINGS = {0.15: 0.15, 0.3: 0.25, 0.6: 0.45, 1.2: 0.8}
_SPREAD_CROSSINGS = {0.3: 0.7, 0.6: 0.9}
_LEVEL_CROSSINGS = {"categorical": (1.0, 2.2), "joint": (1.0, 4.0)}
MOST_X, MOST_Y = 3.5, 4.0  # no single answer says more
ODDS = 2  # how many are bet on each level
LOCATION_SHARE, SPREAD_SHARE, LEVEL_SHARE = 3.0, 1.0, 1.0
_WAYS: tuple[Direction, ...] = ("up", "down", "wider", "narrower")


class BetBook:
    """The fixed list of bets on a list of streams, and how much each wins on a day's stories.

    An ordered stream carries two standardised scores, where an answer lies (x) and how far from
    what is usual (y, from x^2), and tilts of both, either way. A categorical or joint stream
    carries one score a level (is it this level?) and two odds on each.

    Attributes
    ----------
    stream, score : ndarray of shape (J,)
        The stream and the score column that a bet looks at.
    way : tuple of J words
        What the bet wins on: "up", "down", "wider" or "narrower"; "up" for a level.
    level : ndarray of shape (J,)
        The level of a categorical or joint bet; -1 for an ordered one.
    stake : ndarray of shape (J,)
        The tilt t, or the odds r.
    share : ndarray of shape (J,)
        The bet's part of its signifier's budget, relative to the signifier's other bets.
    first_of_score : ndarray of shape (Q,)
        The first bet that looks at each score column.
    score_stream, score_family : ndarray of shape (Q,)
        The stream of each score column, and the scores whose days and weeks are judged together.

    References
    ----------
    Page (1954), "Continuous inspection schemes", Biometrika 41; Siegmund (1985), *Sequential
    Analysis*; Shin, Ramdas & Rinaldo (2022), "E-detectors".
    """

    def __init__(self, streams: Sequence[Stream]) -> None:
        self.ordered: Ints = np.flatnonzero([stream.kind == "ordered" for stream in streams])
        self._base = sum(stream.kind != "joint" for stream in streams)
        if any(stream.kind == "joint" for stream in streams[: self._base]):
            raise ValueError("joint streams stand last: put them behind those that have a column")
        levels = [
            (s, level)
            for s, stream in enumerate(streams)
            if stream.kind != "ordered"
            for level in range(stream.least if stream.kind == "categorical" else 0, stream.levels)
        ]
        self.level_stream: Ints = np.array([s for s, _ in levels], dtype=np.int64)
        self.level_of: Ints = np.array([level for _, level in levels], dtype=np.int64)
        self._of_column = self.level_stream < self._base
        self._odds: Floats = np.array([streams[s].odds for s, _ in levels]).reshape(len(levels), ODDS)
        self._lay_out(len(levels))
        self.first_of_score: Ints = np.unique(self.score, return_index=True)[1]
        self.calibration: Floats = self._calibration([streams[s].kind for s, _ in levels])

    def _lay_out(self, levels: int) -> None:
        n, each = len(self.ordered), 2 * (len(TILTS) + len(SPREAD_TILTS))
        tilts, spreads, odds = len(TILTS), len(SPREAD_TILTS), self._odds.shape[1]
        sizes = (tilts, tilts, spreads, spreads)
        one_way = [way for way, size in zip(_WAYS, sizes, strict=True) for _ in range(size)]
        stakes = np.concatenate([TILTS, TILTS, SPREAD_TILTS, SPREAD_TILTS])
        spread = np.arange(each) >= 2 * tilts
        self.way: tuple[Direction, ...] = (*(one_way * n), *(("up",) * (levels * odds)))
        of_levels = np.arange(levels).repeat(odds)
        self.stream: Ints = np.concatenate([self.ordered.repeat(each), self.level_stream[of_levels]]).astype(np.int64)
        own = (2 * np.arange(n)[:, None] + spread).ravel()
        self.score: Ints = np.concatenate([own, 2 * n + of_levels]).astype(np.int64)
        self.level: Ints = np.concatenate([np.full(n * each, -1), self.level_of[of_levels]]).astype(np.int64)
        self.stake: Floats = np.concatenate([np.tile(stakes, n), self._odds.ravel()])
        shares = np.where(spread, SPREAD_SHARE / (2 * spreads), LOCATION_SHARE / (2 * tilts))
        count = np.bincount(self.level_stream, minlength=1)[self.level_stream[of_levels]] if levels else np.zeros(0)
        self.share: Floats = np.concatenate([np.tile(shares, n), LEVEL_SHARE / odds / np.maximum(count, 1)])
        self.score_stream: Ints = np.concatenate([self.ordered.repeat(2), self.level_stream]).astype(np.int64)
        family = np.concatenate([2 * self.score_stream[: 2 * n] + np.arange(2 * n) % 2, 2 * self.level_stream])
        self.score_family: Ints = np.unique(family, return_inverse=True)[1].astype(np.int64)

    def __len__(self) -> int:
        return len(self.stream)

    def _calibration(self, kinds: Sequence[str]) -> Floats:
        tilts, spreads = [_CROSSINGS[t] for t in TILTS], [_SPREAD_CROSSINGS[t] for t in SPREAD_TILTS]
        ordered = np.tile([*tilts, *tilts, *spreads, *spreads], len(self.ordered))
        return np.concatenate([ordered, *([_LEVEL_CROSSINGS[kind]] if kinds else [] for kind in kinds)], axis=None)

    def place(self, q: Floats, pockets: Floats, tally: Tally) -> Rows:
        """What every bet wins and costs on a day, a row for each cell.

        Parameters
        ----------
        q : ndarray of shape (u, S, B)
            Predictions of the cells, for the streams that have a column.
        pockets : ndarray of shape (u, L)
            Predictions of the joint streams' levels, one after the other.
        tally : Tally
            What was answered in the same cells.
        """
        rows = Rows.empty(len(q), len(self), len(self.score_stream))
        if len(self.ordered):
            self._place_ordered(q[:, self.ordered], tally.answers[:, :, self.ordered], rows)
        if len(self.level_of):
            self._place_levels(q, pockets, tally, rows)
        return rows

    def _place_ordered(self, q: Floats, counts: Floats, rows: Rows) -> None:
        """Counts are (3, u, So, B): weights, squared weights, stories."""
        u, n = q.shape[:2]
        x = np.clip(normal_scores(q), -MOST_X, MOST_X)
        y = np.clip(spread_scores(q, x), -MOST_Y, MOST_Y)
        weight = counts.sum(axis=3)
        sums = [np.einsum("usb,usb->us", counts[0], one) for one in (x, y)]
        squares = [np.einsum("usb,usb->us", counts[1], one * one) for one in (x, y)]
        q_own = slice(0, 2 * n)
        rows.score[:, q_own] = np.stack(sums, axis=2).reshape(u, -1)
        rows.squares[:, q_own] = np.stack(squares, axis=2).reshape(u, -1)
        for i, table in enumerate((rows.weight, rows.weight_squares, rows.stories)):
            table[:, q_own] = weight[i].repeat(2, axis=1)
        prices = [*_prices(q, x, len(TILTS)), *_prices(q, y, len(SPREAD_TILTS), TILTS[1] / 2)]
        j = slice(0, n * 2 * (len(TILTS) + len(SPREAD_TILTS)))
        signed = self._signed_stakes()
        told = weight[0][:, :, None]
        sums_of_bet = np.stack(sums, axis=2)[:, :, self._is_spread()]
        rows.won[:, j] = (sums_of_bet * signed).reshape(u, -1)
        rows.full[:, j] = (np.concatenate([prices[0], prices[2]], axis=2) * told).reshape(u, -1)
        rows.half[:, j] = (np.concatenate([prices[1], prices[3]], axis=2) * told).reshape(u, -1)
        rows.full_slope[:, j] = (signed * told).reshape(u, -1)
        rows.half_slope[:, j] = rows.full_slope[:, j] / 2

    def _signed_stakes(self) -> Floats:
        tilts, spreads = np.array(TILTS), np.array(SPREAD_TILTS)
        return np.concatenate([tilts, -tilts, spreads, -spreads])

    def _is_spread(self) -> Ints:
        return (np.arange(2 * (len(TILTS) + len(SPREAD_TILTS))) >= 2 * len(TILTS)).astype(np.int64)

    def _place_levels(self, q: Floats, pockets: Floats, tally: Tally, rows: Rows) -> None:
        u, odds = len(q), self._odds
        s, level = self.level_stream[self._of_column], self.level_of[self._of_column]
        chance = np.concatenate([q[:, s, level], pockets], axis=1)
        hits = np.concatenate([tally.answers[:, :, s, level], tally.pockets], axis=2)
        weight = np.concatenate([tally.answers.sum(axis=3)[:, :, s], tally.pocket_weights()], axis=2)
        deviation = np.sqrt(np.maximum(chance * (1 - chance), 1e-9))
        own = slice(2 * len(self.ordered), None)
        rows.score[:, own] = (hits[0] - weight[0] * chance) / deviation
        rows.squares[:, own] = (hits[1] * (1 - 2 * chance) + weight[1] * chance**2) / deviation**2
        for i, table in enumerate((rows.weight, rows.weight_squares, rows.stories)):
            table[:, own] = weight[i]
        j = slice(len(self) - odds.size, None)
        more, root = odds - 1, np.sqrt(odds) - 1
        p, told = chance[:, :, None], weight[0][:, :, None]
        rows.won[:, j] = (hits[0][:, :, None] * np.log(odds)).reshape(u, -1)
        rows.full[:, j] = (told * np.log1p(p * more)).reshape(u, -1)
        rows.half[:, j] = (told * np.log1p(p * root)).reshape(u, -1)
        # The tangent of a concave price lies above it: a moved expectation never makes a bet too cheap.
        step = told * deviation[:, :, None]
        rows.full_slope[:, j] = (step * more / (1 + p * more)).reshape(u, -1)
        rows.half_slope[:, j] = (step * root / (1 + p * root)).reshape(u, -1)

    def information(self, chance: Floats) -> Floats:
        """What a story is expected to win for each bet (J,), in nats, when the bet is exactly right.

        `chance` (levels,) is how frequent each level is in the programme.
        """
        nats = self.stake**2 / 2
        if len(self.level_of):
            r, p = self._odds, chance[:, None]
            p1 = p * r / (1 + p * (r - 1))
            nats[len(self) - r.size :] = (p1 * np.log(r) - np.log1p(p * (r - 1))).ravel()
        return np.maximum(nats, 1e-6)

    def renewal(self, chance: Floats, stories_a_day: Floats) -> Floats:
        """The renewal constant C of each unit's bets (units, J): at threshold h, C exp(-h) false alarms a story.

        It is that of renewal theory times `calibration` (J,), which was measured.

        `stories_a_day` (units,) is how many stories a unit's CUSUM takes in one step: the longer
        the step, the further it jumps over a threshold and the rarer are the crossings.

        References
        ----------
        Siegmund (1985), ch. X; Siegmund & Yakir (2007), *The Statistics of Gene Mapping*, for the
        overshoot function.
        """
        nats = self.information(chance)
        step = np.sqrt(2 * nats * np.maximum(stories_a_day, 1.0)[:, None])
        constant = nats * overshoot(step) ** 2
        odd = self.level >= 0
        r, single = self.stake[odd], np.sqrt(2 * nats[odd])
        constant[:, odd] *= ((1 - 1 / r) / np.log(r) / overshoot(single)) ** 2
        return np.asarray(constant * self.calibration)


def _prices(q: Floats, x: Floats, tilts: int, smallest: float = TILTS[0] / 2) -> tuple[Floats, Floats]:
    """log E exp(t x) for both signs of each tilt (u, S, 2 tilts), and the same for half of each tilt."""
    power = np.exp(smallest * x)
    up, down = [], []
    for _ in range(tilts + 1):
        up.append(np.log((q * power).sum(axis=2)))
        down.append(np.log((q / power).sum(axis=2)))
        power = power * power
    return np.stack([*up[1:], *down[1:]], axis=2), np.stack([*up[:-1], *down[:-1]], axis=2)


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
    return _standardised(q, np.divide(before - density, q, out=np.zeros_like(q), where=q > 1e-12))


def spread_scores(q: Floats, x: Floats) -> Floats:
    """How far from what is usual every bin lies: x^2 standardised under `q` (..., B), free of x itself.

    Examples
    --------
    >>> q = np.array([0.25, 0.5, 0.25])
    >>> spread_scores(q, normal_scores(q)).round(3).tolist()
    [1.0, -1.0, 1.0]
    """
    skew = (q * x**3).sum(axis=-1, keepdims=True)
    return _standardised(q, x * x - skew * x)


def _standardised(q: Floats, x: Floats) -> Floats:
    real = q > 1e-12
    centred = (x - (q * x).sum(axis=-1, keepdims=True)) * real
    deviation = np.sqrt((q * centred * centred).sum(axis=-1, keepdims=True))
    return np.asarray(np.divide(centred, deviation, out=np.zeros_like(centred), where=deviation > 1e-9))
