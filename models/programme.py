"""A collection as the monitor sees it: what is watched, the stories there are, how many come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Floats, Ints
from models.batch import Batch
from models.budget import signifier_shares
from models.drift import DriftMonitor
from models.streams import Stream, hot_stream


@dataclass(frozen=True, slots=True)
class Programme:
    """What is watched, and the stories that are drawn from.

    `stories` holds any number of stories of each group; `a_week` (groups,) is how many each tells a week; `budget`
    is what the monitor of these streams may spend. `shifted` names the ordered stream that is shifted; without it
    the hot score, else the ordered stream that was answered most.
    """

    streams: tuple[Stream, ...]
    parents: Ints
    strata: int
    modes: int
    stories: Batch
    a_week: Floats
    budget: float = 1.0
    shifted: str | None = None

    def monitor(self) -> DriftMonitor:
        """A monitor of these streams that has seen nothing yet."""
        return DriftMonitor(self.streams, self.parents, self.strata, self.modes, budget=self.budget, volume=False)

    @property
    def columns(self) -> tuple[Stream, ...]:
        """The streams that have a column of `stories.bins`."""
        return tuple(stream for stream in self.streams if stream.kind != "joint")

    def shifted_column(self) -> int:
        """The column of the stream that is shifted. Raises ValueError when nothing ordered is watched."""
        names = [stream.name for stream in self.columns]
        ordered = [place for place, stream in enumerate(self.columns) if stream.kind == "ordered"]
        if not ordered:
            raise ValueError("nothing that is watched has an order: a shift needs a triad, a dyad or a hot score")
        wanted = self.shifted if self.shifted is not None else hot_stream().name
        if wanted in names and names.index(wanted) in ordered:
            return names.index(wanted)
        if self.shifted is not None:
            raise ValueError(f"{self.shifted!r} is not an ordered stream that is watched: leave it out or name one")
        answered = (self.stories.bins >= 0).sum(axis=0)
        return max(ordered, key=lambda place: int(answered[place]))

    def by_pace(self) -> Ints:
        """The groups that tell anything, slowest first."""
        order = np.argsort(self.a_week, kind="stable")
        return np.asarray(order[self.a_week[order] > 0])

    def represented(self, most: int) -> Programme:
        """The same with only the groups that tell anything; with `most` of them, evenly by pace, where there are more.

        The budget is the part that they bring stories for, so that the thresholds stay those of the whole. Raises
        ValueError when no group tells anything.
        """
        telling = self.by_pace()
        if not len(telling):
            raise ValueError("no group tells any story: give at least one that tells some a week")
        places = np.linspace(0, len(telling) - 1, min(most, len(telling))).round().astype(np.int64)
        chosen = np.sort(telling[places])
        if len(chosen) == len(self.parents):
            return self
        number = np.full(len(self.parents), -1)
        number[chosen] = np.arange(len(chosen))
        kept = number[self.stories.group] >= 0
        stories, parents = self.stories, self.parents[chosen]
        return replace(
            self,
            parents=np.where(parents >= 0, np.searchsorted(np.unique(parents[parents >= 0]), parents), -1),
            stories=Batch(number[stories.group[kept]], stories.stratum[kept], stories.mode[kept], stories.bins[kept]),
            a_week=self.a_week[chosen],
            budget=self.budget * float(self.a_week[chosen].sum() / self.a_week.sum()),
        )

    def narrowed(self, signifiers: Collection[str]) -> Programme:
        """The same with only the streams of some signifiers, and the part of the budget that is theirs.

        A bet has the same slice of the budget as beside all the others, and every signifier is predicted by itself:
        its alarms come on the same days or nearly so, at a fraction of the work.
        """
        kept = tuple(one for one in self.streams if one.signifier in signifiers and one.kind != "joint")
        names, shares = signifier_shares(self.streams, volume=False)
        part = sum(float(share) for name, share in zip(names, shares, strict=True) if name in signifiers)
        columns = [place for place, one in enumerate(self.columns) if one in kept]
        return replace(
            self,
            streams=kept,
            stories=replace(self.stories, bins=self.stories.bins[:, columns]),
            budget=self.budget * part,
        )
