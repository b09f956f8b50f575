"""What the oracle of texts knows: how often each theme and each degree of novelty comes, with and without a shift.

The oracle that knew the 32 numbers themselves would ring at the first story of a new topic, since no other
story is ever written there. So this one sees of a text what the monitor sees of it, nearest theme and
novelty, and knows their law, which is estimated from `SAMPLE` simulated texts of the affected areas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.simulated_texts import topic_space
from benchmarks.simulator import EMBEDDING, EMBEDDING_SD, TOPICS, Programme, Shift
from models.arrays import Floats, Ints
from models.bins import NOVELTY_BINS

if TYPE_CHECKING:
    from models.topics import TopicSpace

SAMPLE = 20_000


def text_evidence(programme: Programme, shift: Shift, seed: int = 0) -> Floats:
    """The log likelihood ratio (n,) of a story's theme and novelty under a shift of topics."""
    space, chance = topic_space(programme), np.random.default_rng(seed)
    usual = programme.law.topic[np.isin(programme.group, shift.areas)].mean(axis=0)
    before = np.append(usual, 0.0)
    moved = np.zeros(TOPICS + 1)
    moved[0 if shift.kind == "topic" else TOPICS] = 1.0
    after = (1 - shift.size) * before + shift.size * moved
    counts = [_counted(programme, space, odds, chance) for odds in (after, before)]
    logs = np.log(counts[0] + 0.5) - np.log(counts[1] + 0.5)
    return np.asarray(logs[_cells(space, programme.embeddings)])


def _counted(programme: Programme, space: TopicSpace, odds: Floats, chance: np.random.Generator) -> Floats:
    topic = chance.choice(TOPICS + 1, size=SAMPLE, p=odds)
    texts = programme.law.centres[topic] + chance.normal(0, EMBEDDING_SD, (SAMPLE, EMBEDDING))
    return np.bincount(_cells(space, texts), minlength=space.levels * NOVELTY_BINS).astype(np.float64)


def _cells(space: TopicSpace, texts: Floats) -> Ints:
    unit = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    near = unit @ space.centres.T.astype(np.float64)
    novelty = np.searchsorted(space.edges, 1 - near.max(axis=1))
    return np.asarray(near.argmax(axis=1) * NOVELTY_BINS + novelty)
