"""The selections that were looked for last: every picture of a page asks for the same one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from narratives.selection import View
from store.landscape.choosing import Rows
from store.landscape.segments import Segment

Chosen = Sequence[tuple[Segment, Rows]]
_MOST = 3
_MOST_ROWS = 4_000_000  # 16 MB: larger selections are looked for anew


class Memory:
    """A few selections of one snapshot; another snapshot empties it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: object = None
        self._held: OrderedDict[View, Chosen] = OrderedDict()

    def recall(self, snapshot: object, view: View, find: Callable[[], Chosen]) -> Chosen:
        """The selection of a view, found now if it is not remembered."""
        held = self.find(snapshot, view)
        if held is not None:
            return held
        found = find()
        if sum(len(rows) for _, rows in found if not isinstance(rows, slice)) <= _MOST_ROWS:
            with self._lock:
                if self._snapshot is snapshot:
                    self._held[view] = found
                    while len(self._held) > _MOST:
                        self._held.popitem(last=False)
        return found

    def keep(self, snapshot: object) -> None:
        """Let go of what belongs to another snapshot: what went from the store must not stay here."""
        with self._lock:
            if self._snapshot is not snapshot:
                self._snapshot = snapshot
                self._held.clear()

    def find(self, snapshot: object, view: View) -> Chosen | None:
        """The selection of a view if it is remembered."""
        with self._lock:
            if self._snapshot is not snapshot or view not in self._held:
                return None
            self._held.move_to_end(view)
            return self._held[view]
