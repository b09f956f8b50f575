"""The index of meanings is kept up to date with what staff may read: found anew when a collection has grown."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from models.cells import A_CELL, cells_of, cells_wanted, find_middles, mean_of_nearest, packed_rows
from narratives.collection import Collection
from store.apartness import keep_apartness, list_unmeasured
from store.database import Database
from store.meaning_generations import (
    Generation,
    add_generation,
    count_by_cell,
    count_indexable,
    count_placed,
    drop_generation,
    get_middles,
    list_generations,
    list_indexable,
    use_generation,
)
from store.meaning_index import add_to_index, forget_meaning, list_blocks, list_misplaced, list_unplaced

STORIES_AT_ONCE = 20_000  # read together, so that those of a cell are written together
STORIES_A_COMMIT = 1_000  # some hundredths of a second in which nobody else writes
STORIES_A_PASS = 40_000
GROWN = 4  # times as many stories as the cells were found in: cells are found anew
APART_A_PASS = 10_000
COMPANY = 2_000  # stories that a story is compared with to see how alone it is: those of the nearest cells

Beat = Callable[[], None]
Singles = npt.NDArray[np.float32]


def update_index(
    db: Database, collection: Collection, model_id: str, *, beat: Beat = lambda: None, most: int = STORIES_A_PASS
) -> bool:
    """Place readable stories that have no place yet, `most` of them; whether none is left.

    Where the cells are too few by now, or of another model, a new generation is filled beside the one in use.
    """
    while misplaced := list_misplaced(db, collection):
        for one in misplaced:
            with db.write():
                forget_meaning(db, one)
        beat()
    for generation in _filling(db, collection, model_id, beat):
        if _place(db, collection, generation, beat, most) >= most:
            return False
        if not generation.ready:
            use_generation(db, collection.id, generation.number)
    return _drop_old(db, collection.id, beat)


def _filling(db: Database, collection: Collection, model_id: str, beat: Beat) -> list[Generation]:
    """The generations to fill: the one in use, and one to come where it is wanted."""
    known = [one for one in list_generations(db, collection.id) if one.model_id == model_id]
    in_use = next((one for one in reversed(known) if one.ready), None)
    if in_use is not None:
        n = max(in_use.n, count_placed(db, collection.id, in_use.number))
        if n < GROWN * in_use.n or cells_wanted(n) <= in_use.cells:
            return [in_use]
    coming = next((one for one in reversed(known) if not one.ready), None)
    if coming is None:
        coming = _begin(db, collection, model_id, beat)
    return [one for one in (in_use, coming) if one is not None]


def _begin(db: Database, collection: Collection, model_id: str, beat: Beat) -> Generation | None:
    n = count_indexable(db, collection, model_id)
    if n == 0:
        return None
    cells = cells_wanted(n)
    sample = list_indexable(db, collection, model_id, A_CELL * cells if cells > 1 else 1)
    beat()
    middles = find_middles(_unpacked(sample), cells)
    beat()
    packed = np.asarray(middles, dtype="<f2").tobytes()
    number = add_generation(db, collection.id, model_id, packed, len(middles), n)
    return next((one for one in list_generations(db, collection.id) if one.number == number), None)


def _place(db: Database, collection: Collection, generation: Generation, beat: Beat, most: int) -> int:
    """Give stories without a place in a generation one; how many were looked at."""
    middles = middles_of(db, collection.id, generation)
    looked, after = 0, ""
    while looked < most:
        found = list_unplaced(
            db, collection, generation.model_id, generation.number, min(STORIES_AT_ONCE, most - looked), after
        )
        if not found:
            break
        vectors = _unpacked([one.vector for one in found])
        packed = packed_rows(vectors)
        cells = cells_of(vectors, middles).tolist()
        placed = [(one.id, cell, row.tobytes()) for one, cell, row in zip(found, cells, packed, strict=True)]
        placed.sort(key=itemgetter(1))
        for at in range(0, len(placed), STORIES_A_COMMIT):
            add_to_index(db, collection, generation.number, placed[at : at + STORIES_A_COMMIT])
            beat()
        looked, after = looked + len(found), found[-1].id
    return looked


def _drop_old(db: Database, collection_id: str, beat: Beat) -> bool:
    ready = [one for one in list_generations(db, collection_id) if one.ready]
    for old in ready[:-1]:
        while not drop_generation(db, collection_id, old.number):
            beat()
    return True


def update_apartness(
    db: Database, collection: Collection, model_id: str, *, beat: Beat = lambda: None, most: int = APART_A_PASS
) -> bool:
    """Measure how near the nearest others of stories are, for `most` of those not measured; whether none is left."""
    ready = [one for one in list_generations(db, collection.id) if one.ready and one.model_id == model_id]
    if not ready:
        return True
    generation = ready[-1]
    among = count_placed(db, collection.id, generation.number)
    waiting = list_unmeasured(db, collection.id, generation.number, model_id, among, most)
    if not waiting:
        return True
    middles, sizes = middles_of(db, collection.id, generation), count_by_cell(db, collection.id, generation.number)
    for cell, members in groupby(waiting, key=itemgetter(0)):
        near = _nearest_cells(middles, cell, sizes)
        ids, vectors = _stories_of(db, collection.id, generation.number, near, middles.shape[1])
        wanted = {story for _, story in members}
        rows = np.array([row for row, one in enumerate(ids) if one in wanted], np.int64)
        nearest = mean_of_nearest(vectors, rows)
        measured = zip((ids[row] for row in rows), nearest.tolist(), strict=True)
        keep_apartness(db, collection.id, model_id, among, measured)
        beat()
    return len(waiting) < most


def _nearest_cells(middles: Singles, cell: int, sizes: dict[int, int]) -> list[int]:
    """A cell and those nearest to it, until they hold enough company."""
    found, held = [], 0
    for near in np.argsort(-(middles @ middles[cell])).tolist():
        found.append(near)
        held += sizes.get(near, 0)
        if held > COMPANY and cell in found:
            break
    return found


def _stories_of(
    db: Database, collection_id: str, generation: int, cells: list[int], wide: int
) -> tuple[list[str], Singles]:
    blocks = list_blocks(db, collection_id, generation, cells)
    rows = np.frombuffer(b"".join(block.vectors for block in blocks), np.uint8).reshape(-1, wide + 4)
    per_length = np.ascontiguousarray(rows[:, wide:]).view("<f4")
    return [one for block in blocks for one in block.ids()], rows[:, :wide].view(np.int8) * per_length


def middles_of(db: Database, collection_id: str, generation: Generation) -> Singles:
    """The middles (cells, d) of a generation."""
    packed = get_middles(db, collection_id, generation.number)
    return np.frombuffer(packed, "<f2").astype(np.float32).reshape(generation.cells, -1)


def _unpacked(vectors: list[bytes]) -> Singles:
    return np.frombuffer(b"".join(vectors), "<f2").astype(np.float32).reshape(len(vectors), -1)
