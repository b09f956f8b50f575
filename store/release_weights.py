"""Members of a confederation taken together, item by item: one organisation, one voice, and by how many answered.

Both are worked out from what a page tells of each member and from nothing else, so that they tell nothing further: a
share below k counts as anything from none to k - 1 of the number told, and where a share is guarded nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.consensus import interval
from models.equal_voices import LEAST, beyond, equal_mean
from store.commons_shares import K
from store.release_benchmarks import Item, MemberShare, Question

_LEVEL = 0.05


class Weight(StrEnum):
    """How members count: each the same, or each by how many answered there."""

    EQUAL = "equal"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class Together:
    """What all members come to: from `least` to `most`, the same where every share is told, with the 95 % interval."""

    least: float
    most: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """An item in both weights; None where fewer than LEAST members have figures, one is guarded, or no share is told.

    `away` is how far one's own share lies from the mean of the others as equals, where that can be told from scatter
    over all items of the page, with its interval; None otherwise.
    """

    equal: Together | None
    size: Together | None
    away: tuple[float, float, float] | None
    members: int


def weigh(question: Question, item: Item, items: int) -> Weighed:
    """One item of a question; `items` is how many the page compares, for which the comparison is corrected."""
    told = len(item.shares)
    shown = any(one.share is not None for one in item.shares)
    if told < LEAST or not shown or any(one.is_guarding for one in item.shares):
        return Weighed(None, None, None, told)
    sizes = [one.n for one in question.standings if one.n is not None]
    sized = list(zip(item.shares, sizes, strict=True))
    bounds = [(*_bounds(one, n), n) for one, n in sized]
    return Weighed(_equal(bounds), _by_size(bounds), _away(sized, items), told)


def _bounds(one: MemberShare, n: int) -> tuple[float, float]:
    return (0.0, min(1.0, (K - 1) / n)) if one.share is None else (one.share, one.share)


def _equal(bounds: list[tuple[float, float, int]]) -> Together:
    sizes = [n for _, _, n in bounds]
    least, most = (equal_mean([one[end] for one in bounds], sizes) for end in (0, 1))
    return Together(least.share, most.share, least.low, most.high)


def _by_size(bounds: list[tuple[float, float, int]]) -> Together:
    total = sum(n for _, _, n in bounds)
    least, most = (sum(one[end] * one[2] for one in bounds) / total for end in (0, 1))
    return Together(least, most, float(interval(least, total)[0]), float(interval(most, total)[1]))


def _away(sized: list[tuple[MemberShare, int]], items: int) -> tuple[float, float, float] | None:
    own = next(((one.share, n) for one, n in sized if one.is_own), None)
    others = [one.share for one, _ in sized if not one.is_own and one.share is not None]
    if own is None or own[0] is None or len(others) + 1 < len(sized):
        return None
    found = beyond(own[0], own[1], others, 1 - _LEVEL / max(items, 1))
    return (found.share, found.low, found.high) if found.low > 0 or found.high < 0 else None
