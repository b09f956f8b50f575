"""The column cache: the codes of open stories in memory, month by month, exact and thrown away at will."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from narratives.calendar import day_number, month_days
from narratives.codes import layout
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.selection import View
from store.database import Database

_KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Segment:
    """One month: `codes` of shape (stories, slots) and, aligned with it, day, group, kind and id."""

    serial: int
    codes: npt.NDArray[np.uint16]
    days: npt.NDArray[np.int32]
    groups: npt.NDArray[np.uint16]
    kinds: npt.NDArray[np.uint8]


class Landscape:
    """Columns of every collection asked for, read again only for months that changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._segments: dict[str, dict[int, Segment]] = {}
        self._groups: dict[str, dict[str, int]] = {}

    def slot_codes(
        self, db: Database, collection_id: str, framework: Framework, signifier_id: str, view: View
    ) -> npt.NDArray[np.uint16]:
        """The codes of one signifier for the stories of a view: shape (stories, slots of the signifier)."""
        slot = layout(framework)[signifier_id]
        with self._lock:
            segments = self._fresh(db, collection_id, framework)
            chosen = [self._groups[collection_id].get(group, -1) for group in view.groups]
            parts = [
                segment.codes[mask, slot.start : slot.start + slot.width]
                for _, segment in sorted(segments.items())
                if (mask := _mask(segment, view, chosen)).any()
            ]
        if not parts:
            return np.empty((0, slot.width), np.uint16)
        return np.concatenate(parts)

    def _fresh(self, db: Database, collection_id: str, framework: Framework) -> dict[int, Segment]:
        held = self._segments.setdefault(collection_id, {})
        self._groups.setdefault(collection_id, {})
        serials = db.rows(
            "select month, serial from changes where collection_id = :id order by month", id=collection_id
        )
        for row in serials:
            month, serial = row["month"], row["serial"]
            if month not in held or held[month].serial != serial:
                held[month] = self._read(db, collection_id, framework, month, serial)
        return held

    def _read(self, db: Database, collection_id: str, framework: Framework, month: int, serial: int) -> Segment:
        first, last = month_days(month)
        rows = db.rows(
            """
            select day, group_name, kind, codes from narratives
            where collection_id = :id and day between :first and :last
              and may_read = 1 and state = 'released' and counted = 0
            order by day, id
            """,
            id=collection_id,
            first=first,
            last=last,
        )
        slots = sum(slot.width for slot in layout(framework).values())
        numbers = self._groups[collection_id]
        groups = [numbers.setdefault(row["group_name"], len(numbers)) for row in rows]
        packed = b"".join(row["codes"] for row in rows)
        return Segment(
            serial=serial,
            codes=np.frombuffer(packed, dtype="<u2").astype(np.uint16).reshape(len(rows), slots),
            days=np.array([row["day"] for row in rows], np.int32),
            groups=np.array(groups, np.uint16),
            kinds=np.array([_KINDS.index(Kind(row["kind"])) for row in rows], np.uint8),
        )


def _mask(segment: Segment, view: View, groups: Sequence[int]) -> npt.NDArray[np.bool_]:
    mask: npt.NDArray[np.bool_] = segment.kinds == _KINDS.index(view.kind)
    if view.groups:
        mask &= np.isin(segment.groups, np.array([group for group in groups if group >= 0], np.uint16))
    if view.first is not None:
        mask &= segment.days >= day_number(view.first)
    if view.last is not None:
        mask &= segment.days <= day_number(view.last)
    return mask


__all__ = ["Landscape", "Segment", "View"]
