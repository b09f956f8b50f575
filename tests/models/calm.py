"""A small calm programme, a monitor of it, and what can happen to it: for tests of the drift monitor."""

import numpy as np

from models.batch import Batch
from models.bins import away_bins, dyad_bins
from models.drift import DriftMonitor
from models.streams import choice_stream, dyad_streams

FIRST = 738_156  # a Monday
STREAMS = [*dyad_streams("safe"), choice_stream("about", 3)]


def monitor(groups=3, parents=None, strata=1, modes=1, **settings):
    """A monitor of one dyad and one choice."""
    return DriftMonitor(STREAMS, parents or [-1] * groups, strata, modes, **settings)


def stories(chance, group, *, hotter=(), amount=0.0, stratum=None, mode=None, wide=1.0):
    """One story of each of `group`: where it lies is normal, `amount` higher in the `hotter` groups."""
    group = np.asarray(group, dtype=np.int64)
    moved = np.isin(group, hotter)
    latent = chance.normal(0, 1, len(group)) * np.where(moved, wide, 1.0) + amount * moved
    place = 1 / (1 + np.exp(-1.3 * latent))
    bins = np.column_stack([dyad_bins(place), away_bins(place), chance.integers(0, 3, len(group))])
    none = np.zeros(len(group), dtype=np.int64)
    return Batch(group, none if stratum is None else stratum, none if mode is None else mode, bins)


def run(watch, days, *, seed=0, on=None, groups=3, n=4, first=0, **shift):
    """What a monitor finds on days `first` to `days` of a programme that shifts on day `on`."""
    chance = np.random.default_rng(seed)
    found = []
    for day in range(days):
        moved = shift if on is not None and day >= on else {}
        batch = stories(chance, np.repeat(np.arange(groups), n), **moved)
        if day >= first:
            found += watch.update(FIRST + day, batch)
    return found
