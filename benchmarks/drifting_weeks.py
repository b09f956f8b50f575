"""Weeks of real texts in which topics come and go, who tells changes, or people really tell of something else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
TOPICS = 12


@dataclass(frozen=True, slots=True)
class Season:
    """What the texts of a season are drawn by.

    `spread` is how far a week's topics lie from the usual (in log odds), `alike` the correlation of a week with the
    next; `mix` lets the second kind of teller, who tells of other things, go from 20 to 70 of 100; `planted` is the
    share of texts since that are about one topic. There are `before` and `since` weeks of about `a_week` texts.
    """

    spread: float = 0.5
    alike: float = 0.0
    mix: bool = False
    planted: float = 0.0
    before: int = 12
    since: int = 4
    a_week: int = 25


class Weeks:
    """Draws seasons from the vectors (n, d) of real texts."""

    def __init__(self, vectors: npt.NDArray[np.float32], seed: int = 0) -> None:
        from sklearn.cluster import KMeans

        self._vectors = vectors
        topic = KMeans(TOPICS, n_init=2, random_state=0).fit_predict(vectors)
        self._texts = [np.flatnonzero(topic == number) for number in range(TOPICS)]
        self._chance = np.random.default_rng(seed)

    def season(self, wanted: Season) -> tuple[npt.NDArray[np.float32], Ints, Ints]:
        """Vectors, strata and weeks (below 0: before) of one season."""
        chance = self._chance
        usual = chance.normal(0, 0.7, (2, TOPICS))
        turn = chance.normal(0, wanted.spread, TOPICS)
        rows: list[int] = []
        kinds: list[int] = []
        weeks: list[int] = []
        for week in range(-wanted.before, wanted.since):
            fresh = chance.normal(0, wanted.spread, TOPICS)
            turn = wanted.alike * turn + np.sqrt(1 - wanted.alike**2) * fresh
            share = 0.7 if wanted.mix and week >= 0 else 0.2
            for kind in (chance.random(chance.poisson(wanted.a_week)) < share).astype(int).tolist():
                rows.append(self._text(usual[kind] + turn, wanted.planted if week >= 0 else 0.0))
                kinds.append(kind)
                weeks.append(week)
        return self._vectors[rows], np.array(kinds), np.array(weeks)

    def _text(self, odds: Floats, planted: float) -> int:
        if planted and self._chance.random() < planted:
            return int(self._chance.choice(self._texts[0]))
        share = np.exp(odds - odds.max())
        topic = self._chance.choice(TOPICS, p=share / share.sum())
        return int(self._chance.choice(self._texts[topic]))
