"""One dot a group on an axis from none to all stories, each with its interval: a lane a group, the fewest above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.release_consensus import GroupShare

WIDE, LANE, EDGE = 300, 11, 6


@dataclass(frozen=True, slots=True)
class Lane:
    """A group's dot (none where its number is below k) and the ends of its interval, across; `words` say the same."""

    group: str
    words: str
    y: int
    x: int | None
    low: int
    high: int
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Dots:
    """The picture; `mark` is where a share begins to be high, None where nothing is held against that."""

    lanes: tuple[Lane, ...]
    height: int
    mark: int | None


def dots(shares: Sequence[GroupShare], *, meant: Iterable[str] = (), mark: float | None = None) -> Dots:
    """The picture of some groups' shares; those that are `meant` stand out."""
    named = frozenset(meant)
    order = sorted(shares, key=lambda one: (one.low + one.high if one.share is None else 2 * one.share, one.group))
    lanes = tuple(
        Lane(
            one.group,
            share_words(one),
            EDGE + number * LANE,
            None if one.share is None else across(one.share),
            across(one.low),
            across(one.high),
            one.group in named,
        )
        for number, one in enumerate(order)
    )
    return Dots(lanes, 2 * EDGE + LANE * max(len(lanes) - 1, 0), None if mark is None else across(mark))


def share_words(one: GroupShare) -> str:
    """A share in words, with its interval."""
    if one.share is None:
        return f"at most {hundred(one.high)} of 100"
    return f"{hundred(one.share)} of 100 ({hundred(one.low)} to {hundred(one.high)})"


def across(share: float) -> int:
    """Where a share lies across the picture."""
    return EDGE + round((WIDE - 2 * EDGE) * min(max(share, 0.0), 1.0))


def hundred(share: float) -> str:
    """A share in hundredths."""
    return f"{100 * share:.0f}"
