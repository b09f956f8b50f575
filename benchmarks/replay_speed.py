"""A million stories of 400 groups with 20 signifiers through the three monitors: time, memory, and whether it stays."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from benchmarks.claims import Claim, at_most, proof
from benchmarks.simulated_bins import arrival_streams
from benchmarks.simulator import MODES, STRATA
from models.batch import Batch
from models.drift import DriftMonitor
from models.streams import (
    Stream,
    choice_stream,
    dyad_streams,
    hot_stream,
    not_applicable_stream,
    novelty_streams,
    pocket_stream,
    theme_stream,
    triad_streams,
)

STORIES, GROUPS, REGIONS, DAYS = 1_000_000, 400, 20, 730
TRIADS, DYADS, CHOICES = 10, 6, 4
OPTIONS, TOPICS, TEXT_TRIADS, PAIRS = 4, 20, 4, 6
TENTHS = 10


@proof("detection")
def a_million_stories_replayed() -> Iterator[Claim]:
    """Answers in one process, texts and arrivals in another: two cores."""
    began = time.perf_counter()
    running = [_start("answers"), _start("texts", "arrivals")]
    told = [json.loads(process.communicate()[0]) for process in running]
    minutes = (time.perf_counter() - began) / 60
    memory = sum(one["bytes"] for one in told) / 2**30
    tenths = np.sum([one["tenths"] for one in told], axis=0)
    what = f"{STORIES:,} stories of {GROUPS} groups with {TRIADS + DYADS + CHOICES} signifiers"
    each = ", ".join(f"{'+'.join(one['watched'])} {sum(one['tenths']):.0f} s" for one in told)
    yield at_most(f"replaying {what} on two cores", minutes, 10, "minutes", each)
    yield at_most("most memory of both processes together", memory, 1.5, "GiB")
    note = "seconds of each tenth of the stories: " + ", ".join(f"{seconds:.1f}" for seconds in tenths)
    yield at_most("a story of the last tenth over one of the second, in time", tenths[-1] / tenths[1], 1.2, "x", note)


def _start(*watched: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.replay_speed", *watched]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])


def replay(watched: Sequence[str], stories: int, groups: int = GROUPS, days: int = DAYS) -> list[float]:
    """Seconds of processor time that the monitors took for each tenth of the days."""
    chance, parents = np.random.default_rng(1), np.arange(groups) % REGIONS
    monitors, laws = [], []
    for which in watched:
        streams, own = _streams(which), which != "arrivals"
        codes = (STRATA, MODES) if own else (1, 1)
        monitors.append(DriftMonitor(streams, parents, *codes, budget=1.0, volume=not own))
        laws.append([chance.dirichlet(np.full(s.levels, 2.0)).cumsum()[:-1] for s in streams if s.of is None])
    tenths = [0.0] * TENTHS
    for day in range(days):
        n = int(chance.poisson(stories / days))
        group, weight = np.sort(chance.integers(groups, size=n)), np.ones(n)
        stratum, mode = chance.integers(STRATA, size=n), chance.integers(MODES, size=n)
        for which, monitor, law in zip(watched, monitors, laws, strict=True):
            bins = np.column_stack([np.searchsorted(edges, chance.random(n)) for edges in law])
            who = (stratum, mode) if which != "arrivals" else (np.zeros_like(stratum), np.zeros_like(mode))
            began = time.process_time()
            monitor.update(738_000 + day, Batch(group, *who, bins, weight))
            tenths[day * TENTHS // days] += time.process_time() - began
    return tenths


def _streams(which: str) -> list[Stream]:
    anchors = ("top", "left", "right")
    triads = [stream for t in range(TRIADS) for stream in triad_streams(f"triad{t}", anchors)]
    zones = [stream for stream in triads if stream.name.endswith(":zone")]
    if which == "arrivals":
        return arrival_streams()
    if which == "texts":
        theme = theme_stream(TOPICS)
        beside = zones[:TEXT_TRIADS]
        return [theme, *novelty_streams(), *beside, *(pocket_stream(zone, theme) for zone in beside)]
    dyads = [stream for d in range(DYADS) for stream in dyad_streams(f"dyad{d}")]
    choices = [choice_stream(f"choice{c}", OPTIONS) for c in range(CHOICES)]
    pairs = [pocket_stream(a, b, "temperature") for a, b in list(combinations(zones, 2))[:PAIRS]]
    return [*triads, *dyads, *choices, hot_stream(), not_applicable_stream(TRIADS + DYADS), *pairs]


def _most_memory() -> int:
    """The most bytes that this process had in memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


if __name__ == "__main__":
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        took = replay(sys.argv[1:], STORIES)
    print(json.dumps({"watched": sys.argv[1:], "tenths": took, "bytes": _most_memory()}))
