"""Careless indexing, marked and never dropped: whoever reads results can leave the marked stories out and compare.

After the indices of insufficient effort in Curran (2016), "Methods for the detection of carelessly invalid
responses in survey data", Journal of Experimental Social Psychology 66: long strings of one answer, and too little
time.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from math import dist
from statistics import median

from narratives.answers import Answer, DyadAnswer, TriadAnswer

LEAST_TRIADS = 3  # below this the same place three times is no pattern
NEAR = 0.03  # how far apart, in shares, two places still count as one
QUICK_SECONDS = 2
_PLACED_BY_HAND = {"tap", "drag", "keys", "numbers", "list"}


class Mark(StrEnum):
    """One sign that somebody may not have meant where they placed their markers."""

    CENTRE = "centre"  # every triad in the very middle
    SAME_SPOT = "same-spot"  # every triad in one place that is not the middle
    SECONDS = "seconds"  # half of the placements took no more than QUICK_SECONDS


def marks(answers: Iterable[Answer]) -> frozenset[Mark]:
    """The signs of careless indexing in a story's answers; empty where there is too little to tell by."""
    placed = [one for one in answers if isinstance(one, TriadAnswer | DyadAnswer) and one.method in _PLACED_BY_HAND]
    found = _spots([one for one in placed if isinstance(one, TriadAnswer)])
    times = [one.seconds for one in placed if one.seconds is not None]
    if len(times) >= LEAST_TRIADS and median(times) <= QUICK_SECONDS:
        found |= {Mark.SECONDS}
    return found


def _spots(triads: list[TriadAnswer]) -> frozenset[Mark]:
    if len(triads) < LEAST_TRIADS:
        return frozenset()
    shown = [_as_shown(triad) for triad in triads]
    if all(dist(place, (1 / 3, 1 / 3, 1 / 3)) <= NEAR for place in shown):
        return frozenset({Mark.CENTRE})
    if all(dist(place, shown[0]) <= NEAR for place in shown):
        return frozenset({Mark.SAME_SPOT})
    return frozenset()


def _as_shown(triad: TriadAnswer) -> tuple[float, ...]:
    """The place on the teller's own screen: the same spot is not the same anchor where the order is random."""
    return tuple(triad.shares[place] for place in triad.order) if triad.order else triad.shares
