"""What a planted shift truly moved: the same programme with and without it, story by story."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from benchmarks.simulator import FIRST_DAY, Programme, World, simulate
from models.arrays import Ints
from models.findings import Finding
from models.streams import Stream

Watching = Callable[[Programme, Any], tuple[list[Stream], Ints]]


class Planted:
    """A world with a shift, and the truth about any finding on it.

    Without its shift the same seed gives the same stories with other answers, so that the truth about a stream
    is the difference of its bins, over the stories that feel the shift.
    """

    def __init__(self, world: World, seed: int, watching: Watching) -> None:
        if world.shift is None:
            raise ValueError("this world has no shift to find: choose one of benchmarks.worlds.SHIFTS")
        self.world, self.shift = world, world.shift
        self.programme = simulate(world, seed)
        self._watching = watching
        self._still = cache(lambda: simulate(replace(world, shift=None), seed))
        self._columns = cache(self._watched)

    def touches(self, finding: Finding) -> bool:
        """Whether the finding's unit holds an affected area."""
        if finding.scope == "group":
            return finding.unit in self.shift.areas
        return finding.scope == "collection" or finding.unit in self._regions()

    def right_scope(self, finding: Finding) -> bool:
        """Whether the unit is the affected one: the area, the region or the whole programme."""
        if not self.touches(finding):
            return False
        if len(self.shift.areas) == 1:
            return finding.scope == ("group" if self.world.areas > 1 else "collection")
        return finding.scope == ("collection" if len(self.shift.areas) == self.world.areas else "parent")

    def moved(self, finding: Finding) -> bool:
        """Whether the finding's signifier moved at all."""
        if self.shift.kind == "volume":
            return finding.signifier == "volume"
        streams = [s.name for s in self._streams().values() if s.signifier == finding.signifier]
        return any((shifted != still).any() for shifted, still in map(self._levels, streams))

    def right_direction(self, finding: Finding) -> bool:
        """Whether the finding's stream moved the way that it says."""
        if self.shift.kind == "volume":
            return finding.signifier == "volume" and finding.direction == "up"
        if finding.stream not in self._streams():
            return False
        shifted, still = self._levels(finding.stream)
        kept = (shifted >= 0) & (still >= 0)
        if finding.level is not None:
            change = float((shifted == finding.level).sum() - (still == finding.level).sum())
        elif finding.direction in ("wider", "narrower"):
            change = float(shifted[kept].var() - still[kept].var())
        else:
            change = float(shifted[kept].mean() - still[kept].mean())
        return change > 0 if finding.direction in ("up", "wider") else change < 0

    def _regions(self) -> set[int]:
        return {area % self.world.regions for area in self.shift.areas}

    def _watched(self) -> dict[str, tuple[Stream, Ints, Ints]]:
        """Every stream, and its bins with and without the shift."""
        columns: dict[str, tuple[Stream, Ints, Ints]] = {}
        for which in ("arrivals", "texts", "answers"):
            streams, shifted = self._watching(self.programme, which)
            still = self._watching(self._still(), which)[1]
            columns |= {s.name: (s, shifted[:, i], still[:, i]) for i, s in enumerate(streams) if s.of is None}
            columns |= {s.name: _joint(s, columns) for s in streams if s.of is not None}
        return columns

    def _streams(self) -> dict[str, Stream]:
        return {name: stream for name, (stream, _, _) in self._columns().items()}

    def _levels(self, name: str) -> tuple[Ints, Ints]:
        _, shifted, still = self._columns()[name]
        feels = (self.programme.day >= FIRST_DAY + self.shift.on) & np.isin(self.programme.group, self.shift.areas)
        return shifted[feels], still[feels]


def _joint(stream: Stream, columns: dict[str, tuple[Stream, Ints, Ints]]) -> tuple[Stream, Ints, Ints]:
    one, other = (columns[name] for name in stream.of or ())
    levels = other[0].levels
    shifted, still = (
        np.where((one[i] >= 0) & (other[i] >= 0), one[i] * levels + other[i], -1)  # type: ignore[operator]
        for i in (1, 2)
    )
    return stream, shifted, still
