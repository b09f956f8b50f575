"""The stories nearest in meaning to some words or to a story, of those that staff may read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.narrative import Scope
from narratives.search_words import Term
from narratives.selection import View
from store.database import Database
from store.landscape import Landscape
from store.meaning_generations import generation_in_use, get_middles
from store.meaning_index import Block, list_blocks
from store.readable import readable
from store.release_stories import Story, list_ids_of_view, list_stories_by_id
from store.word_queries import holding_any

PROBED = 56  # cells that are looked at first; four times as many again while too few stories are found
MOST_PROBED = 512
FEW = 5_000  # stories of a selection that are compared one by one, whatever cells they lie in
_LOOKED_AT = 40  # of the nearest by int8, of which the nearest by their whole vectors are told
_MOST_LOOKED_AT = 6_400
_AT_ONCE = 2_048  # rows that stay in the processor's cache
_HELD = 16  # collections' middles in memory: at most 8 MB each for a million stories

Floats = npt.NDArray[np.float32]
Keep = Callable[[list[str]], list[str]]

_middles: WeakKeyDictionary[Database, dict[tuple[str, int], Floats]] = WeakKeyDictionary()
_lock = Lock()


def nearest_stories(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    view: View,
    vector_or_story: bytes | str,
    limit: int,
    use: Scope = Scope.READ,
    *,
    theme: int | None = None,
    without: Sequence[Term] = (),
    near_alone: bool = False,
) -> list[tuple[Story, float]]:
    """Readable stories of a view, the nearest in meaning first, with their cosines.

    `vector_or_story` is a vector of the index's model (little-endian float16) or the id of a readable story, which is
    left out itself. `without` are words that no story may hold. With `near_alone` those are left out that are not even
    half as near as the nearest, counted from how near stories of this collection are on average. Empty before the
    worker has made an index.
    """
    like = vector_or_story if isinstance(vector_or_story, str) else None
    packed = vector_of(db, collection, like) if like is not None else vector_or_story
    if not isinstance(packed, bytes) or not packed:
        return []

    def keep(ids: list[str]) -> list[str]:
        kept = stories_kept(db, landscape, collection, framework, view, ids, use=use, theme=theme, without=without)
        return [one for one in kept if one != like]

    few = _few(db, landscape, collection, framework, view)
    found = nearest_ids(db, collection, packed, limit, keep, few)
    if near_alone and found:
        far = _on_average(db, collection, packed)
        found = [(one, cosine) for one, cosine in found if cosine - far >= (found[0][1] - far) / 2]
    cosines = dict(found)
    return [(story, cosines[story.id]) for story in list_stories_by_id(db, collection, list(cosines), use=use)]


def model_of_index(db: Database, collection: Collection) -> str | None:
    """The model in whose space a collection's stories are searched; None before the worker has made an index."""
    generation = generation_in_use(db, collection.id)
    return None if generation is None else generation.model_id


def vector_of(db: Database, collection: Collection, story_id: str) -> bytes | None:
    """The vector of a readable story in the space of the collection's index; None when there is none."""
    generation = generation_in_use(db, collection.id)
    if generation is None:
        return None
    return _vectors(db, collection, [story_id], generation.model_id).get(story_id)


def stories_kept(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    view: View,
    ids: Sequence[str],
    *,
    use: Scope = Scope.READ,
    theme: int | None = None,
    without: Sequence[Term] = (),
) -> list[str]:
    """Those of some ids, in their order, whose stories lie in a view, may be used so and hold none of some words."""
    wanted = list(ids)
    if view.parts and collection.policy is Policy.OPEN:
        # Stories are found by the beginnings of their ids, which a few others may share.
        placed = landscape.newest(db, collection.id, framework, view, 2 * len(wanted) + 100, among=wanted)
        inside = set(placed)
        wanted = [one for one in wanted if one in inside]
    kept = list_ids_of_view(db, collection, view, wanted, theme=theme, use=use)
    if without:
        gone = holding_any(db, without, kept)
        kept = [one for one in kept if one not in gone]
    return kept


def nearest_ids(
    db: Database, collection: Collection, packed: bytes, limit: int, keep: Keep, few: Sequence[str] | None = None
) -> list[tuple[str, float]]:
    """Ids and cosines of the nearest stories that `keep` keeps; among `few` alone where they are given."""
    generation = generation_in_use(db, collection.id)
    query = np.frombuffer(packed, "<f2").astype(np.float32)
    if generation is None or not query.any():
        return []
    query /= np.linalg.norm(query)
    if few is not None:
        return _exactly(db, collection, generation.model_id, query, keep(list(few)))[:limit]
    middles = _middles_of(db, collection.id, generation.number)
    if middles.shape[1:] != query.shape:
        return []
    order = np.argsort(-(middles @ query))
    found: dict[str, float] = {}
    start, step = 0, PROBED
    while start < min(len(order), MOST_PROBED) and len(found) < limit:
        cells = order[start : start + step].tolist()
        start, step = start + step, 4 * step
        ranked = _ranked(db, collection.id, generation.number, cells, query)
        at, some = 0, max(_LOOKED_AT, 2 * limit)
        while at < len(ranked.order) and len(found) < limit:
            near = keep(ranked.ids(at, at + some))
            found |= dict(_exactly(db, collection, generation.model_id, query, near))
            at, some = at + some, 4 * some
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:limit]


