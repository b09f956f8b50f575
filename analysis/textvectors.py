"""The vectors of stories' texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.npz import unpack_vectors
from store.database import Database
from store.text_watching import list_vectors
from store.watching import Telling


def vectors_of(
    db: Database, model: str, tellings: Sequence[Telling], dimensions: int | None = None
) -> npt.NDArray[np.float32]:
    """The vectors (n, d) of some stories, NaN where there is none; `dimensions` where there may be none at all."""
    known = list_vectors(db, model, sorted({one.text_hash for one in tellings if one.text_hash}))
    rows = [known.get(one.text_hash or "") for one in tellings]
    embedded = np.array([row is not None for row in rows], dtype=bool)
    vectors = unpack_vectors([row for row in rows if row is not None])
    found = np.full((len(rows), dimensions or vectors.shape[1]), np.nan, dtype=np.float32)
    if embedded.any():
        found[embedded] = vectors
    return found
