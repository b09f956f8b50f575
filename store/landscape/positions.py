"""What tellers answered about their stories as coordinates: the columns in which patterns of answers are looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from narratives.codes import BITS, FIRST_MARK, SCALE, Slot, layout
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.triangle import FINE, cell_centroids, to_xy
from store.landscape.codebook import CODES, Codes

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Positions:
    """The questions about the story that have positions, where their codes lie, and the question of each column."""

    signifiers: tuple[Signifier, ...]
    slots: tuple[Slot, ...]
    blocks: npt.NDArray[np.int64]

    def of(self, codes: Codes) -> Singles:
        """Coordinates (stories, columns) of codes (slots, stories); NaN where a question was not answered."""
        parts = [
            _coordinates(signifier, codes[slot.start : slot.start + slot.width])
            for signifier, slot in zip(self.signifiers, self.slots, strict=True)
        ]
        return np.concatenate(parts, axis=1) if parts else np.zeros((codes.shape[1], 0), np.float32)


@lru_cache(maxsize=16)
def positions(framework: Framework) -> Positions:
    """The questions of a framework that are about the story: who told it has no part in a pattern."""
    slots = layout(framework)
    asked = tuple(one for one in framework.told if _width(one))
    blocks = np.repeat(np.arange(len(asked)), [_width(one) for one in asked]).astype(np.int64)
    return Positions(asked, tuple(slots[one.id] for one in asked), blocks)


def _width(signifier: Signifier) -> int:
    match signifier:
        case Triad():
            return 2
        case Dyad():
            return 1
        case Choice() if signifier.asks_about == "story":
            return len(signifier.options)
        case Stones():
            return 2 * len(signifier.stones)
        case _:
            return 0


def _coordinates(signifier: Signifier, columns: Codes) -> Singles:
    match signifier:
        case Triad():
            middles: Singles = _triangle()[columns[0]]
            return middles
        case Choice() if signifier.max_responses == 1:
            return _one_of(len(signifier.options), columns[0])
        case Choice():
            return _some_of(len(signifier.options), columns)
        case _:
            placed: Singles = np.where(columns < FIRST_MARK, columns / np.float32(SCALE), np.float32(np.nan)).T
            return placed


def _one_of(options: int, column: Codes) -> Singles:
    table = np.full((options + 1, options), np.nan, np.float32)
    table[:options] = np.eye(options)
    found: Singles = table[np.minimum(column, options)]
    return found


def _some_of(options: int, columns: Sequence[Codes] | Codes) -> Singles:
    words = np.stack([columns[place // BITS] for place in range(options)], axis=1)
    chosen = (words >> np.arange(options, dtype=np.uint16) % BITS) & 1
    return np.where(words < FIRST_MARK, chosen, np.nan).astype(np.float32)


@lru_cache(maxsize=1)
def _triangle() -> Singles:
    """The place in the plane of each stored cell's middle, NaN for marks."""
    table = np.full((CODES, 2), np.nan, np.float32)
    table[: FINE * FINE] = [to_xy(middle) for middle in cell_centroids(FINE)]
    return table
