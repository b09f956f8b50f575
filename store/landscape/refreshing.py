"""Keeping columns fresh: only the days whose stories changed are read again, and nothing that went stays behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from narratives.calendar import month_days, month_of
from narratives.narrative import Kind
from store.database import Database
from store.landscape.codebook import Codebook
from store.landscape.names import Register, Strata
from store.landscape.reading import read_day, read_marks, read_serials, read_theme_serials
from store.landscape.segments import Piece, Segment, build_segment

MOST_LOOSE = 8  # days of a month that may lie beside it before they are sorted into it


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a collection: a segment for each kind, and those of days that were read again since."""

    sealed: Mapping[Kind, Segment]
    loose: Mapping[int, Mapping[Kind, Segment]] = field(default_factory=dict)

    def segments(self, kind: Kind) -> Iterator[Segment]:
        """Everything that was told by one kind of teller."""
        if kind in self.sealed:
            yield self.sealed[kind]
        for day in self.loose.values():
            if kind in day:
                yield day[kind]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A collection as it was read at one moment; nothing in it ever changes."""

    months: Mapping[int, Month]
    serials: Mapping[int, int]
    theme_serials: Mapping[int, int] | None = None

    def is_of(self, marks: tuple[int, int], *, themes: bool) -> bool:
        """Whether it is what the store holds, by the sums of its serials: these only ever grow."""
        if sum(self.serials.values()) != marks[0]:
            return False
        return not themes or (self.theme_serials is not None and sum(self.theme_serials.values()) == marks[1])

    def segments(self, kind: Kind) -> Iterator[Segment]:
        """Every segment of one kind of teller, oldest month first."""
        for _, month in sorted(self.months.items()):
            yield from month.segments(kind)

    @property
    def nbytes(self) -> int:
        """What its columns take of memory."""
        return sum(segment.nbytes for kind in Kind for segment in self.segments(kind))


class Holding:
    """The columns of one collection. One thread reads the store at a time; all others go on with what is there."""

    def __init__(self, collection_id: str, book: Codebook) -> None:
        self.collection_id = collection_id
        self.book = book
        self.strata = Strata()
        self.themes: Register[int] = Register()
        self._lock = threading.Lock()
        self._snapshot = Snapshot({}, {})

    @property
    def nbytes(self) -> int:
        """What its columns take of memory."""
        return self._snapshot.nbytes

    def fresh(self, db: Database, *, themes: bool = False) -> Snapshot:
        """The collection as it is in the store now; with `themes`, stories' places among these as well."""
        held = self._snapshot
        if held.is_of(read_marks(db, self.collection_id), themes=themes):
            return held
        with self._lock:
            # Read once more, since whoever held the lock has read the store meanwhile; and before the stories, so
            # that one that arrives in between is read at the next look at the latest.
            serials = read_serials(db, self.collection_id)
            moved = read_theme_serials(db, self.collection_id) if themes else self._snapshot.theme_serials
            stale = self._stale(serials, moved if themes else None)
            if stale or self._snapshot.theme_serials != moved:
                self._snapshot = self._read(db, stale, serials, moved)
            return self._snapshot

    def _stale(self, serials: Mapping[int, int], moved: Mapping[int, int] | None) -> list[int]:
        held = self._snapshot
        stale = {day for day, serial in serials.items() if held.serials.get(day) != serial}
        if moved is not None:
            known = held.theme_serials
            stale |= set(serials) if known is None else {day for day in moved if known.get(day) != moved[day]}
        return sorted(stale)

    def _read(
        self, db: Database, stale: Sequence[int], serials: Mapping[int, int], moved: Mapping[int, int] | None
    ) -> Snapshot:
        months = dict(self._snapshot.months)
        by_month: dict[int, list[int]] = {}
        for day in stale:
            by_month.setdefault(month_of(day), []).append(day)
        for number, days in by_month.items():
            months[number] = self._month(db, number, months.get(number), days, moved is not None)
        return Snapshot(months, serials, moved)

    def _month(self, db: Database, number: int, held: Month | None, days: Sequence[int], themed: bool) -> Month:
        first = month_days(number)[0]
        read = self._read_days(db, days, themed)
        if held is None:
            return Month(_built(first, read, self.book, self.strata))
        left = self._without(held, days)
        loose = {day: segments for day, segments in held.loose.items() if day not in days}
        if not left or len(loose) + len(days) > MOST_LOOSE:
            for held_apart in (left, *loose.values()):
                for kind, segment in held_apart.items():
                    read.setdefault(kind, []).append(segment.piece())
            return Month(_built(first, read, self.book, self.strata))
        for day in days:
            apart = {kind: [piece.on(day) for piece in pieces] for kind, pieces in read.items()}
            loose[day] = _built(first, apart, self.book, self.strata, loose=True)
        return Month(left, loose)

    def _read_days(self, db: Database, days: Sequence[int], themed: bool) -> dict[Kind, list[Piece]]:
        read: dict[Kind, list[Piece]] = {}
        themes = self.themes if themed else None
        # A day at a time, so that few stories are held as rows at once: Python looks at all of these again and again.
        for day in days:
            found = read_day(db, self.collection_id, day, self.book.slots, self.strata, themes)
            for kind, piece in found.items():
                read.setdefault(kind, []).append(piece)
        return read

    def _without(self, held: Month, days: Sequence[int]) -> dict[Kind, Segment]:
        left: dict[Kind, Segment] = {}
        for kind, segment in held.sealed.items():
            gone = segment.holds_days(days)
            kept = segment.without(gone, self.book, self.strata) if gone.any() else segment
            if kept is not None:
                left[kind] = kept
        return left


def _built(
    first: int, read: Mapping[Kind, Sequence[Piece]], book: Codebook, strata: Strata, *, loose: bool = False
) -> dict[Kind, Segment]:
    built = {kind: build_segment(kind, first, pieces, book, strata, loose=loose) for kind, pieces in read.items()}
    return {kind: segment for kind, segment in built.items() if segment is not None}
