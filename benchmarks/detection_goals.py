"""The drift monitor beside the limit and beside others, on every world: what `./run prove detection` measures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

import numpy as np

from benchmarks.claims import Claim, at_least, at_most, exactly, happens, not_measured, proof
from benchmarks.detection import Delays, FalseAlarms, delays, false_alarms
from benchmarks.drift_rivals import RIVER, rivals
from benchmarks.in_parallel import each
from benchmarks.oracles import Limit, limit
from benchmarks.rival_delays import null_statistics, rival_delay, tuned
from benchmarks.simulator import World
from benchmarks.worlds import HORIZON, NULLS, SHIFTS
from models.arrays import Floats

# Median delay over that of the oracle that shares its budget, and the share that may be missed.
GOALS = {
    "area mean 0.35": (2.0, 0.20),
    "area mean 0.7": (1.5, 0.0),
    "area mean 1.4": (1.4, 0.0),
    "ramp to 1.0 in 60 days": (1.4, 0.0),
    "spread x 1.6": (4.0, 0.10),
    "pocket 15 %": (10.0, 0.05),
    "dyad 0.7": (1.7, 0.0),
    "choice 1.2": (1.6, 0.0),
    "topic +15 %": (4.0, 0.15),
    "new topic 10 %": (4.0, 0.25),
    "volume x 1.8": (1.8, 0.0),
    "several hot 0.35": (2.0, 0.0),
    "region mean 0.4": (1.9, 0.0),
    "whole programme 0.2": (3.0, 0.10),
    "one of 50 areas, 0.7": (1.7, 0.0),
    "0.7 after mix, mode, rate": (1.7, 0.0),
    "0.7 with day effects": (2.5, 0.0),
}
MOST = 1.5  # the upper bound of the realised rate over the promised one
ENOUGH_YEARS = 25.0  # fewer cannot bound a rate of one a year
NULL_SEED, SHIFT_SEED, ORACLE_REPLICATES, RIVAL_REPLICATES = 0, 1000, 24, 4


def replicates() -> int:
    """Simulated programmes a world: 4 give a first look, 50 settle every row and take many times as long."""
    return int(os.environ.get("MURMURATION_DETECTION_REPLICATES", "4"))


def processes() -> int:
    """How many programmes are simulated at once."""
    return min(2, os.cpu_count() or 1)


@proof(
    "detection",
    "Alerts: false alarms against the promise, days to detect beside an oracle and others, speed "
    "(long; MURMURATION_DETECTION_REPLICATES sets how many programmes a world, 4 at first)",
)
def false_alarms_at_ten() -> Iterator[Claim]:
    """Every null world at a budget of 10 a year, where few replicates suffice."""

    for name, world in NULLS.items():
        run = false_alarms(world, range(NULL_SEED, NULL_SEED + replicates()), 10.0, processes=processes())
        note = f"{run.rate:.2f} a year: {run.alarms} in {run.years:.1f} years"
        yield at_most(
            f"false alarms at a promise of 10 a year, {name}: upper 95 % bound", run.upper, 10 * MOST, "", note
        )


@proof("detection")
def false_alarms_at_one() -> Iterator[Claim]:
    """Every null world at the default promise; all together where there are too few years of each."""

    runs = {
        name: false_alarms(world, range(NULL_SEED, NULL_SEED + replicates()), 1.0, processes=processes())
        for name, world in NULLS.items()
    }
    every = FalseAlarms(sum(run.alarms for run in runs.values()), sum(run.years for run in runs.values()), {})
    note = "; ".join(f"{name} {run.alarms} in {run.years:.0f}" for name, run in runs.items())
    yield at_most("false alarms at a promise of 1 a year, all worlds: upper 95 % bound", every.upper, MOST, "", note)
    for name, run in runs.items():
        what = f"false alarms at a promise of 1 a year, {name}: upper 95 % bound"
        if run.years < ENOUGH_YEARS:
            why = f"{run.alarms} in {run.years:.1f} years say too little; MURMURATION_DETECTION_REPLICATES=50"
            yield not_measured(what, f"at most {MOST}", why)
        else:
            yield at_most(what, run.upper, MOST, "", f"{run.rate:.2f} a year: {run.alarms} in {run.years:.1f} years")


@proof("detection")
def delays_beside_the_oracle() -> Iterator[Claim]:
    """Median delays as a multiple of the oracle's, and what is missed."""

    for name in SHIFTS:
        run, known = _ours(name), _limits()[name]
        said = f"{run.median:g} days; the oracle {known.shared:g}, or {known.alone:g} with the budget to itself"
        if name in GOALS:
            ratio, missed = GOALS[name]
            yield at_most(f"{name}: days over the oracle's", run.median / known.shared, ratio, "x", said)
            yield at_most(f"{name}: not found in {HORIZON} days", 100 * run.missed, 100 * missed, "%")
        else:
            yield happens(f"{name}: found", run.missed < 1, f"{said}; missed {run.missed:.0%}")


