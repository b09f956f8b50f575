"""What the third monitor of a simulated programme watches: its texts, as themes, novelty and pockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.simulated_bins import days
from benchmarks.simulator import FIRST_DAY, TRIADS, Programme
from models.arrays import Ints
from models.bins import ZONES, zone_bins
from models.streams import Stream, novelty_streams, pocket_stream, theme_stream

if TYPE_CHECKING:
    from models.topics import TopicSpace

BURN_IN_DAYS = 30


def topic_space(programme: Programme) -> TopicSpace:
    """The themes of the stories of the first `BURN_IN_DAYS`."""
    from models.topics import TopicSpace

    early = programme.day < FIRST_DAY + BURN_IN_DAYS
    return TopicSpace().fit(programme.embeddings[early])


def themes(programme: Programme) -> Ints:
    """The theme (n,) of every story."""
    return text_bins(programme, topic_space(programme))[:, 0]


def text_streams(levels: int) -> list[Stream]:
    """Theme, novelty and echo, and pockets of a triad's zone and a theme.

    The zones have columns because pockets need them; the answers' monitor is the one that watches them.
    """
    zones = [Stream(f"triad{t}:zone", f"triad{t}", "categorical", ZONES, weight=0.05) for t in range(TRIADS)]
    theme = theme_stream(levels)
    return [theme, *novelty_streams(), *zones, *(pocket_stream(zone, theme) for zone in zones)]


def text_bins(programme: Programme, space: TopicSpace) -> Ints:
    """The bins (n, S) of `text_streams`, placed day by day as they would arrive."""
    placed = np.zeros((len(programme.day), 3), dtype=np.int64)
    for day, a, b in days(programme):
        placed[a:b] = space.place(day, programme.group[a:b], programme.embeddings[a:b], tellers=programme.teller[a:b])
    return np.hstack([placed, *(zone_bins(programme.triads[:, t])[:, None] for t in range(TRIADS))])
