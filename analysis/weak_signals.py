"""Looks once a day for small pockets of like stories that were told lately, and keeps them as a queue to read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from analysis.npz import unpack_vectors
from analysis.placed_apart import placed_apart
from models.labels import cluster_terms
from models.weak_signals import WINDOWS, Found, Pocket, Tellings, find_pockets, recent_since
from narratives.calendar import day_number, day_of
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from store.database import Database
from store.weak_signal_texts import OpenText, count_open_unembedded, forget_untold_words, list_open_texts, list_told
from store.weak_signals import FoundSignal, Look, get_look, keep_found

MOST_STORIES = 100_000
OTHERS = 3_000  # drawn from the other stories, to say by what a pocket's words and placements are its own
BEHIND = 0.05  # of the stories may still be without a vector
WORDS, LEAST_WITH_A_WORD = 5, 3
PROTECTED, YOUNG = "protected", "young"
Beat = Callable[[], None]


def look_for_signals(
    db: Database, collection: Collection, framework: Framework, model_id: str, *, today: date, beat: Beat = lambda: None
) -> bool:
    """Look unless somebody looked today with the same model; whether it looked.

    It waits while many stories have no vector: half of an import would look like a pocket.
    """
    forget_untold_words(db, collection)
    before = get_look(db, collection.id)
    if before is not None and (before.looked_on, before.model) == (today, model_id):
        return False
    if collection.policy is Policy.PROTECTED:
        keep_found(db, collection.id, Look(model_id, today, "", {"why": PROTECTED}), [])
        return True
    texts = list_open_texts(db, collection.id, model_id, MOST_STORIES)
    if count_open_unembedded(db, collection.id, model_id) > BEHIND * len(texts):
        return False
    beat()
    told = _tellings(texts)
    since = recent_since(told.day, day_number(today))
    if since is None:
        keep_found(db, collection.id, Look(model_id, today, _hash(texts), _young(told, today)), [])
        return True
    found = find_pockets(unpack_vectors([one.vector for one in texts]), told, since, seed=_seed(collection), beat=beat)
    signals = _described(db, collection, framework, texts, found)
    keep_found(db, collection.id, Look(model_id, today, _hash(texts), _facts(told, since, found)), signals)
    return True


def _tellings(texts: Sequence[OpenText]) -> Tellings:
    return Tellings(
        day=np.array([one.day for one in texts], dtype=np.int64),
        stratum=_numbers([f"{one.group}\n{one.language}" for one in texts]),
        teller=_numbers([one.respondent for one in texts]),
        text=_numbers([one.text_hash for one in texts]),
    )


def _numbers(names: Sequence[str | None]) -> np.ndarray[Any, np.dtype[np.int64]]:
    known = {name: number for number, name in enumerate(sorted({name for name in names if name is not None}))}
    return np.array([-1 if name is None else known[name] for name in names], dtype=np.int64)


def _facts(told: Tellings, since: int, found: Found) -> Mapping[str, Any]:
    late = int((told.day >= since).sum())
    by_chance = sorted(found.by_chance.tolist())
    return {
        "since": day_of(since).isoformat(),
        "recent": late,
        "earlier": len(told.day) - late,
        "by_chance": [round(one, 2) for one in by_chance],
    }


def _young(told: Tellings, today: date) -> Mapping[str, Any]:
    since = day_number(today - timedelta(days=WINDOWS[-1] - 1))
    late = int((told.day >= since).sum())
    return {"why": YOUNG, "recent": late, "earlier": len(told.day) - late}


def _described(
    db: Database, collection: Collection, framework: Framework, texts: Sequence[OpenText], found: Found
) -> list[FoundSignal]:
    """Each pocket with its words and where it lies, told against stories drawn at random from all others."""
    inside = sorted({int(row) for pocket in found.pockets for row in pocket.rows})
    others = np.setdiff1d(np.arange(len(texts)), inside)
    chance = np.random.default_rng(_seed(collection))
    drawn = chance.choice(others, min(OTHERS, len(others)), replace=False).tolist()
    wanted = [texts[row].id for row in [*inside, *sorted(drawn)]]
    told = {one: (text, json.loads(answers)) for one, text, answers in list_told(db, json.dumps(wanted))}
    wanted = [one for one in wanted if one in told]
    terms = _terms(collection, texts, found, {one: told[one][0] for one in wanted})
    answers = [told[one][1] for one in wanted]
    signals = []
    for pocket, words in zip(found.pockets, terms, strict=True):
        stories = tuple(texts[row].id for row in pocket.rows)
        mine = np.isin(np.array(wanted), stories)
        parts = {**_parts(pocket, texts), "apart": placed_apart(framework, answers, mine)}
        signals.append(FoundSignal(stories, round(pocket.evidence, 3), parts, words))
    return signals


def _terms(
    collection: Collection, texts: Sequence[OpenText], found: Found, told: Mapping[str, str]
) -> list[tuple[str, ...]]:
    owner = {texts[row].id: place for place, pocket in enumerate(found.pockets) for row in pocket.rows}
    return cluster_terms(
        list(told.values()),
        [owner.get(one, -1) for one in told],
        len(found.pockets),
        at_least=LEAST_WITH_A_WORD,
        at_least_everywhere=collection.k,
        pairs_at_least=collection.k,
        count=WORDS,
    )


def _parts(pocket: Pocket, texts: Sequence[OpenText]) -> dict[str, Any]:
    rows = pocket.rows.tolist()
    keys = {texts[row].respondent for row in rows} - {None}
    return {
        "n": len(rows),
        "expected": round(pocket.expected, 2),
        "earlier": pocket.earlier,
        "repeated": pocket.repeated,
        "keyed": len(keys),
        "days": len({texts[row].day for row in rows}),
        "groups": len({texts[row].group for row in rows}),
        "alike": round(pocket.alike, 3),
        "alike_by_chance": round(pocket.alike_by_chance, 3),
        "coherence": round(pocket.coherence, 3),
        "novelty": round(pocket.novelty, 3),
        "chance": round(pocket.chance, 3),
    }


def _hash(texts: Sequence[OpenText]) -> str:
    return hashlib.sha256("\n".join(one.id for one in texts).encode()).hexdigest()[:16]


def _seed(collection: Collection) -> int:
    return int.from_bytes(hashlib.sha256(collection.id.encode()).digest()[:4])
