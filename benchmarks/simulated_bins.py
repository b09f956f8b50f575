"""What two of the monitors of a simulated programme watch, answers and arrivals, and its stories as their bins."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from analysis.repeats import REMEMBERED_DAYS
from benchmarks.simulator import DYADS, FIRST_DAY, MODES, OPTIONS, STRATA, TRIADS, Programme
from models.arrays import Floats, Ints
from models.batch import Batch
from models.bins import away_bins, category_bins, corner_bins, dyad_bins, extreme_bins, score_bins, spot_bins, zone_bins
from models.scores import hot_scores
from models.streams import (
    Stream,
    choice_stream,
    dyad_streams,
    hot_stream,
    not_applicable_stream,
    pocket_stream,
    triad_streams,
)

ANCHORS = ("top", "left", "right")


def answer_streams() -> list[Stream]:
    """Every triad, the dyads, the choice, the hot score, not applicable, and pockets of every two triads' zones."""
    streams = [s for t in range(TRIADS) for s in triad_streams(f"triad{t}", ANCHORS)]
    zones = [s for s in streams if s.name.endswith(":zone")]
    streams += [s for d in range(DYADS) for s in dyad_streams(f"dyad{d}")]
    streams += [choice_stream("choice", OPTIONS), hot_stream(), not_applicable_stream(TRIADS + DYADS)]
    return streams + [pocket_stream(a, b, "temperature") for a, b in combinations(zones, 2)]


def answer_bins(programme: Programme) -> Ints:
    """The bins (n, S) of `answer_streams`; the top anchors of the triads are hot, the left ones cold."""
    columns = []
    for t in range(TRIADS):
        shares = programme.triads[:, t]
        columns += [
            corner_bins(shares),
            extreme_bins(shares)[:, None],
            zone_bins(shares)[:, None],
            spot_bins(shares)[:, None],
        ]
    for d in range(DYADS):
        columns += [dyad_bins(programme.dyads[:, d])[:, None], away_bins(programme.dyads[:, d])[:, None]]
    refused = np.isnan(programme.triads[:, :, 0]).sum(axis=1) + np.isnan(programme.dyads).sum(axis=1)
    rest = [category_bins(programme.choice, OPTIONS), score_bins(hot(programme)), refused]
    return np.hstack([*columns, *(column[:, None] for column in rest)])


def hot(programme: Programme) -> Floats:
    """The hot score (n,) of every story; NaN where no triad was answered."""
    owner, shares = np.repeat(np.arange(TRIADS), 3), programme.triads.reshape(len(programme.day), -1)
    return hot_scores(shares, np.tile([1, 0, 0], TRIADS), np.tile([0, 1, 0], TRIADS), owner).score


def arrival_streams() -> list[Stream]:
    """Who answers, and the way of asking."""
    return [
        Stream("stratum", "stratum", "categorical", STRATA, "collection"),
        Stream("mode", "mode", "categorical", MODES, "collection"),
    ]


def arrival_bins(programme: Programme) -> Ints:
    """The bins (n, 2) of `arrival_streams`."""
    return np.column_stack([programme.stratum, programme.mode])


def days(programme: Programme) -> Iterator[tuple[int, int, int]]:
    """Every day of the world, days without stories too: (ordinal, first story, one after the last)."""
    every = np.arange(FIRST_DAY, FIRST_DAY + programme.world.days)
    starts = np.searchsorted(programme.day, every)
    ends = np.searchsorted(programme.day, every, side="right")
    yield from zip(every.tolist(), starts.tolist(), ends.tolist(), strict=True)


def batches(programme: Programme, bins: Ints, *, who_counts: bool = True) -> Iterator[tuple[int, Batch]]:
    """One (day, batch) for every day; without `who_counts` all tellers and ways are one, as for arrivals."""
    nobody = np.zeros(len(programme.day), dtype=np.int64)
    stratum, mode = (programme.stratum, programme.mode) if who_counts else (nobody, nobody)
    weight = weights(programme)
    for day, a, b in days(programme):
        yield day, Batch(programme.group[a:b], stratum[a:b], mode[a:b], bins[a:b], weight[a:b])


def weights(programme: Programme) -> Floats:
    """What each story (n,) weighs: everything that one teller tells in four weeks weighs one story."""
    weight, left, since = np.ones(len(programme.day)), 1.0, 0
    for day, a, b in days(programme):
        mine = a + np.flatnonzero(programme.teller[a:b] >= 0)
        if len(mine):
            left, since = (1.0, day) if day - since >= REMEMBERED_DAYS else (0.0, since)
            weight[mine] = left / len(mine)
    return weight
