"""Codes for the groups, strata and modes that a monitor has met, in the order in which it met them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from analysis.npz import Arrays
from narratives.collection import Collection
from store.watching import Telling

Ints = npt.NDArray[np.int64]


@dataclass(slots=True)
class Codebook:
    """Names by code. `parents` are the declared parents; a group's `parent_of` is its parent's place among them."""

    groups: list[str] = field(default_factory=list)
    strata: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    parent_of: list[int] = field(default_factory=list)

    def learn(self, collection: Collection, tellings: Sequence[Telling]) -> bool:
        """Give codes to what is met for the first time, by name; whether there was anything."""
        before = (len(self.groups), len(self.strata), len(self.modes))
        _append(self.strata, (one.stratum for one in tellings))
        _append(self.modes, (one.mode for one in tellings))
        for group in _append(self.groups, (one.group for one in tellings)):
            parent = unit_parent(collection, group)
            if parent is not None:
                _append(self.parents, [parent])
            self.parent_of.append(-1 if parent is None else self.parents.index(parent))
        return before != (len(self.groups), len(self.strata), len(self.modes))

    def agrees_with(self, collection: Collection) -> bool:
        """Whether every group still has the parent that it had when it was met."""
        now = [unit_parent(collection, group) for group in self.groups]
        return now == [None if place < 0 else self.parents[place] for place in self.parent_of]

    def encode(self, tellings: Sequence[Telling]) -> tuple[Ints, Ints, Ints]:
        """Codes of group, stratum and mode of each story."""
        return (
            _codes(self.groups, [one.group for one in tellings]),
            _codes(self.strata, [one.stratum for one in tellings]),
            _codes(self.modes, [one.mode for one in tellings]),
        )

    def codes_of(self, scope: str, unit: int) -> Ints:
        """The codes of the groups that a unit is made of."""
        if scope == "group":
            return np.array([unit], dtype=np.int64)
        inside = [scope == "collection" or parent == unit for parent in self.parent_of]
        return np.flatnonzero(inside).astype(np.int64)

    def name_of(self, scope: str, unit: int) -> str:
        """What a unit is called; the whole collection has no name."""
        return {"group": self.groups, "parent": self.parents}[scope][unit] if scope != "collection" else ""

    def to_arrays(self) -> Arrays:
        """The book as plain arrays."""
        names = {"groups": self.groups, "strata": self.strata, "modes": self.modes, "parents": self.parents}
        arrays: Arrays = {f"codes.{name}": np.array(values, dtype=np.str_) for name, values in names.items()}
        return arrays | {"codes.parent_of": np.array(self.parent_of, dtype=np.int64)}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Codebook:
        """The book that `to_arrays` wrote."""
        lists = [arrays[f"codes.{name}"].tolist() for name in ("groups", "strata", "modes", "parents", "parent_of")]
        return cls(*lists)


def unit_parent(collection: Collection, group: str) -> str | None:
    """The parent that a group's stories count toward: its declared one, or itself where it is a parent."""
    if any(one.parent == group for one in collection.groups):
        return group
    return collection.parent_of(group)


def _append(names: list[str], met: Iterable[str]) -> list[str]:
    fresh = sorted(set(met) - set(names))
    names += fresh
    return fresh


def _codes(names: list[str], values: list[str]) -> Ints:
    places = {name: place for place, name in enumerate(names)}
    return np.array([places[value] for value in values], dtype=np.int64)
