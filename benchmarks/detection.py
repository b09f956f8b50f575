"""False alarms on null worlds and delays on planted shifts: run `python -m benchmarks.detection --help`."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from benchmarks.simulator import FIRST_DAY, Shift, World, batches, binned, simulate, watched_streams
from models.drift import DriftMonitor
from models.findings import Finding

NULLS = {
    "plain": World(),
    "mix reversed": World(mix_reversed=True),
    "mode 10 % to 70 %": World(mode_changes=True),
    "day effects": World(day_effect=0.3),
    "programme day effects": World(programme_day_effect=0.2),
    "rates doubled": World(rate_doubles=True),
    "season in the answers": World(season=0.3),
    "one prolific teller": World(prolific=True),
    "1 area": World(areas=1, regions=1),
    "50 areas, 1 a day": World(areas=50, rate=1.0),
    "10 areas, 1 a day": World(rate=1.0),
}
SHIFTS = {
    "area mean 0.35": World(days=240, shift=Shift("triad", 0.35)),
    "area mean 0.7": World(days=240, shift=Shift("triad", 0.7)),
    "area mean 1.4": World(days=240, shift=Shift("triad", 1.4)),
    "ramp to 1.0 in 60 days": World(days=240, shift=Shift("triad", 1.0, ramp_days=60)),
    "dyad 0.7": World(days=240, shift=Shift("dyad", 0.7)),
    "choice 1.2": World(days=240, shift=Shift("choice", 1.2)),
    "volume x 1.8": World(days=240, shift=Shift("volume", 1.8)),
    "several hot 0.35": World(days=240, shift=Shift("hot", 0.35)),
    "region mean 0.4": World(days=240, shift=Shift("triad", 0.4, areas=(0, 3, 6, 9))),
    "whole programme 0.2": World(days=240, shift=Shift("triad", 0.2, areas=tuple(range(10)))),
    "after mix, mode, rate": World(
        days=240, half=80, mix_reversed=True, mode_changes=True, rate_doubles=True, shift=Shift("triad", 0.7)
    ),
    "day effects, 0.7": World(days=240, day_effect=0.3, shift=Shift("triad", 0.7)),
}
_SIGNIFIERS = {
    "triad": {"triad0", "temperature"},
    "dyad": {"dyad0", "temperature"},
    "choice": {"choice"},
    "volume": {"volume"},
    "hot": {"temperature", "triad0", "triad1", "triad2", "triad3"},
}


@dataclass(frozen=True, slots=True)
class Detection:
    """One replicate of a shift world: delay in days (None: missed), right place, onset error in days."""

    delay: int | None
    placed: bool
    onset_error: int | None


def replay(world: World, seed: int, budget: float) -> list[Finding]:
    """All findings on one simulated programme."""
    programme = simulate(world, seed)
    monitor = DriftMonitor(watched_streams(), programme.parents, strata=4, modes=2, budget=budget)
    found: list[Finding] = []
    for day, batch in batches(programme, binned(programme)):
        found += monitor.update(day, batch)
    return found


def false_alarms(world: World, seeds: Iterable[int], budget: float) -> tuple[int, float, dict[str, int]]:
    """False alarms, watched years (the first 30 days are not), and alarms by scope and signifier.

    Where rates really change, alarms about volume are right and are not counted.
    """
    alarms, years, by_kind = 0, 0.0, dict[str, int]()
    for seed in seeds:
        found = [f for f in replay(world, seed, budget) if not (world.rate_doubles and f.signifier == "volume")]
        alarms += len(found)
        years += (world.days - 30) / 365.25
        for f in found:
            by_kind[f"{f.scope} {f.signifier}"] = by_kind.get(f"{f.scope} {f.signifier}", 0) + 1
    return alarms, years, by_kind


def detection(world: World, seed: int, budget: float) -> Detection:
    """When the planted shift was first found, and whether the finding says where it is."""
    shift = world.shift
    if shift is None:
        raise ValueError("this world has no shift to find")
    on = FIRST_DAY + shift.on
    right = _SIGNIFIERS[shift.kind]
    for f in replay(world, seed, budget):
        if f.raised_on >= on and f.signifier in right and _touches(f, shift, world.regions):
            return Detection(f.raised_on - on, _says_where(f, shift, world), f.since - on)
    return Detection(None, False, None)


def _touches(f: Finding, shift: Shift, regions: int) -> bool:
    if f.scope == "group":
        return f.unit in shift.areas
    return f.scope == "collection" or f.unit in {area % regions for area in shift.areas}


def _says_where(f: Finding, shift: Shift, world: World) -> bool:
    if len(shift.areas) == 1:
        return f.scope == "group"
    return f.scope == ("collection" if len(shift.areas) == world.areas else "parent")


def _null_table(names: Sequence[str], budgets: Sequence[float], replicates: int) -> None:
    print(f"{'null world':26} {'budget':>6} {'years':>6} {'alarms':>6} {'a year':>7} {'upper 95 %':>10}  by kind")
    for budget in budgets:
        for name in names:
            alarms, years, kinds = false_alarms(NULLS[name], range(replicates), budget)
            upper = chi2.ppf(0.95, 2 * (alarms + 1)) / 2 / years
            top = ", ".join(f"{k} {v}" for k, v in sorted(kinds.items(), key=lambda item: -item[1])[:6])
            print(
                f"{name:26} {budget:6g} {years:6.1f} {alarms:6d} {alarms / years:7.2f} {upper:10.2f}  {top}", flush=True
            )


def _shift_table(names: Sequence[str], replicates: int) -> None:
    print(f"{'shift world':26} {'median delay':>12} {'missed':>7} {'right scope':>11} {'onset error':>11}")
    for name in names:
        runs = [detection(SHIFTS[name], 1000 + seed, 1.0) for seed in range(replicates)]
        found = [run for run in runs if run.delay is not None]
        delay = np.median([np.inf if run.delay is None else run.delay for run in runs])
        placed = np.mean([run.placed for run in found]) if found else np.nan
        onset = np.median([abs(run.onset_error or 0) for run in found]) if found else np.nan
        print(f"{name:26} {delay:12.1f} {1 - len(found) / len(runs):7.0%} {placed:11.0%} {onset:11.1f}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=10, help="simulated programmes a world (default 10)")
    parser.add_argument("--budgets", type=float, nargs="+", default=[10.0, 1.0], help="false alarms a year")
    parser.add_argument("--nulls", nargs="*", default=list(NULLS), choices=list(NULLS), metavar="WORLD")
    parser.add_argument("--shifts", nargs="*", default=list(SHIFTS), choices=list(SHIFTS), metavar="WORLD")
    chosen = parser.parse_args(arguments)
    if chosen.nulls:
        _null_table(chosen.nulls, chosen.budgets, chosen.replicates)
    if chosen.shifts:
        _shift_table(chosen.shifts, chosen.replicates)


if __name__ == "__main__":
    main(sys.argv[1:])
