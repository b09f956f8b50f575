"""What was found where somebody expected it, and how surprising that was; nothing about fewer than k stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.surprise import surprise
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.selection import View
from narratives.triangle import ZONES
from store import release
from store.database import Database
from store.landscape import Landscape


@dataclass(frozen=True, slots=True)
class Found:
    """The share of each zone among `n` placed stories, and how surprising that is, in bits from 0 to 1."""

    shares: Mapping[str, float]
    n: int
    surprise: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A surprise in bits with its 95 % interval, and whether the expectation was nearer than an even spread.

    `nearer` is 1 when it was, -1 when an even spread would have been nearer, 0 when `n` stories cannot tell.
    """

    bits: float
    low: float
    high: float
    even: float
    nearer: int


def find(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    triad_id: str,
    view: View,
    expected: Mapping[str, float],
) -> Found | None:
    """Compare with what may be released of a triad; None while fewer than k stories are placed there.

    What is picked in the triad's own picture is left aside: it would be told what was expected.
    """
    shape = release.triad(db, landscape, collection, framework, triad_id, view.without_part(triad_id))
    n = shape.counts.placed
    if n < collection.k:
        return None
    shares = {zone: shape.zones[zone] / n for zone in ZONES}
    return Found(shares, n, judge(expected, shares, n).bits)


def judge(expected: Mapping[str, float], found: Mapping[str, float], n: int) -> Judged:
    """How far `n` stories with these shares lie from what was expected (models.surprise)."""
    counts = [round(found[zone] * n) for zone in ZONES]
    judged = surprise([expected[zone] for zone in ZONES], counts)
    if judged is None:
        raise ValueError(f"{n} stories are too few to compare with")
    # No draw reaches a part that is quite empty, so the score of one may lie beyond all of them.
    low, high = min(judged.low, judged.bits), max(judged.high, judged.bits)
    return Judged(judged.bits, low, high, judged.even, judged.nearer)
