"""Facets: what a whole month's stories sum up to, made once, for all of them and for each group and language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from store.landscape.codebook import Codebook, Codes, Entry, Integers
from store.landscape.names import Flags, Numbers
from store.landscape.tallies import Tally, grouped

FEWEST_STORIES = 2_048
_GROUP, _LANGUAGE = 1, 2  # columns of the numbers of area, group and language
_DAYS = 32
NO_HEAT = 65_535
ANY = -1


@dataclass(frozen=True, slots=True)
class Facets:
    """Sums of a segment's stories, facet by facet.

    `pairs` are the numbers of each facet's group and language, ANY where it is about all of them. Of each
    signifier `counts` and `moments` as in `Grouped`; `days` are, for each facet and day of the month, the stories
    with a hot score, the sum of the scores and of their squares; `totals` the stories.
    """

    pairs: Numbers
    counts: Mapping[str, npt.NDArray[np.integer]]
    moments: Mapping[str, Integers]
    days: Integers
    totals: Integers

    @property
    def nbytes(self) -> int:
        """What they take of memory."""
        tables = (*self.counts.values(), *self.moments.values(), self.days, self.totals, self.pairs)
        return sum(table.nbytes for table in tables)

    def chosen(self, groups: Flags | None, languages: Flags | None) -> npt.NDArray[np.intp] | None:
        """The facets that make up some groups and languages; None when these facets cannot tell."""
        wanted = np.ones(len(self.pairs), bool)
        for column, flags in enumerate((groups, languages)):
            if flags is not None:
                if self.pairs[0, column] == ANY:
                    return None
                wanted &= flags[self.pairs[:, column]]
        return np.flatnonzero(wanted)

    def tally(self, entry: Entry, chosen: npt.NDArray[np.intp]) -> Tally:
        """One signifier's tally of some facets together."""
        name = entry.signifier.id
        counts, moments = self.counts[name], self.moments[name]
        if len(chosen) < len(counts):
            counts, moments = counts[chosen], moments[chosen]
        return Tally(counts.sum(axis=0, dtype=np.int64), moments.sum(axis=0))

    def without(
        self,
        book: Codebook,
        codes: Codes,
        where: npt.NDArray[np.intp],
        days: npt.NDArray[np.uint8],
        heats: npt.NDArray[np.uint16],
    ) -> Facets:
        """The same sums without some of the stories; `where` holds the facet of each."""
        gone = _sum_up(book, codes, where, self.pairs, days, heats)
        return Facets(
            self.pairs,
            {name: _narrow(table.astype(np.int64) - gone.counts[name]) for name, table in self.counts.items()},
            {name: table - gone.moments[name] for name, table in self.moments.items()},
            self.days - gone.days,
            self.totals - gone.totals,
        )


def build_facets(
    book: Codebook,
    codes: Codes,
    parts: Numbers,
    starts: npt.NDArray[np.int32],
    days: npt.NDArray[np.uint8],
    heats: npt.NDArray[np.uint16],
) -> Facets | None:
    """The facets of a segment: by group and language where these are few, else by group, else of the whole."""
    n = len(days)
    if n < FEWEST_STORIES or not book.entries:
        return None
    pairs = _pairs(parts[:, [_GROUP, _LANGUAGE]], n, book)
    where = np.repeat(facet_of(parts, pairs), np.diff(starts))
    return _sum_up(book, codes, where, pairs, days, heats)


def _pairs(told: Numbers, n: int, book: Codebook) -> Numbers:
    # Sums are kept for as many facets as take a small part of what the stories themselves take.
    longest = max(entry.length for entry in book.entries.values())
    for columns in ((0, 1), (0,)):
        pairs = np.full((len(told), 2), ANY, np.int32)
        pairs[:, columns] = told[:, columns]
        pairs = np.unique(pairs, axis=0)
        if len(pairs) * longest <= n // 4 or len(pairs) == 1:
            return pairs
    return np.full((1, 2), ANY, np.int32)


def facet_of(parts: Numbers, pairs: Numbers) -> npt.NDArray[np.intp]:
    """The facet of each (area, group, language)."""
    if len(pairs) == 1:
        return np.zeros(len(parts), np.intp)
    known = {(int(group), int(language)): place for place, (group, language) in enumerate(pairs)}
    any_language = pairs[0, 1] == ANY
    found = [known[int(group), ANY if any_language else int(language)] for _, group, language in parts]
    return np.array(found, np.intp)


def _sum_up(
    book: Codebook,
    codes: Codes,
    where: npt.NDArray[np.intp],
    pairs: Numbers,
    days: npt.NDArray[np.uint8],
    heats: npt.NDArray[np.uint16],
) -> Facets:
    n = len(pairs)
    counts: dict[str, npt.NDArray[np.integer]] = {}
    moments: dict[str, Integers] = {}
    for name, entry in book.entries.items():
        columns = list(codes[entry.slot.start : entry.slot.start + entry.slot.width])
        shape = grouped(entry, columns, where, n)
        counts[name], moments[name] = _narrow(shape.counts), shape.moments
    totals = np.bincount(where, minlength=n).astype(np.int64)
    return Facets(pairs, counts, moments, sum_days(where * _DAYS + days, n * _DAYS, heats).reshape(n, _DAYS, 3), totals)


def sum_days(where: npt.NDArray[np.integer], n: int, heats: npt.NDArray[np.uint16]) -> Integers:
    """For each of n places the stories with a hot score, the sum of the scores and of their squares."""
    warm = heats != NO_HEAT
    where, scores = where[warm], heats[warm].astype(np.float64)
    columns = [np.bincount(where, weights, n) for weights in (None, scores, scores**2)]
    # Sums of whole numbers below 2 ** 53 are exact as floats.
    return np.stack([np.asarray(column, np.int64) for column in columns], axis=1)


def _narrow(table: Integers) -> npt.NDArray[np.integer]:
    """The same counts in as few bytes as they need."""
    most = int(table.max(initial=0))
    kind = np.uint16 if most < 1 << 16 else np.uint32
    return table.astype(kind)
