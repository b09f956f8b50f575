"""False alarms on null worlds and delays on planted shifts: run `python -m benchmarks.detection --help`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from scipy.special import gammaincinv

from benchmarks.in_parallel import each
from benchmarks.planted import Planted
from benchmarks.simulated_bins import answer_bins, answer_streams, arrival_bins, arrival_streams, batches
from benchmarks.simulated_texts import text_bins, text_streams, topic_space
from benchmarks.simulator import FIRST_DAY, MODES, STRATA, Programme, World, simulate
from benchmarks.worlds import HORIZON, NULLS, SHIFTS
from models.arrays import Ints
from models.drift import DriftMonitor
from models.findings import Finding
from models.streams import Stream

Watched = Literal["answers", "texts", "arrivals"]
WATCHED: tuple[Watched, ...] = ("answers", "texts", "arrivals")
SHARES: dict[Watched, float] = {"answers": 0.6, "texts": 0.2, "arrivals": 0.2}
START_DAYS = 30
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Of one null world: alarms, watched years, the rate with its upper 95 % bound, alarms by scope and stream."""

    alarms: int
    years: float
    kinds: dict[str, int]

    @property
    def rate(self) -> float:
        """False alarms a year."""
        return self.alarms / self.years

    @property
    def upper(self) -> float:
        """The exact upper 95 % bound of the rate, for a Poisson number of alarms."""
        return float(gammaincinv(self.alarms + 1, 0.95) / self.years)


@dataclass(frozen=True, slots=True)
class Detection:
    """One replicate of a shift world.

    `delay` counts days from the shift on (1: on its very day; None: missed). The rest describes the first
    alarm of the affected units: whether it names scope, signifier and direction rightly (None where there
    was none), and how many days its onset lies from the true one.
    """

    delay: int | None
    scope: bool | None = None
    signifier: bool | None = None
    direction: bool | None = None
    onset_error: int | None = None
    said: str = ""

    @property
    def placed(self) -> bool:
        """Whether everything about it is right."""
        return bool(self.scope and self.signifier and self.direction)


@dataclass(frozen=True, slots=True)
class Delays:
    """All replicates of one shift world."""

    runs: tuple[Detection, ...]

    @property
    def median(self) -> float:
        """The median delay in days; what was missed counts as never."""
        return float(np.median([np.inf if run.delay is None else run.delay for run in self.runs]))

    @property
    def missed(self) -> float:
        """The share of the replicates in which nothing was found within `HORIZON` days."""
        return float(np.mean([run.delay is None for run in self.runs]))

    def share(self, what: Literal["placed", "scope", "signifier", "direction"]) -> float:
        """The share of the alarms that say this rightly; NaN where there was no alarm."""
        told = [bool(getattr(run, what)) for run in self.runs if run.scope is not None]
        return float(np.mean(told)) if told else float("nan")

    @property
    def onset_error(self) -> float:
        """The median distance in days between the estimated and the true onset."""
        errors = [abs(run.onset_error) for run in self.runs if run.onset_error is not None]
        return float(np.median(errors)) if errors else float("nan")


def replay(world: World, seed: int, budget: float, watched: Sequence[Watched] = WATCHED) -> list[Finding]:
    """All findings on one simulated programme in order of the day; each monitor keeps its share of the budget."""
    return watch(simulate(world, seed), budget, watched)


def watch(programme: Programme, budget: float, watched: Sequence[Watched] = WATCHED) -> list[Finding]:
    """All findings of the chosen monitors on these stories, in order of the day."""
    found: list[Finding] = []
    for which in watched:
        streams, bins = streams_and_bins(programme, which)
        own = which != "arrivals"
        monitor = DriftMonitor(
            streams,
            programme.parents,
            strata=STRATA if own else 1,
            modes=MODES if own else 1,
            budget=budget * SHARES[which],
            volume=not own,
        )
        for day, batch in batches(programme, bins, who_counts=own):
            found += monitor.update(day, batch)
    return sorted(found, key=lambda finding: finding.raised_on)


def streams_and_bins(programme: Programme, which: Watched) -> tuple[list[Stream], Ints]:
    """What one monitor watches and the programme's stories as its bins."""
    if which == "answers":
        return answer_streams(), answer_bins(programme)
    if which == "arrivals":
        return arrival_streams(), arrival_bins(programme)
    space = topic_space(programme)
    return text_streams(space.levels), text_bins(programme, space)


def false_alarms(
    world: World, seeds: Iterable[int], budget: float, watched: Sequence[Watched] = WATCHED, processes: int = 1
) -> FalseAlarms:
    """False alarms on a null world; the first 30 days are not watched and do not count as years.

    Where who answers, how or how many really changed, an alarm that says so is right and is not counted.
    """
    runs = each(partial(_false_alarms, world, budget=budget, watched=watched), list(seeds), processes)
    kinds = sum((Counter(run) for run in runs), Counter[str]())
    years = len(runs) * (world.days - START_DAYS) / DAYS_A_YEAR
    return FalseAlarms(sum(kinds.values()), years, dict(kinds))