def _on_average(db: Database, collection: Collection, packed: bytes) -> float:
    """How near stories of a collection are to a vector on average; told by the middles where there are many."""
    generation = generation_in_use(db, collection.id)
    query = np.frombuffer(packed, "<f2").astype(np.float32)
    query /= max(float(np.linalg.norm(query)), 1e-9)
    if generation is None:
        return 0.0
    if generation.cells > 1:
        return float((_middles_of(db, collection.id, generation.number) @ query).mean())
    blocks = list_blocks(db, collection.id, generation.number, [0])
    return float(cosines_of(b"".join(block.vectors for block in blocks), query).mean()) if blocks else 0.0


def _ranked(db: Database, collection_id: str, generation: int, cells: Sequence[int], query: Floats) -> Ranked:
    """The stories of some cells, the nearest first as far as int8 tells."""
    blocks = list_blocks(db, collection_id, generation, cells)
    cosines = cosines_of(b"".join(block.vectors for block in blocks), query)
    ends = np.cumsum([len(block.vectors) // (len(query) + 4) for block in blocks])
    return Ranked(blocks, ends, np.argsort(-cosines)[:_MOST_LOOKED_AT])


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows of blocks in an order; the ids of a block are read only when one of them is wanted."""

    blocks: Sequence[Block]
    ends: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]

    def ids(self, start: int, end: int) -> list[str]:
        """The ids of some that follow each other."""
        rows = self.order[start:end]
        numbers = np.searchsorted(self.ends, rows, side="right").tolist()
        read = {number: self.blocks[number].ids() for number in set(numbers)}
        # From the end of its block a row is counted backwards.
        return [read[number][row - int(self.ends[number])] for number, row in zip(numbers, rows.tolist(), strict=True)]


def cosines_of(packed: bytes, query: Floats) -> Floats:
    """The cosines (n,) of packed rows (models.cells.packed_rows) with a unit vector (d,)."""
    rows = np.frombuffer(packed, np.uint8).reshape(-1, len(query) + 4)
    found: Floats = np.empty(len(rows), np.float32)
    for at in range(0, len(rows), _AT_ONCE):
        some = rows[at : at + _AT_ONCE]
        per_length = np.ascontiguousarray(some[:, len(query) :]).view("<f4")[:, 0]
        found[at : at + _AT_ONCE] = some[:, : len(query)].view(np.int8).astype(np.float32) @ query * per_length
    return found


def _exactly(
    db: Database, collection: Collection, model_id: str, query: Floats, ids: Sequence[str]
) -> list[tuple[str, float]]:
    """Ids with their cosines by the whole vectors, the nearest first."""
    packed = _vectors(db, collection, ids, model_id)
    if not packed:
        return []
    rows = np.frombuffer(b"".join(packed.values()), "<f2").reshape(len(packed), -1).astype(np.float32)
    cosines = rows @ query / np.maximum(np.linalg.norm(rows, axis=1), 1e-9)
    named = list(packed)
    return [(named[row], float(cosines[row])) for row in np.argsort(-cosines, kind="stable").tolist()]


def _vectors(db: Database, collection: Collection, ids: Sequence[str], model_id: str) -> dict[str, bytes]:
    rows = db.tuples(
        f"""
        select n.id, v.vector from json_each(:ids) as w cross join narratives as n on n.id = w.value
        join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where +{readable(collection)} and n.text <> ''
        """,
        id=collection.id,
        ids=json.dumps(list(ids)),
        model=model_id,
    )
    return {one: bytes(vector) for one, vector in rows}


def _middles_of(db: Database, collection_id: str, generation: int) -> Floats:
    with _lock:
        held = _middles.setdefault(db, {})
        found = held.get((collection_id, generation))
    if found is None:
        packed = get_middles(db, collection_id, generation)
        found = np.frombuffer(packed, "<f2").astype(np.float32)
        with _lock:
            for old in [one for one in held if one[0] == collection_id] or list(held)[: max(0, len(held) - _HELD)]:
                del held[old]
            row = generation_in_use(db, collection_id)
            cells = row.cells if row is not None and row.number == generation else 0
            found = found.reshape(cells, -1) if cells else found.reshape(0, 0)
            held[collection_id, generation] = found
    return found


def _few(
    db: Database, landscape: Landscape, collection: Collection, framework: Framework, view: View
) -> list[str] | None:
    """The open stories of a selection that holds only a few; None where it holds many, or cannot be told at once."""
    if collection.policy is not Policy.OPEN or view == View(view.kind):
        return None
    if landscape.count(db, collection.id, framework, view) > FEW:
        return None
    return landscape.newest(db, collection.id, framework, view, FEW)
