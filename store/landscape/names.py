"""Groups, areas, languages and themes as numbers, so that stories can be told apart by arrays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Name = TypeVar("Name", bound=Hashable)
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int32]


class Register(Generic[Name]):
    """Numbers for names in the order in which they first appear; a number is never given twice."""

    def __init__(self) -> None:
        self._numbers: dict[Name, int] = {}
        self._names: list[Name] = []

    def __len__(self) -> int:
        return len(self._names)

    def number(self, name: Name) -> int:
        """The number of a name, a new one where it has none."""
        found = self._numbers.get(name)
        if found is None:
            found = len(self._names)
            self._names.append(name)
            self._numbers[name] = found
        return found

    def numbers(self, names: Iterable[Name]) -> Numbers:
        """The number of each of many names."""
        listed = list(names)
        try:
            found = list(map(self._numbers.__getitem__, listed))
        except KeyError:
            for name in dict.fromkeys(listed):
                self.number(name)
            found = list(map(self._numbers.__getitem__, listed))
        return np.array(found, np.int32)

    def name(self, number: int) -> Name:
        """The name of a number."""
        return self._names[number]

    def flags(self, wanted: Sequence[Name]) -> Flags:
        """For each number whether its name is wanted."""
        flags = np.zeros(len(self._names), bool)
        flags[[self._numbers[name] for name in wanted if name in self._numbers]] = True
        return flags


class Strata:
    """Every combination of area, group and language that stories were told in."""

    def __init__(self) -> None:
        self.areas: Register[str] = Register()
        self.groups: Register[str] = Register()
        self.languages: Register[str] = Register()
        self._known: Register[str] = Register()
        self._parts = np.empty((0, 3), np.int32)

    def numbers(self, told: Iterable[str]) -> Numbers:
        """The number of each group, area and language, written as `told_in` reads it."""
        before = len(self._known)
        found = self._known.numbers(told)
        new = [told_in(self._known.name(number)) for number in range(before, len(self._known))]
        if new:
            parts = [
                (self.areas.number(area), self.groups.number(group), self.languages.number(language))
                for group, area, language in new
            ]
            # Put in place as a whole, so that whoever reads meanwhile has one or the other.
            self._parts = np.concatenate([self._parts, np.array(parts, np.int32)])
        return found

    @property
    def parts(self) -> Numbers:
        """For each combination the numbers of its area, group and language: shape (combinations, 3)."""
        return self._parts

    def name(self, number: int) -> tuple[str, str, str]:
        """(group, area, language) of a combination."""
        return told_in(self._known.name(number))


def told_in(text: str) -> tuple[str, str, str]:
    """(group, area, language) out of one text: the lengths of the first two, then all three with nothing between.

    >>> told_in("4:2:EastE1en")
    ('East', 'E1', 'en')
    """
    group, area, rest = text.split(":", 2)
    first = int(group)
    second = first + int(area)
    return rest[:first], rest[first:second], rest[second:]