def _false_alarms(world: World, seed: int, budget: float, watched: Sequence[Watched]) -> dict[str, int]:
    found = replay(world, seed, budget, watched)
    return Counter(f"{f.scope} {f.stream} {f.direction}" for f in found if not _rightly(f, world))


def _rightly(finding: Finding, world: World) -> bool:
    """Whether it says of who answers, how or how many what did change."""
    true = {"stratum": world.mix_reversed, "mode": world.mode_changes, "volume": world.rate_doubles}
    return true.get(finding.signifier, False) and finding.raised_on >= FIRST_DAY + world.half


def delays(
    world: World, seeds: Iterable[int], budget: float = 1.0, watched: Sequence[Watched] = WATCHED, processes: int = 1
) -> Delays:
    """How fast and how rightly the planted shift of a world is found."""
    return Delays(tuple(each(partial(detection, world, budget=budget, watched=watched), list(seeds), processes)))


def detection(world: World, seed: int, budget: float = 1.0, watched: Sequence[Watched] = WATCHED) -> Detection:
    """When the planted shift was first found, and whether the first alarm says where and what it is."""
    planted = Planted(world, seed, streams_and_bins)
    on = FIRST_DAY + planted.shift.on
    found = [f for f in watch(planted.programme, budget, watched) if f.raised_on >= on and planted.touches(f)]
    if not found:
        return Detection(None)
    first = found[0]
    true = next((f.raised_on - on + 1 for f in found if planted.moved(f)), None)
    return Detection(
        delay=true if true is not None and true <= HORIZON else None,
        scope=planted.right_scope(first),
        signifier=planted.moved(first),
        direction=planted.right_direction(first),
        onset_error=first.since - on,
        said=f"{first.scope} {first.stream} {first.direction} {'' if first.level is None else first.level}".strip(),
    )


def null_table(
    names: Sequence[str], budgets: Sequence[float], replicates: int, watched: Sequence[Watched], processes: int
) -> None:
    """Print the realised rate of every null world at every budget; `of` is the part of the budget that is watched."""
    print(
        f"{'null world':24} {'budget':>6} {'of':>5} {'years':>6} {'alarms':>6} {'a year':>7} {'upper 95 %':>10}  kinds"
    )
    for budget in budgets:
        nominal = budget * sum(SHARES[which] for which in watched)
        for name in names:
            run = false_alarms(NULLS[name], range(replicates), budget, watched, processes)
            top = ", ".join(f"{kind} {n}" for kind, n in sorted(run.kinds.items(), key=lambda item: -item[1])[:6])
            figures = f"{run.years:6.1f} {run.alarms:6d} {run.rate:7.2f} {run.upper:10.2f}"
            print(f"{name:24} {budget:6g} {nominal:5.2g} {figures}  {top}", flush=True)


def shift_table(names: Sequence[str], replicates: int, watched: Sequence[Watched], processes: int) -> None:
    """Print the delays of every shift world at a budget of 1."""
    print(
        f"{'shift world':27} {'days':>6} {'missed':>6} {'placed':>6} {'scope':>6} {'signif':>6} {'direct':>6} "
        f"{'onset':>6}  most said"
    )
    for name in names:
        run = delays(SHIFTS[name], range(1000, 1000 + replicates), 1.0, watched, processes)
        shares = " ".join(f"{run.share(what):6.0%}" for what in ("placed", "scope", "signifier", "direction"))
        top = ", ".join(f"{said} {n}" for said, n in Counter(d.said for d in run.runs if d.said).most_common(3))
        print(f"{name:27} {run.median:6.1f} {run.missed:6.0%} {shares} {run.onset_error:6.1f}  {top}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=10, help="simulated programmes a world (default 10)")
    parser.add_argument("--processes", type=int, default=1, help="worlds simulated at once (default 1)")
    parser.add_argument("--budgets", type=float, nargs="+", default=[10.0, 1.0], help="false alarms a year")
    parser.add_argument("--watched", nargs="+", default=list(WATCHED), choices=WATCHED, help="which monitors")
    parser.add_argument("--nulls", nargs="*", default=list(NULLS), choices=list(NULLS), metavar="WORLD")
    parser.add_argument("--shifts", nargs="*", default=list(SHIFTS), choices=list(SHIFTS), metavar="WORLD")
    chosen = parser.parse_args(arguments)
    if chosen.nulls:
        null_table(chosen.nulls, chosen.budgets, chosen.replicates, chosen.watched, chosen.processes)
    if chosen.shifts:
        shift_table(chosen.shifts, chosen.replicates, chosen.watched, chosen.processes)


if __name__ == "__main__":
    main(sys.argv[1:])
