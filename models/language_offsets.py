"""What the language of a text adds to its vector, taken out: so that a language is never a hidden cluster."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from models.arrays import Floats, Ints

FIRM = 20.0  # stories' worth of the overall mean in that of a language
DOUBLED = 2  # a language's offset is learnt again when there are so many times as many stories


@dataclass(frozen=True, slots=True)
class LanguageOffsets:
    """How far the middle of each of L languages lies from the middle of all: `codes` (L,), `offsets` (L, features).

    `told` (L,) is how many stories each was learnt from. A language that is not among them, and no language (""),
    has no offset.
    """

    codes: tuple[str, ...]
    offsets: Floats
    told: Ints

    @classmethod
    def none(cls, features: int) -> Self:
        """Of texts whose language nobody told."""
        return cls((), np.zeros((0, features)), np.zeros(0, dtype=np.int64))

    @classmethod
    def learnt(cls, rows: Floats, language: Sequence[str | None], middle: Floats, known: Self) -> Self:
        """Offsets from the `middle`, shrunk to none by the number of stories.

        Those `known` already stay as they were, until a language has twice the stories that its offset is from.
        """
        codes = np.array([code or "" for code in language], dtype=str)
        found = {code: (known.offsets[i], int(known.told[i])) for i, code in enumerate(known.codes)}
        for code in sorted(set(codes.tolist()) - {""}):
            mine = codes == code
            n = int(mine.sum())
            if code not in found or n >= DOUBLED * max(found[code][1], 1):
                found[code] = ((rows[mine].mean(axis=0) - middle) * n / (n + FIRM), n)
        if len(found) < 2:
            return known  # one language is what everything is written in, whatever its middle
        offsets = np.array([offset for offset, _ in found.values()]).reshape(len(found), rows.shape[1])
        return cls(tuple(found), offsets, np.array([n for _, n in found.values()], dtype=np.int64))

    def without(self, rows: Floats, language: Sequence[str | None] | None) -> Floats:
        """The rows (n, features) less the offset of each one's language.

        Raises ValueError when there is not one language a row.
        """
        if language is not None and len(language) != len(rows):
            raise ValueError(f"there are {len(rows)} rows and {len(language)} languages: give one a row")
        if language is None or not self.codes:
            return rows
        place = {code: i for i, code in enumerate(self.codes)}
        none = len(self.codes)
        owner = np.array([place.get(code or "", none) for code in language], dtype=np.int64)
        return np.asarray(rows - np.vstack([self.offsets, np.zeros((1, rows.shape[1]))])[owner])