@proof("detection")
def where_and_since_when() -> Iterator[Claim]:
    """Scope, signifier, direction and onset of the first alarm of each replicate."""

    every = Delays(tuple(one for name in SHIFTS for one in _ours(name).runs))
    note = (
        f"scope {every.share('scope'):.0%}, signifier {every.share('signifier'):.0%}, "
        f"direction {every.share('direction'):.0%}; least: {_least()}"
    )
    yield at_least("alarms with scope, signifier and direction right", 100 * every.share("placed"), 90, "%", note)
    yield at_most("median distance of the estimated from the true onset", every.onset_error, 7, "days")


@proof("detection")
def ahead_of_others() -> Iterator[Claim]:
    """Each rival at the threshold that gives it one false alarm a year in the same world without the shift."""

    if len(rivals()) < 9:
        yield not_measured("days ahead of ADWIN, KSWIN and Page-Hinkley", "ahead on every row", RIVER)
    behind = []
    for name in SHIFTS:
        theirs = _theirs(name)
        best = min(theirs, key=lambda rival: theirs[rival][0])
        note = ", ".join(f"{rival} {days:g} ({missed:.0%})" for rival, (days, missed) in theirs.items())
        behind += [name] if theirs[best][0] < _ours(name).median else []
        yield at_most(
            f"{name}: median days, against the best of the others", _ours(name).median, theirs[best][0], "", note
        )
    yield exactly("rows on which another is ahead", len(behind), 0, ", ".join(behind))


@cache
def _ours(name: str) -> Delays:

    return delays(SHIFTS[name], range(SHIFT_SEED, SHIFT_SEED + replicates()), 1.0, processes=processes())


@cache
def _limits() -> dict[str, Limit]:

    seeds = range(SHIFT_SEED, SHIFT_SEED + max(ORACLE_REPLICATES, replicates()))
    return dict(zip(SHIFTS, each(partial(limit, seeds=seeds), list(SHIFTS.values()), processes()), strict=True))


def _null_of(world: World) -> World:
    """What a rival is tuned on: the plain programme of ten areas, with the nuisances that the world has."""
    return replace(world, shift=None, days=NULLS["plain"].days, areas=NULLS["plain"].areas)


@cache
def _tuning(name: str, null: World) -> list[list[Floats]]:
    rival = next(rival for rival in rivals() if rival.name == name)
    seeds = list(range(NULL_SEED, NULL_SEED + max(RIVAL_REPLICATES, replicates())))
    return each(partial(null_statistics, rival, null), seeds, processes())


def _theirs(name: str) -> dict[str, tuple[float, float]]:
    """Median delay and missed share of every rival, whose budget of 1 a year is for all areas of the world."""
    seeds, found, world = list(range(SHIFT_SEED, SHIFT_SEED + replicates())), {}, SHIFTS[name]
    for rival in rivals():
        null = _null_of(world)
        bar = tuned(rival, null, _tuning(rival.name, null), null.areas / world.areas)
        days = each(partial(rival_delay, rival, world, bar), seeds, processes())
        found[rival.name] = (float(np.median(days)), float(np.isinf(days).mean()))
    return found


def _least() -> str:

    placed = sorted((_ours(name).share("placed"), name) for name in SHIFTS)
    return ", ".join(f"{name} {share:.0%}" for share, name in placed[:3])
