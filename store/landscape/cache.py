"""The column cache: the codes of open stories in memory, month by month, exact and thrown away at will."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from narratives.framework import Framework
from narratives.selection import View
from store.database import Database
from store.landscape.choosing import many, plan
from store.landscape.codebook import Entry, codebook
from store.landscape.drawing import Columns, draw, newest, newest_ids
from store.landscape.looking import Look, beginning_like, is_everything
from store.landscape.memory import Chosen, Memory
from store.landscape.names import Register
from store.landscape.refreshing import Holding
from store.landscape.tallies import Histogram, Tally, nothing, tally
from store.landscape.weeks import Weeks, day_sums, weeks_of
from store.limits import check_limit

_COLUMNS = ("area", "group", "language")


class Landscape:
    """Columns of every collection asked for, read again only for days that changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, tuple[Holding, Memory]] = {}

    def histogram(
        self, db: Database, collection_id: str, framework: Framework, signifier_id: str, view: View
    ) -> Histogram:
        """How the open stories of a view answered one signifier. Raises KeyError when it has no picture."""
        look = self._look(db, collection_id, framework, view)
        entry = look.holding.book.entries[signifier_id]
        summed, others = look.split()
        found = _tally(entry, others)
        for _, facets, chosen in summed:
            found.add(facets.tally(entry, chosen))
        return found.histogram(entry)

    def count(self, db: Database, collection_id: str, framework: Framework, view: View) -> int:
        """How many open stories a view holds."""
        summed, others = self._look(db, collection_id, framework, view).split()
        told = sum(int(facets.totals[chosen].sum()) for _, facets, chosen in summed)
        return told + sum(many(rows, segment) for segment, rows in others)

    def names(self, db: Database, collection_id: str, framework: Framework, view: View, of: str) -> dict[str, int]:
        """How many open stories of a view were told in each "area", "group" or "language"."""
        look = self._look(db, collection_id, framework, view)
        column, strata = _COLUMNS.index(of), look.holding.strata
        register: Register[str] = (strata.areas, strata.groups, strata.languages)[column]
        counts = np.zeros(len(register), np.int64)
        for segment, rows in look.chosen():
            if is_everything(rows):
                lengths = segment.lengths
            else:
                picked = np.arange(len(segment), dtype=np.int32)[rows]
                lengths = np.diff(np.searchsorted(picked, segment.starts))
            numbers = strata.parts[segment.strata, column]
            counts += np.bincount(numbers, lengths, len(register)).astype(np.int64)
        return {register.name(number): int(counts[number]) for number in np.flatnonzero(counts).tolist()}

    def newest(
        self,
        db: Database,
        collection_id: str,
        framework: Framework,
        view: View,
        limit: int,
        offset: int = 0,
        *,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Ids of the open stories of a view, newest day first and in the random order of ids within a day.

        With `among` only stories are found whose ids begin like one of these.
        """
        look = self._look(db, collection_id, framework, view)
        drawn = newest(look.newest_months(among), limit + offset)
        return newest_ids(db, look.columns(drawn, len(drawn.rows)), limit, offset)

    def random(
        self,
        db: Database,
        collection_id: str,
        framework: Framework,
        view: View,
        limit: int,
        seed: int,
        offset: int = 0,
        *,
        among: Sequence[str] | None = None,
    ) -> list[str]:
        """Ids of a view's open stories in a random order that the seed gives; `among` as in `newest`."""
        look = self._look(db, collection_id, framework, view)
        chosen = look.chosen() if among is None else beginning_like(look.chosen(), among)
        found = look.columns(draw(chosen, offset + limit, seed), 0)
        return [one for one in found.part(offset, offset + limit).ids(db) if one]

    def sample(
        self,
        db: Database,
        collection_id: str,
        framework: Framework,
        view: View,
        limit: int,
        seed: int,
        *,
        themes: bool = False,
    ) -> Columns:
        """A uniform random sample of a view's open stories, in random order; all of them where there are no more.

        Their themes are known where `themes` says so or the view asks for some.
        """
        look = self._look(db, collection_id, framework, view, themes=themes)
        chosen = look.chosen()
        return look.columns(draw(chosen, limit, seed), sum(many(rows, segment) for segment, rows in chosen))

    def codes(
        self, db: Database, collection_id: str, framework: Framework, signifier_id: str, view: View
    ) -> list[list[int]]:
        """The codes of one signifier of every open story of a view, slot by slot, sorted: they tell no order."""
        look = self._look(db, collection_id, framework, view)
        slot = look.holding.book.entries[signifier_id].slot
        parts = [segment.codes[slot.start : slot.start + slot.width][:, rows] for segment, rows in look.chosen()]
        if not parts:
            return [[] for _ in range(slot.width)]
        codes = np.concatenate(parts, axis=1)
        found: list[list[int]] = codes[:, np.lexsort(codes)].tolist()
        return found

    def weeks(self, db: Database, collection_id: str, framework: Framework, view: View) -> Weeks:
        """The hot scores of a view's open stories, week by week."""
        summed, others = self._look(db, collection_id, framework, view).split()
        parts = [(segment.first, facets.days[chosen].sum(axis=0)) for segment, facets, chosen in summed]
        parts += [(segment.first, day_sums(segment.days[rows], segment.heats[rows])) for segment, rows in others]
        return weeks_of(parts)

    def look(self, db: Database, collection_id: str, framework: Framework, view: View, *, themes: bool = False) -> Look:
        """A view's open stories as they are held, segment by segment: for what counts all of them in its own way."""
        return self._look(db, collection_id, framework, view, themes=themes)

    def nbytes(self, collection_id: str) -> int:
        """What a collection's columns take of memory."""
        held = self._held.get(collection_id)
        return 0 if held is None else held[0].nbytes

    def forget(self, collection_id: str) -> None:
        """Drop a collection's columns; they are read again when they are next asked for."""
        with self._lock:
            self._held.pop(collection_id, None)

    def _look(
        self, db: Database, collection_id: str, framework: Framework, view: View, *, themes: bool = False
    ) -> Look:
        check_limit(collection_id, view.groups)
        with self._lock:
            held = self._held.get(collection_id)
            # A collection's questions can change until it has a story.
            if held is None or (held[0].book.framework is not framework and held[0].book.framework != framework):
                held = Holding(collection_id, codebook(framework)), Memory()
                self._held[collection_id] = held
        holding, memory = held
        snapshot = holding.fresh(db, themes=themes or bool(view.themes))
        memory.keep(snapshot)
        return Look(holding, memory, snapshot, plan(view, holding.book, holding.strata, holding.themes))


def _tally(entry: Entry, chosen: Chosen) -> Tally:
    """Count one signifier's codes of some stories, all at once."""
    if not chosen:
        return nothing(entry)
    slots = range(entry.slot.start, entry.slot.start + entry.slot.width)
    return tally(entry, [np.concatenate([segment.codes[slot][rows] for segment, rows in chosen]) for slot in slots])
