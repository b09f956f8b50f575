"""How often common ground and divides are called where there are none, in tables whose truth is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.claims import Claim, at_least, at_most, proof

TABLES = 300
GROUPS, SIZES = 5, (60, 90, 150, 220, 400)
SPREAD = 0.08  # of batches: their stories are correlated by 0.074
GOAL = 0.05
CLEAR = 0.1  # above the line in every group


@dataclass(slots=True)
class _Counts:
    """Over many tables: the mean share of false calls among calls, tables with any, and how much was found."""

    false_divides: float = 0.0
    any_divide: float = 0.0
    found_divides: float = 0.0
    false_common: float = 0.0
    any_common: float = 0.0
    found_common: float = 0.0
    gap_missed: float = 0.0


@proof("meaning")
def common_ground_and_divides() -> Iterator[Claim]:
    """False calls under no difference, under real ones, at the edge of being common, and in closed batches."""
    same = _over(apart=0.0)
    yield at_most("tables of groups that do not differ in which any divide is called", same.any_divide, GOAL)
    mixed = _over(apart=0.5)
    note = f"{TABLES} tables, 5 groups of 60 to 400, {100 * mixed.found_divides:.0f} % of those of 20 points found"
    yield at_most(
        "false divides among those called, half of the questions dividing", mixed.false_divides, GOAL, note=note
    )
    note = f"{100 * mixed.found_common:.0f} % of common ground that is 10 points clear in every group is found"
    yield at_most("false common ground among what is called", mixed.false_common, GOAL, note=note)
    yield at_most("largest difference above its stated bound, among common ground", mixed.gap_missed, GOAL)
    edge = _over(apart=0.0, edge=True)
    note = "one group just at the line in every question, all others 20 points above it"
    yield at_most("tables with any false common ground, all items at the edge", edge.any_common, GOAL, note=note)
    batched = _over(apart=0.0, spread=SPREAD)
    note = "batches of 10 whose stories are correlated by 0.07; design effect estimated"
    yield at_most(
        "tables of closed batches without a divide in which one is called", batched.any_divide, GOAL, note=note
    )
    found = _over(apart=0.5, spread=SPREAD)
    yield at_most("false divides among those called, from closed batches", found.false_divides, GOAL)
    yield at_most("false common ground among what is called, from closed batches", found.false_common, GOAL)
    yield at_least("real divides of 20 points or more that are found, open stories", mixed.found_divides, 0.5)


def _over(*, apart: float, edge: bool = False, spread: float = 0.0) -> _Counts:
    from benchmarks.simulated_tables import table, world
    from models.consensus import common_ground, divides

    chance, counts = np.random.default_rng(7), _Counts()
    real, high, called, missed = 0, 0, 0, 0
    for _ in range(TABLES):
        truth = world(chance, GROUPS, apart=apart, edge=edge)
        drawn = table(chance, truth, SIZES, spread=spread)
        parted, ground = divides(drawn).is_told, common_ground(drawn)
        sizes = np.array(SIZES)[:, None]
        rest = ((truth.shares * sizes).sum(axis=0) - truth.shares * sizes) / (sizes.sum() - sizes)
        differs = np.abs(truth.shares - rest) > 1e-9
        large = np.abs(truth.shares - rest) >= 0.2
        counts.false_divides += (parted & ~differs).sum() / max(parted.sum(), 1)
        counts.any_divide += bool((parted & ~differs).any())
        counts.found_divides += (parted & large).sum()
        real += large.sum()
        shared, common = ground.is_shared, truth.is_common
        counts.false_common += (shared & ~common).sum() / max(shared.sum(), 1)
        counts.any_common += bool((shared & ~common).any())
        clear = (truth.shares > truth.high + CLEAR).all(axis=0)
        counts.found_common += (shared & clear).sum()
        high += clear.sum()
        called += int(shared.sum())
        missed += int((np.ptp(truth.shares, axis=0)[shared] > ground.gap_most[shared]).sum())
    for name in ("false_divides", "any_divide", "false_common", "any_common"):
        setattr(counts, name, getattr(counts, name) / TABLES)
    counts.found_divides /= max(real, 1)
    counts.found_common /= max(high, 1)
    counts.gap_missed = missed / max(called, 1)
    return counts
