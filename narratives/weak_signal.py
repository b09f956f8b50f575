"""A weak signal: a small pocket of stories that are alike, unlike what was told before, and of several tellers.

It is a lead and no finding. Found again, a pocket is the same one when it shares half of its stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

LEAST_STORIES = 4  # of a pocket: with fewer left it is none
GROWN = 1.5  # so many times as many stories bring a dismissed one back


class SignalState(StrEnum):
    """What somebody made of a pocket."""

    WAITING = "waiting"
    KEPT = "kept"
    MERGED = "merged"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Known:
    """A pocket that was found before: its stories, and the one that it was merged into."""

    id: str
    stories: frozenset[str]
    state: SignalState
    merged_into: str | None = None
    size_then: int = 0


def recognise(found: Sequence[Set[str]], known: Iterable[Known]) -> list[str | None]:
    """The id of the pocket that each found set of stories is, None for a new one.

    Half of the smaller set must be shared; the largest overlaps are given away first, each pocket once. What was
    merged stands for the pocket that it was merged into, so that two found sets may be one.

    >>> recognise([{"a", "b", "c", "d"}, {"x", "y"}], [Known("old", frozenset("abez"), SignalState.KEPT)])
    ['old', None]
    """
    by_id = {one.id: one for one in known}
    pairs = [
        (len(shared), place, one.id)
        for place, stories in enumerate(found)
        for one in by_id.values()
        if (shared := one.stories & stories) and 2 * len(shared) >= min(len(stories), len(one.stories))
    ]
    named: list[str | None] = [None] * len(found)
    taken: set[str] = set()
    for _, place, signal in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if named[place] is None and signal not in taken:
            named[place] = signal
            taken.add(signal)
    return [None if one is None else follow(one, by_id) for one in named]


def follow(signal: str, known: Mapping[str, Known]) -> str:
    """The pocket that stands for this one, after everything that was merged."""
    seen = {signal}
    while (into := known[signal].merged_into) and into in known and into not in seen:
        seen.add(into)
        signal = into
    return signal


def comes_back(known: Known, stories: int) -> bool:
    """Whether a dismissed pocket has grown so far that it is shown once more."""
    return known.state is SignalState.DISMISSED and stories >= GROWN * max(known.size_then, 1)
