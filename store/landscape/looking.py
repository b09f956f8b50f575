"""One view of a collection at one moment: what sums made beforehand can tell, and the stories to look at otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from narratives.codes import FIRST_MARK
from store.landscape.choosing import EVERYTHING, Plan, Rows, choose, mark_place
from store.landscape.drawing import Columns, Drawn, columns
from store.landscape.facets import Facets
from store.landscape.memory import Chosen, Memory
from store.landscape.refreshing import Holding, Snapshot
from store.landscape.segments import Segment

Summed = list[tuple[Segment, Facets, npt.NDArray[np.intp]]]


@dataclass(frozen=True, slots=True)
class Look:
    """A view of a snapshot. `plan` is the view in the numbers of the holding's columns."""

    holding: Holding
    memory: Memory
    snapshot: Snapshot
    plan: Plan

    def split(self) -> tuple[Summed, Chosen]:
        """The segments whose facets tell all that is asked, and the stories of the others."""
        if self.plan.tells_apart:
            return [], self.chosen()
        summed: Summed = []
        others: list[tuple[Segment, Rows]] = []
        for segment in self._segments():
            facets = self._facets(segment)
            if facets is not None and segment.facets is not None:
                summed.append((segment, segment.facets, facets))
            else:
                others += self._rows(segment)
        return summed, others

    def chosen(self) -> Chosen:
        """Every story of the view, segment by segment."""
        if self.plan.tells_apart:
            return self.memory.recall(self.snapshot, self.plan.view, self._choose)
        return self._choose()

    def newest_months(self, among: Sequence[str] | None = None) -> Iterator[Chosen]:
        """The same month by month, newest month first; no further than whoever asks goes.

        With `among` only those whose ids begin like one of these.
        """
        for month in self._newest_months():
            yield month if among is None else beginning_like(month, among)

    def _newest_months(self) -> Iterator[Chosen]:
        held = self.memory.find(self.snapshot, self.plan.view)
        if held is not None:
            by_month: dict[int, list[tuple[Segment, Rows]]] = {}
            for segment, rows in held:
                by_month.setdefault(segment.first, []).append((segment, rows))
            yield from (by_month[first] for first in sorted(by_month, reverse=True))
            return
        for _, month in sorted(self.snapshot.months.items(), reverse=True):
            segments = month.segments(self.plan.view.kind)
            yield [found for segment in segments for found in self._rows(segment)]

    def columns(self, drawn: Drawn, total: int) -> Columns:
        """What is known of some of the stories."""
        holding, view = self.holding, self.plan.view
        return columns(drawn, holding.strata, holding.themes, view.kind, holding.collection_id, total)

    def _segments(self) -> Iterator[Segment]:
        for segment in self.snapshot.segments(self.plan.view.kind):
            if not self.plan.misses(segment):
                yield segment

    def _choose(self) -> Chosen:
        return [found for segment in self._segments() for found in self._rows(segment)]

    def _rows(self, segment: Segment) -> list[tuple[Segment, Rows]]:
        if self._is_empty(segment):
            return []
        rows = choose(segment, self.plan)
        return [] if rows is None else [(segment, rows)]

    def _facets(self, segment: Segment) -> npt.NDArray[np.intp] | None:
        plan = self.plan
        if segment.facets is None or plan.areas is not None or not plan.holds_all_days(segment):
            return None
        return segment.facets.chosen(plan.groups, plan.languages)

    def _is_empty(self, segment: Segment) -> bool:
        """Whether the facets say that nothing of what is picked lies in a segment."""
        if segment.facets is None:
            return False
        chosen = segment.facets.chosen(self.plan.groups, self.plan.languages)
        for part in self.plan.view.parts:
            entry = self.holding.book.entries.get(part.signifier)
            if entry is not None:
                counts = segment.facets.counts[part.signifier]
                places = [mark_place(entry, one) if one >= FIRST_MARK else one for one in part.places]
                if not (counts if chosen is None else counts[chosen])[:, places].any():
                    return True
        return False


def beginning_like(chosen: Chosen, ids: Sequence[str]) -> Chosen:
    """Those of some stories whose ids begin like one of these."""
    beginnings = np.unique(np.array([int(one[:8], 16) for one in ids], np.uint32))
    numbered = [(segment, np.arange(len(segment), dtype=np.int32)[rows]) for segment, rows in chosen]
    return [(segment, rows[np.isin(segment.prefixes[rows], beginnings)]) for segment, rows in numbered]


def is_everything(rows: Rows) -> bool:
    """Whether these are all rows of a segment."""
    return isinstance(rows, slice) and rows == EVERYTHING
