"""Stories with vectors in an index of meanings, as the worker makes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from analysis.meaning_index import update_apartness, update_index
from narratives.collection import Collection
from narratives.narrative import Narrative
from store.database import Database
from store.vectors import add_vectors

MODEL = "plain"


def packed(vector: Sequence[float]) -> bytes:
    """A unit vector as it is stored."""
    row = np.asarray(vector, np.float32)
    return (row / np.linalg.norm(row)).astype("<f2").tobytes()


def embed(db: Database, told: Iterable[Narrative], vectors: Iterable[Sequence[float]], model: str = MODEL) -> None:
    """Give stories these vectors."""
    for one, vector in zip(told, vectors, strict=True):
        row = db.one("select text_hash from narratives where id = :id", id=one.id)
        assert row is not None
        add_vectors(db, model, [(row["text_hash"], packed(vector))])


def index(db: Database, collection: Collection, model: str = MODEL) -> None:
    """Bring the index, and how apart stories stand, up to date."""
    assert update_index(db, collection, model)
    assert update_apartness(db, collection, model)
