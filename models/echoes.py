"""Unusual stories that resemble another unusual story of the last weeks: how a new subject shows first."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.arrays import Arrays, Floats, Ints, Singles

NOT_NOVEL, ALONE, ELSEWHERE, SAME_GROUP = range(4)
MEMORY_DAYS = 28
MOST_REMEMBERED = 1_000
CHANCE = 0.06  # how often a novel story finds an echo by chance, in its own group and elsewhere alike
COPY = 0.999
LEAST_LEARNT = 8
STRICTEST = 0.98
_EULER = 0.5772156649015329


class EchoMemory:
    """The novel stories of the last weeks, and how alike two of them must be to say the same.

    Two stories are compared by the cosine of their residuals (what is left of a vector when the
    theme next to it is taken out), because two unusual stories of one known theme resemble each
    other anyway. The more stories there are to compare with, the more alike the nearest of them is
    by chance: the bar is the `CHANCE` quantile of a Gumbel distribution of the nearest neighbour
    among so many (Gumbel 1958, *Statistics of Extremes*), fitted to the novel stories of the
    burn-in. So twice as many stories give twice as many novel ones and not more echoes among them.
    """

    def __init__(self) -> None:
        self.bar: Floats = np.array([STRICTEST, 0.0])
        self.day: Ints = np.zeros(0, dtype=np.int64)
        self.group: Ints = np.zeros(0, dtype=np.int64)
        self.source: Ints = np.zeros((0, 2), dtype=np.int64)
        self.residual: NDArray[np.float16] = np.zeros((0, 0), dtype=np.float16)

    def learn(self, residuals: Singles) -> None:
        """Learn from the residuals (n, d) of a burn-in's novel stories how alike strangers are.

        With fewer than eight of them only all but identical stories are echoes.
        """
        if len(residuals) < LEAST_LEARNT:
            return
        alike = residuals @ residuals.T
        alike[(alike >= COPY) | np.eye(len(residuals), dtype=bool)] = -1.0
        nearest = alike.max(axis=1).astype(np.float64)
        scale = float(nearest.std() * np.sqrt(6) / np.pi)
        self.bar = np.array([float(nearest.mean()) - _EULER * scale - scale * np.log(len(residuals) - 1), scale])

    def place(self, day: int, group: Ints, residuals: Singles, source: Ints) -> Ints:
        """The echo (n,) of the day's novel stories, which are remembered.

        `group` (n,); `residuals` (n, d) of unit length; `source` (n, 2): the text and the teller
        as numbers, -1 for unknown. Neither a copy of a text nor the same teller is an echo.
        """
        self._forget(day)
        if not len(group):
            return np.zeros(0, dtype=np.int64)
        known = len(self.day)
        self._remember(day, group, residuals, source)
        alike = residuals @ self.residual.astype(np.float32).T
        earlier = np.arange(len(self.day)) < known + np.arange(len(group))[:, None]
        same = (source[:, None, :] == self.source) & (source[:, None, :] >= 0)
        other = earlier & ~same.any(axis=2) & (alike < COPY)
        inside = self.group == group[:, None]
        echo = np.full(len(group), ALONE)
        for level, among in ((ELSEWHERE, other & ~inside), (SAME_GROUP, other & inside)):
            nearest = np.where(among, alike, -1.0).max(axis=1)
            echo[nearest > self._bar(among.sum(axis=1))] = level
        return echo.astype(np.int64)

    def state(self) -> Arrays:
        """The memory as plain arrays."""
        return {"bar": self.bar, "day": self.day, "group": self.group, "source": self.source, "residual": self.residual}

    def restore(self, state: Mapping[str, NDArray[np.generic]]) -> None:
        """Take the memory from `state`."""
        self.bar = np.array(state["bar"], dtype=np.float64)
        self.day, self.group = (np.array(state[name], dtype=np.int64) for name in ("day", "group"))
        self.source = np.array(state["source"], dtype=np.int64)
        self.residual = np.array(state["residual"], dtype=np.float16)

    def _bar(self, among: Ints) -> Floats:
        """How alike the nearest of so many (n,) must be."""
        place, scale = self.bar
        bar = place + scale * (np.log(np.maximum(among, 1)) - np.log(CHANCE))
        return np.asarray(np.minimum(bar, STRICTEST))

    def _forget(self, day: int) -> None:
        self._keep(np.flatnonzero(self.day > day - MEMORY_DAYS))

    def _remember(self, day: int, group: Ints, residuals: Singles, source: Ints) -> None:
        if not len(self.day):
            self.residual = np.zeros((0, residuals.shape[1]), dtype=np.float16)
        self._keep(np.arange(max(0, len(self.day) + len(group) - MOST_REMEMBERED), len(self.day)))
        self.day = np.concatenate([self.day, np.full(len(group), day)])
        self.group = np.concatenate([self.group, group])
        self.source = np.concatenate([self.source, source])
        self.residual = np.concatenate([self.residual, residuals.astype(np.float16)])

    def _keep(self, rows: Ints) -> None:
        if len(rows) < len(self.day):
            self.day, self.group, self.source = self.day[rows], self.group[rows], self.source[rows]
            self.residual = self.residual[rows]
