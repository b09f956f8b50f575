"""How fast the rivals find what was planted, once each is set to as many false alarms a year as ours may have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from benchmarks.drift_rivals import Rival
from benchmarks.simulated_bins import ANCHORS, hot
from benchmarks.simulated_texts import themes
from benchmarks.simulator import DYADS, FIRST_DAY, TRIADS, Programme, World, simulate
from benchmarks.worlds import HORIZON
from models.arrays import Bools, Floats, Ints
from models.bins import ZONES, zone_bins

START_DAYS, MUTE_DAYS, DAYS_A_YEAR = 30, 28, 365.25


@dataclass(frozen=True, slots=True)
class Series:
    """One column of one area: its values in order and the day of each, from 0."""

    name: str
    area: int
    values: Floats
    day: Ints


def threshold(statistics: Sequence[Floats], alarms: float) -> float:
    """The lowest threshold at which all these series together ring at most so many times; none where nothing rang."""
    highest = np.sort(np.concatenate([found[np.isfinite(found)] for found in statistics]))
    if not len(highest):
        return -np.inf
    low, high = 0, len(highest) - 1
    while low < high:
        middle = (low + high) // 2
        rings = sum(int(rung(found, float(highest[middle])).sum()) for found in statistics)
        low, high = (low, middle) if rings <= alarms else (middle + 1, high)
    return float(highest[low])


def tuned(rival: Rival, world: World, statistics: Sequence[Sequence[Floats]], budget: float) -> float:
    """The threshold at which a rival rings `budget` times a year for a whole programme.

    `statistics` has one entry a replicate, from `null_statistics`; a rival that was shown only some of the areas
    has their part of the budget.
    """
    years = len(statistics) * (world.days - START_DAYS) / DAYS_A_YEAR
    part = min(rival.tuned_on, world.areas) / world.areas
    return threshold([found for one in statistics for found in one], budget * years * part)


def null_statistics(rival: Rival, world: World, seed: int) -> list[Floats]:
    """What the rival makes of every series of a world in which nothing happens, from the first day watched on."""
    shown = series(world, seed, rival, range(min(rival.tuned_on, world.areas)))
    return [rival.detector(one.values, one.day, world.days)[START_DAYS:] for one in shown]


def rung(statistic: Floats, threshold: float) -> Bools:
    """On which days it rings: above the threshold, and then not again for `MUTE_DAYS`."""
    rings, muted = np.zeros(len(statistic), dtype=bool), -1
    for day in np.flatnonzero(statistic > threshold):
        if day > muted:
            rings[day], muted = True, int(day) + MUTE_DAYS
    return rings


def rival_delay(rival: Rival, world: World, threshold: float, seed: int) -> float:
    """Days from the shift on until the rival rings for an area and column that the shift moved; infinite if never."""
    shift = world.shift
    if shift is None:
        raise ValueError("this world has no shift to find: choose one of benchmarks.worlds.SHIFTS")
    still = series(replace(world, shift=None), seed, rival, shift.areas)
    same = {(one.name, one.area): one for one in still}
    best = np.inf
    for one in series(world, seed, rival, shift.areas):
        if not _differ(one, same.get((one.name, one.area))) or (shift.kind == "volume" and one.name != "stories"):
            continue
        rings = np.flatnonzero(rung(rival.detector(one.values, one.day, world.days)[START_DAYS:], threshold))
        late = rings + START_DAYS - shift.on + 1
        best = min(best, float(late[late >= 1].min(initial=HORIZON + 1)))
    return best if best <= HORIZON else np.inf


def series(world: World, seed: int, rival: Rival, areas: Sequence[int]) -> Iterator[Series]:
    """Everything that a rival is shown of these areas."""
    programme, theme = _simulated(world, seed)
    levels = {"choice": programme.choice, "theme": theme}
    if rival.shown == "counts":
        columns = zones(programme) | _each(levels)
    else:
        whole = {name: codes.astype(np.float64) for name, codes in levels.items()}
        columns = numeric(programme) | {"each": _each(levels), "whole": whole, "none": {}}[rival.categories]
    days, every = programme.day - FIRST_DAY, np.arange(world.days)
    for area in areas:
        mine = programme.group == area
        stories = np.bincount(days[mine], minlength=world.days).astype(np.float64)
        yield Series("stories", area, stories, every)
        for name, column in columns.items():
            if rival.shown == "counts":
                counted = np.bincount(days[mine], weights=column[mine], minlength=world.days).astype(np.float64)
                yield Series(name, area, counted, every)
            else:
                told = mine & np.isfinite(column)
                yield Series(name, area, column[told], days[told])


@lru_cache(maxsize=4)
def _simulated(world: World, seed: int) -> tuple[Programme, Ints]:
    programme = simulate(world, seed)
    return programme, themes(programme)


def numeric(programme: Programme) -> dict[str, Floats]:
    """The hot score, every share and every dyad (n,); NaN where not answered."""
    shares = {
        f"triad{t}:{anchor}": programme.triads[:, t, k] for t in range(TRIADS) for k, anchor in enumerate(ANCHORS)
    }
    return {"hot": hot(programme), **shares, **{f"dyad{d}": programme.dyads[:, d] for d in range(DYADS)}}


def zones(programme: Programme) -> dict[str, Floats]:
    """Whether each zone of each triad was placed in (n,)."""
    placed = {t: zone_bins(programme.triads[:, t]) for t in range(TRIADS)}
    return {f"zone{z} of triad{t}": (placed[t] == z).astype(np.float64) for t in placed for z in range(ZONES)}


def _each(levels: dict[str, Ints]) -> dict[str, Floats]:
    """Whether each level of these was named (n,)."""
    return {
        f"{name}{k}": (codes == k).astype(np.float64)
        for name, codes in levels.items()
        for k in range(int(codes.max()) + 1)
    }


def _differ(one: Series, other: Series | None) -> bool:
    return other is None or not np.array_equal(one.values, other.values)
