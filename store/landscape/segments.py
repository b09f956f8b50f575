"""Segments: the columns of the open stories of one kind and month, sorted so that an area is one stretch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from narratives.narrative import Kind
from store.landscape.codebook import Codebook, Codes
from store.landscape.facets import Facets, build_facets, facet_of
from store.landscape.names import Flags, Numbers, Strata

Rows = npt.NDArray[np.int32]
NO_THEME = 65_535  # the number of themes that a collection can have before the last is taken for none
HEAT_UNIT = 30_000  # a hot score from -1 to 1 is kept as 0 to 60,000


@dataclass(frozen=True, slots=True)
class Piece:
    """Stories as they were read, in any order: what segments are made of.

    `strata` are numbers of the collection's combinations of area, group and language, `days` whole day numbers,
    `prefixes` the first 32 bits of the ids, `themes` numbers of the collection's themes, None when not asked for.
    """

    codes: Codes  # (slots, stories)
    strata: Numbers
    days: Numbers
    prefixes: npt.NDArray[np.uint32]
    heats: npt.NDArray[np.uint16]
    themes: npt.NDArray[np.uint16] | None

    def __len__(self) -> int:
        return len(self.days)

    def on(self, day: int) -> Piece:
        """Those of one day."""
        rows = np.flatnonzero(self.days == day)
        return Piece(
            self.codes[:, rows],
            self.strata[rows],
            self.days[rows],
            self.prefixes[rows],
            self.heats[rows],
            None if self.themes is None else self.themes[rows],
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """Stories of one kind within one month, sorted by area, group, language, day and id.

    Those of `strata[i]` lie from `starts[i]` to `starts[i + 1]`. `days` counts from `first`. `facets` are sums
    made beforehand; None where there are too few stories for them to pay.
    """

    kind: Kind
    first: int
    codes: Codes
    strata: Numbers
    starts: Rows
    days: npt.NDArray[np.uint8]
    prefixes: npt.NDArray[np.uint32]
    heats: npt.NDArray[np.uint16]
    themes: npt.NDArray[np.uint16] | None
    oldest: int
    newest: int
    facets: Facets | None

    def __len__(self) -> int:
        return len(self.days)

    @property
    def lengths(self) -> Rows:
        """How many stories each stratum holds."""
        return np.diff(self.starts)

    @property
    def nbytes(self) -> int:
        """What it takes of memory."""
        arrays = (self.codes, self.strata, self.starts, self.days, self.prefixes, self.heats, self.themes)
        held = sum(array.nbytes for array in arrays if array is not None)
        return held + (self.facets.nbytes if self.facets else 0)

    def piece(self) -> Piece:
        """The same stories as they were read, to be put together with others."""
        strata = np.repeat(self.strata, self.lengths)
        days = self.days.astype(np.int32) + np.int32(self.first)
        return Piece(self.codes, strata, days, self.prefixes, self.heats, self.themes)

    def holds_days(self, days: Sequence[int]) -> Flags:
        """Which of its stories were told on some days."""
        wanted = np.zeros(256, bool)
        wanted[[day - self.first for day in days if 0 <= day - self.first < 256]] = True
        found: Flags = wanted[self.days]
        return found

    def without(self, gone: Flags, book: Codebook, strata: Strata) -> Segment | None:
        """The same without some stories; None when none is left."""
        kept = np.flatnonzero(~gone)
        if len(kept) == 0:
            return None
        # Each stratum's new start is the number of kept stories before its old one.
        before = np.concatenate([[0], np.cumsum(~gone)])
        starts = before[self.starts]
        full = np.flatnonzero(np.diff(starts))
        days = self.days[kept]
        left = replace(
            self,
            codes=self.codes[:, kept],
            strata=self.strata[full],
            starts=np.concatenate([starts[full], starts[-1:]]).astype(np.int32),
            days=days,
            prefixes=self.prefixes[kept],
            heats=self.heats[kept],
            themes=None if self.themes is None else self.themes[kept],
            oldest=self.first + int(days.min()),
            newest=self.first + int(days.max()),
            facets=None,
        )
        return replace(left, facets=self._facets_without(gone, left, book, strata))

    def _facets_without(self, gone: Flags, left: Segment, book: Codebook, strata: Strata) -> Facets | None:
        if self.facets is None:
            return None
        rows = np.flatnonzero(gone)
        of_row = np.searchsorted(self.starts, rows.astype(np.int32), side="right") - 1
        where = facet_of(strata.parts[self.strata], self.facets.pairs)[of_row]
        return self.facets.without(book, self.codes[:, rows], where, self.days[rows], self.heats[rows])


def build_segment(
    kind: Kind, first: int, pieces: Sequence[Piece], book: Codebook, strata: Strata, *, loose: bool = False
) -> Segment | None:
    """Put pieces together, sorted; None when they hold no story. A loose segment has no sums made beforehand."""
    pieces = [piece for piece in pieces if len(piece)]
    if not pieces:
        return None
    since = np.concatenate([piece.days for piece in pieces]) - np.int32(first)
    prefixes = np.concatenate([piece.prefixes for piece in pieces])
    told = np.concatenate([piece.strata for piece in pieces])
    present = np.flatnonzero(np.bincount(told))
    parts = strata.parts[present]
    present = present[np.lexsort((parts[:, 2], parts[:, 1], parts[:, 0]))]
    rank = np.empty(int(present.max()) + 1, np.int64)
    rank[present] = np.arange(len(present))
    local = rank[told]
    # One number that sorts by stratum, day and id; a month has fewer than 32 days.
    order = np.argsort((local << 37) | (since.astype(np.int64) << 32) | prefixes, kind="stable")
    codes = np.concatenate([piece.codes for piece in pieces], axis=1)
    for column in codes:
        column[:] = column[order]
    starts = np.concatenate([[0], np.cumsum(np.bincount(local, minlength=len(present)))]).astype(np.int32)
    days = since[order].astype(np.uint8)
    heats = np.concatenate([piece.heats for piece in pieces])[order]
    themes = None
    if all(piece.themes is not None for piece in pieces):
        themes = np.concatenate([piece.themes for piece in pieces if piece.themes is not None])[order]
    numbers = present.astype(np.int32)
    facets = None
    if not loose:
        facets = build_facets(book, codes, strata.parts[numbers], starts, days, heats)
    oldest, newest = first + int(days.min()), first + int(days.max())
    return Segment(kind, first, codes, numbers, starts, days, prefixes[order], heats, themes, oldest, newest, facets)
