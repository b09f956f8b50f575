"""Probes that are looked at every day: how often doing nothing is taken for something, and how soon an effect shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.claims import Claim, at_most, proof

if TYPE_CHECKING:
    from benchmarks.probe_worlds import Watched, World

NULL_WORLDS, PLANTED_WORLDS, SHIFTED_WORLDS = 12, 7, 10
WORKS, SHIFTED = -1.2, 1.0  # of the log-share of "cross"
MOST_MISLED = 0.05


@proof("alerts")
def probes_read_daily() -> Iterator[Claim]:
    """Through the store and the worker's step, each probe with two aims, ninety days of daily looks."""
    from benchmarks.probe_worlds import BEFORE, LOOKED, World

    idle = _watched([World(seed) for seed in range(NULL_WORLDS)])
    yield at_most(
        "probes that do nothing and were ever advised to amplify or dampen",
        round(_misled(idle) / len(idle), 4),
        MOST_MISLED,
        note=f"{_misled(idle)} of {len(idle)} probes with two aims, {BEFORE} days before, {LOOKED} daily looks",
    )
    begun = _watched([World(100 + seed, probes=9, shifted=SHIFTED) for seed in range(SHIFTED_WORLDS)])
    yield at_most(
        "the same where an alert had told of a shift five weeks before, which stays",
        round(_misled(begun) / len(begun), 4),
        MOST_MISLED,
        note=f"{_misled(begun)} of {len(begun)} probes; the time before begins with that shift",
    )
    works = _watched([World(200 + seed, probes=9, works=WORKS, a_day=4) for seed in range(PLANTED_WORLDS)])
    found = [one for one in works if one.hoped is not None]
    fewer = -100 * mean(one.effect for one in works)
    yield at_most(
        "median days until a probe that works is told to have moved the hoped-for way",
        median([one.hoped if one.hoped is not None else LOOKED + 1 for one in works]),
        LOOKED,
        note=f"{len(found)} of {len(works)} within {LOOKED} days; 4 stories a day, {fewer:.0f} fewer in every hundred",
    )


def _watched(worlds: Sequence[World]) -> list[Watched]:
    from benchmarks.probe_worlds import watch

    with TemporaryDirectory() as folder:
        return [one for world in worlds for one in watch(world, Path(folder))]


def _misled(watched: Sequence[Watched]) -> int:
    from narratives.probe import Advice

    return sum(Advice.AMPLIFY in one.first or Advice.DAMPEN in one.first for one in watched)
