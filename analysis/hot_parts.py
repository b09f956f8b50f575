"""What each signifier adds to a story's hot score, from the story's packed codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.scores import hot_scores
from narratives.codes import FIRST_MARK, SCALE, layout
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad
from narratives.triangle import FINE, cell_centroids

Floats = npt.NDArray[np.float64]
Parts = npt.NDArray[np.float32]


class HotParts:
    """Reads the parts of many stories at once; columns are the framework's warm signifiers, in its order."""

    def __init__(self, framework: Framework) -> None:
        self.signifiers = tuple(one.id for one in framework.warm_signifiers)
        self._warm = framework.warm_signifiers
        slots = layout(framework)
        self._slots = [slots[one.id].start for one in self._warm]
        self._width = sum(slot.width for slot in slots.values())
        self._hot = [anchor.id in one.hot for one in self._warm for anchor in one.anchors]
        self._cold = [anchor.id in one.cold for one in self._warm for anchor in one.anchors]
        self._owner = [place for place, one in enumerate(self._warm) for _ in one.anchors]

    def of(self, codes: Sequence[bytes]) -> Parts:
        """Parts (n, S) that add up to the hot score, to a few thousandths; NaN where a signifier was not answered."""
        table = np.frombuffer(b"".join(codes), dtype="<u2").reshape(len(codes), self._width)
        columns = [_shares(one, table[:, slot]) for one, slot in zip(self._warm, self._slots, strict=True)]
        shares = np.hstack(columns) if columns else np.zeros((len(codes), 0))
        found = hot_scores(shares, self._hot, self._cold, self._owner)
        return np.where(found.answered, found.parts, np.nan).astype(np.float32)


def _shares(signifier: Triad | Dyad, codes: npt.NDArray[np.uint16]) -> Floats:
    """Shares of the anchors (n, A); NaN where it was not answered."""
    placed = (codes < FIRST_MARK)[:, None]
    inside = np.where(placed[:, 0], codes, 0).astype(np.int64)
    if isinstance(signifier, Dyad):
        value = inside / SCALE
        return np.where(placed, np.stack([1 - value, value], axis=1), np.nan)
    return np.where(placed, np.array(cell_centroids(FINE))[inside], np.nan)
