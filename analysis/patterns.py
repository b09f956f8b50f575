"""Patterns of answers: found where there are any, moved with their stories, and changed in number only after weeks.

Every week, and whenever there are a fifth more open stories, the patterns in use move to where their stories lie now
and a free fit says how many it would have. Only when the last three weekly fits ask for the same other number does
the number change; patterns that hold mostly the same stories keep theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.npz import pack, unpack
from models.pattern_space import PatternSpace
from models.patterns import LEAST_STORIES, Patterns, find_patterns, refit, stability_of
from models.rethemes import differences, wants_other_number
from models.stability import Stability
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from store.database import Database
from store.landscape.positions import positions
from store.patterns import (
    PatternFit,
    PatternFound,
    PatternPlace,
    add_pattern_places,
    count_open_stories,
    forget_closed_places,
    get_pattern_fit,
    list_open_codes,
    list_unplaced,
    next_pattern,
    replace_pattern_fit,
)

GROWTH = 1.2
EVERY = timedelta(days=7)
FREE_SAMPLE, SAMPLE = 3_000, 20_000
STORIES_A_COMMIT = 2_000
_REMEMBERED = 12  # free fits whose number of patterns is kept

Beat = Callable[[], None]


def update_patterns(
    db: Database, collection: Collection, framework: Framework, *, today: date, beat: Beat = lambda: None
) -> int:
    """Fit when it is time to, then give every open story without a place one; how many got one."""
    if collection.policy is not Policy.OPEN:
        return 0
    fit = get_pattern_fit(db, collection.id)
    n = count_open_stories(db, collection.id)
    if n >= LEAST_STORIES and _is_due(fit, n, today):
        beat()
        fit = _fitted(db, collection, framework, fit, n, today, beat)
        replace_pattern_fit(db, collection.id, fit)
        forget_closed_places(db, collection.id)
    return 0 if fit is None else _place(db, collection, framework, fit, beat)


def space_of(fit: PatternFit) -> PatternSpace:
    """What a stored fit learnt."""
    return PatternSpace.from_arrays(unpack(fit.arrays))


def _is_due(fit: PatternFit | None, n: int, today: date) -> bool:
    return fit is None or n >= fit.n * GROWTH or today >= fit.fitted_on + EVERY


def _fitted(
    db: Database,
    collection: Collection,
    framework: Framework,
    before: PatternFit | None,
    n: int,
    today: date,
    beat: Beat,
) -> PatternFit:
    answers = _answers(framework, list_open_codes(db, collection.id, SAMPLE))
    blocks = positions(framework).blocks
    free = find_patterns(answers[:FREE_SAMPLE], blocks, least=collection.k)
    beat()
    leaning = (*(before.found.leaning if before else ()), (today, free.k))[-_REMEMBERED:]
    known = before is not None and len(before.ids) > 0 and space_of(before).blocks.tolist() == blocks.tolist()
    if before is None or not known:
        first = next_pattern(db, collection.id)
        return _fit_of(free, tuple(range(first, first + free.k)), n, today, ((today, free.k),), answers)
    if wants_other_number(leaning, len(before.ids)) == free.k:
        ids = _carried(db, collection, before, free, answers)
        return _fit_of(free, ids, n, today, leaning, answers)
    space = refit(space_of(before), answers)
    again = stability_of(space, answers[:FREE_SAMPLE])
    found = PatternFound(_ends(again), again.themes, before.found.chance, leaning)
    return _named(space, before.ids, n, today, found)


def _fit_of(
    free: Patterns,
    ids: tuple[int, ...],
    n: int,
    today: date,
    leaning: tuple[tuple[date, int], ...],
    answers: npt.NDArray[Any],
) -> PatternFit:
    stability = free.stability
    chance = None if np.isnan(free.chance) else free.chance
    each = stability.themes if stability else ()
    found = PatternFound(_ends(stability), each, chance, leaning)
    return _named(refit(free.space, answers), ids, n, today, found)


def _carried(
    db: Database, collection: Collection, before: PatternFit, free: Patterns, answers: npt.NDArray[Any]
) -> tuple[int, ...]:
    """The numbers of new patterns: that of an old one where both hold mostly the same stories."""
    old, new = space_of(before).assign(answers).label, free.space.assign(answers).label
    first = next_pattern(db, collection.id)
    found = differences(old, new, before.ids, next_id=first).new_ids
    # One that none of these stories lies in has no place among the labels.
    unnamed = range(max([first, *(one + 1 for one in found)]), first + 2 * free.k)
    return (*found, *unnamed)[: free.k]


def _named(space: PatternSpace, ids: tuple[int, ...], n: int, today: date, found: PatternFound) -> PatternFit:
    packed = pack(space.to_arrays())
    told = hashlib.sha256(packed + repr(ids).encode()).hexdigest()[:16]
    return PatternFit(told, n, today, packed, ids, found)


def _ends(stability: Stability | None) -> tuple[float, float, float] | None:
    return None if stability is None else (stability.whole, stability.low, stability.high)


def _answers(framework: Framework, codes: list[bytes]) -> npt.NDArray[np.float32]:
    packed = np.frombuffer(b"".join(codes), dtype="<u2").reshape(len(codes), -1)
    return positions(framework).of(np.ascontiguousarray(packed.T, dtype=np.uint16))


def _place(db: Database, collection: Collection, framework: Framework, fit: PatternFit, beat: Beat) -> int:
    space, placed, after = space_of(fit), 0, ""
    while rows := list_unplaced(db, collection.id, fit.id, STORIES_A_COMMIT, after):
        beat()
        found = space.assign(_answers(framework, [codes for _, codes in rows]))
        places = zip(rows, found.label.tolist(), found.distance.tolist(), found.unusual.tolist(), strict=True)
        add_pattern_places(
            db,
            collection.id,
            fit.id,
            [
                PatternPlace(one, None if label < 0 else fit.ids[label], distance, unusual)
                for (one, _), label, distance, unusual in places
            ],
        )
        placed += len(rows)
        after = rows[-1][0]
    return placed
