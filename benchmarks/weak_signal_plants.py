"""Pockets of real stories planted among other real stories, and what must not be taken for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from benchmarks.real_vectors import RealVectors
from models.weak_signals import NEAR_COPY, SHUFFLES, Found, Tellings, find_pockets, recent_since

Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]

STORIES, PLANTED, GROUPS = 3_000, 12, 6
DAYS, LATELY = 364, 56
DIFFUSE = 4
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Planted:
    """Stories with `wanted` (n,) marking those that were planted."""

    vectors: Singles
    told: Tellings
    wanted: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the queue has the planted pocket (None: nowhere), how pure it is and how much of it was found."""

    place: int | None
    pure: float = 0.0
    found: float = 0.0
    chance: float = 1.0


def background(real: RealVectors, source: str, chance: np.random.Generator) -> Ints:
    """STORIES rows of a corpus."""
    rows = np.flatnonzero(real.source == source)
    return np.asarray(chance.choice(rows, min(STORIES, len(rows)), replace=False))


def about_one_subject(real: RealVectors, source: str, chance: np.random.Generator, *, spread: int = 1) -> Ints:
    """PLANTED of the nearest stories round a random one of a corpus, no copies; of more where `spread` > 1."""
    rows = np.flatnonzero(real.source == source)
    middle = int(chance.choice(rows))
    order = rows[np.argsort(-(real.vectors[rows] @ real.vectors[middle]))]
    chosen: list[int] = []
    for row in order.tolist():
        if not chosen or float((real.vectors[chosen] @ real.vectors[row]).max()) < NEAR_COPY:
            chosen.append(row)
        if len(chosen) == PLANTED * spread:
            break
    return np.asarray(chance.choice(chosen, PLANTED, replace=False))


def far_from(real: RealVectors, rows: Ints, subject: Ints, away: int = 60) -> Ints:
    """Rows without the `away` ones that are nearest to the middle of a subject: it was never told before."""
    middle = real.vectors[subject].mean(axis=0)
    rest = np.setdiff1d(rows, subject)
    return rest[np.argsort(-(real.vectors[rest] @ middle))][away:]


def planted(real: RealVectors, old: Ints, new: Ints, chance: np.random.Generator) -> Planted:
    """`old` told all year by many, and `new` in the last weeks, each by another teller and in any group."""
    n, m = len(old), len(new)
    day = np.concatenate([chance.integers(0, DAYS, n), DAYS - 1 - chance.integers(0, LATELY, m)])
    told = Tellings(
        day=day.astype(np.int64),
        stratum=chance.integers(0, GROUPS, n + m),
        teller=np.arange(n + m),
        text=np.full(n + m, NOBODY),
    )
    return Planted(real.vectors[np.concatenate([old, new])], told, np.arange(n + m) >= n)


def by_one_teller(case: Planted) -> Planted:
    """The planted stories are all of one person."""
    teller = np.where(case.wanted, int(case.told.teller.max()) + 1, case.told.teller)
    return replace(case, told=replace(case.told, teller=teller))


def told_at_once(case: Planted) -> Planted:
    """The planted stories come on one day in one group, from tellers without keys."""
    day = np.where(case.wanted, DAYS - 10, case.told.day)
    stratum = np.where(case.wanted, 0, case.told.stratum)
    teller = np.where(case.wanted, NOBODY, case.told.teller)
    return replace(case, told=replace(case.told, day=day, stratum=stratum, teller=teller))


def near_copies(case: Planted, chance: np.random.Generator) -> Planted:
    """The planted stories are one text with small changes, as from a template."""
    vectors = case.vectors.copy()
    rows = np.flatnonzero(case.wanted)
    noise = chance.normal(size=(len(rows), vectors.shape[1])).astype(np.float32)
    noise *= 0.12 / np.linalg.norm(noise, axis=1, keepdims=True)
    vectors[rows] = vectors[rows[0]] + noise
    vectors[rows] /= np.linalg.norm(vectors[rows], axis=1, keepdims=True)
    return replace(case, vectors=vectors)


def shuffled(case: Planted, chance: np.random.Generator) -> Planted:
    """The same stories on days that mean nothing."""
    return replace(case, told=replace(case.told, day=chance.permutation(case.told.day)))


def search(case: Planted, *, shuffles: int = 0) -> Found:
    """What the worker would find on the last day."""
    since = recent_since(case.told.day, DAYS - 1)
    assert since is not None
    return find_pockets(case.vectors, case.told, since, shuffles=shuffles)


def hit(case: Planted, found: Found) -> Hit:
    """The first pocket that half consists of planted stories and holds half of them."""
    for place, pocket in enumerate(found.pockets, start=1):
        mine = int(case.wanted[pocket.rows].sum())
        if mine >= len(pocket.rows) / 2 and mine >= case.wanted.sum() / 2:
            return Hit(place, mine / len(pocket.rows), mine / int(case.wanted.sum()), pocket.chance)
    return Hit(None)


def withheld(real: RealVectors, source: str, chance: np.random.Generator, *, spread: int = 1) -> Planted:
    """A subject of the same corpus, of which no other story is left."""
    new = about_one_subject(real, source, chance, spread=spread)
    rest = far_from(real, np.flatnonzero(real.source == source), new)
    return planted(real, chance.choice(rest, min(STORIES, len(rest)), replace=False), new, chance)


def find_planted(case: Planted) -> Hit:
    """Where the queue has what was planted."""
    return hit(case, search(case))


def among_first(hits: Sequence[Hit], first: int) -> int:
    """In how many runs the pocket was among so many."""
    return sum(hit.place is not None and hit.place <= first for hit in hits)


def best_chance(case: Planted) -> float:
    """How often shuffled days make a pocket as striking as the best one; 1 where there is none."""
    return min((pocket.chance for pocket in search(case, shuffles=SHUFFLES).pockets), default=1.0)


def seeded(run: int) -> np.random.Generator:
    """The chance of one run."""
    return np.random.default_rng([20, run])
