"""Which stories are all but the same: each new one is compared with those of the four weeks around it.

The letters are compared at once, the meaning as soon as there is a vector. What is found is one voice to the monitors
until somebody says that it is many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from analysis.npz import unpack_vectors
from analysis.repeats import REMEMBERED_DAYS
from models.alike import FEWEST_ORDINARY, HASHES, Bars, alike, gather, ordinary_bars, signatures
from narratives.collection import Collection
from store.database import Database
from store.voices import Compared, Uncompared, forget_letters, keep_compared, list_compared, list_uncompared

STORIES_A_COMMIT = 500
MOST_COMPARED = 10_000  # of more stories in these weeks, the newest: a copy is known by its text in any case
MOST_ORDINARY = 600
NEWS_DAYS = 7  # the newest days are no measure of how alike stories ordinarily are, where there are others
LETTERS_DAYS = 91

Beat = Callable[[], None]
Bools = npt.NDArray[np.bool_]
Story = Compared | Uncompared


def find_voices(db: Database, collection: Collection, model_id: str | None, *, beat: Beat = lambda: None) -> int:
    """Compare every story that was not compared yet; how many came to share a voice. Safe to kill and to repeat."""
    shared, last = 0, None
    while todo := list_uncompared(db, collection.id, model_id, STORIES_A_COMMIT):
        beat()
        letters = signatures([one.text for one in todo])
        groups = _groups(_around(db, collection.id, model_id, todo), todo, letters)
        kept = [(one, row.astype("<u4").tobytes()) for one, row in zip(todo, letters, strict=True)]
        shared += keep_compared(db, collection.id, model_id, kept, groups)
        last = todo[-1].day
    if last is not None:
        forget_letters(db, collection.id, last - LETTERS_DAYS)
    return shared


def _around(db: Database, collection_id: str, model_id: str | None, todo: Sequence[Uncompared]) -> list[Compared]:
    """What the stories of `todo` are compared with, oldest first."""
    first, last = todo[0].day - REMEMBERED_DAYS + 1, todo[-1].day + REMEMBERED_DAYS - 1
    new = {one.id for one in todo}
    found = list_compared(db, collection_id, model_id, first, last, limit=MOST_COMPARED)
    return [one for one in reversed(found) if one.id not in new]


def _groups(
    earlier: Sequence[Compared], todo: Sequence[Uncompared], letters: npt.NDArray[np.uint32]
) -> list[list[str]]:
    """The stories of each group that one of `todo` came to."""
    stories: list[Story] = [*earlier, *todo]
    n = len(earlier)
    signed, vectors = np.concatenate([_signed(earlier), letters]), _vectors(stories)
    day = np.array([one.day for one in stories])
    links = alike((letters, vectors[n:]), (signed, vectors), _bars(day, signed, vectors))
    links &= _may_be_alike(stories, day, n)
    names = sorted({one.group for one in earlier if one.group is not None})
    place = {name: number for number, name in enumerate(names)}
    found = gather(links, np.array([place.get(one.group or "", -1) for one in earlier], dtype=np.int64))
    members: dict[int, list[str]] = defaultdict(list)
    for one, number in zip(stories, found.tolist(), strict=True):
        members[number].append(one.id)
    return [members[number] for number in sorted(set(found[n:].tolist()) - {-1})]


def _bars(day: npt.NDArray[np.int64], signed: npt.NDArray[np.uint32], vectors: npt.NDArray[np.float32]) -> Bars:
    """From where on two texts are the same here, by the newest stories that are no news."""
    rows = np.argsort(day, kind="stable")
    older = rows[day[rows] <= day.max() - NEWS_DAYS]
    chosen = (older if len(older) >= FEWEST_ORDINARY else rows)[-MOST_ORDINARY:]
    return ordinary_bars((signed[chosen], vectors[chosen]))


def _may_be_alike(stories: Sequence[Story], day: npt.NDArray[np.int64], n: int) -> Bools:
    """Which of the stories from the n-th on are told within four weeks of which, and not by one teller.

    What one teller tells weighs no more than one story anyway.
    """
    near = np.abs(day[n:, None] - day) < REMEMBERED_DAYS
    tellers = np.unique([one.respondent or "" for one in stories], return_inverse=True)[1]
    named = np.array([one.respondent is not None for one in stories], dtype=bool)
    return np.asarray(near & ~((tellers[n:, None] == tellers) & named))


def _signed(stories: Sequence[Compared]) -> npt.NDArray[np.uint32]:
    return np.frombuffer(b"".join(one.signature for one in stories), dtype="<u4").reshape(len(stories), HASHES)


def _vectors(stories: Sequence[Story]) -> npt.NDArray[np.float32]:
    known = unpack_vectors([one.vector for one in stories if one.vector is not None])
    found = np.full((len(stories), known.shape[1]), np.nan, dtype=np.float32)
    found[[one.vector is not None for one in stories]] = known
    return found
