"""Two placements of one question side by side, until enough of them are there to be added up and deleted.

A batch is one question of one team, by kind of contact where that fills by itself. It holds placements of at least k
different people with at least three practitioners, none of whom stands for more than half of it. Every question has
batches of its own, so that a figure is never of fewer than k people who answered it, and so that the questions of one
pair are nowhere together.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.pair_places import Place
from store.case_key import CaseKey
from store.database import Database

LEAST_PRACTITIONERS = 3
MIXED = ""  # the contact of a batch in which several kinds were closed together
_WAITS = 4  # times k: among so many pairs of three kinds of contact one has closed by itself, unless it cannot


@dataclass(frozen=True, slots=True)
class Pile:
    """What waits together: one question of one team."""

    collection: str
    signifier: str
    group: str

    def mark(self, key: CaseKey) -> str:
        """What stands for it in the store."""
        return key.mark("pair-pile", json.dumps([self.collection, self.signifier, self.group]))


@dataclass(frozen=True, slots=True)
class Linked:
    """Where a person and their practitioner placed one meeting; both are named by marks that hold in one pile alone."""

    contact: str
    person: Place
    officer: Place
    who: str
    practitioner: str


def add_linked(db: Database, key: CaseKey, pile: Pile, mark: str, linked: Linked) -> None:
    """Let two placements wait; the same mark again adds nothing."""
    stored = [linked.contact, list(linked.person), list(linked.officer), linked.who, linked.practitioner]
    db.execute(
        """
        insert into pair_answers (answer_mark, pile_mark, sealed) values (:mark, :pile, :sealed)
        on conflict (answer_mark) do nothing
        """,
        mark=mark,
        pile=pile.mark(key),
        sealed=key.seal(json.dumps(stored, separators=(",", ":")), f"pair_answers:{mark}"),
    )


def take_linked(db: Database, marks: Sequence[str]) -> int:
    """Delete what waits under these marks, and say how many did."""
    with db.write():
        return sum(db.execute("delete from pair_answers where answer_mark = :mark", mark=mark) for mark in marks)


def close_ready(db: Database, key: CaseKey, pile: Pile, k: int, today: date) -> int:
    """Close every batch of a pile that can be closed, and delete what it is made of; how many closed.

    A kind of contact closes as soon as it can. What is left closes together once it is four times as much.
    """
    with db.write():
        waiting = _list_waiting(db, key, pile)
        by_contact: dict[str, list[tuple[str, Linked]]] = defaultdict(list)
        for mark, linked in waiting:
            by_contact[linked.contact].append((mark, linked))
        ready = {contact: ones for contact, ones in by_contact.items() if may_close([one for _, one in ones], k)}
        if not ready and len(waiting) >= _WAITS * k and may_close([one for _, one in waiting], k):
            ready = {MIXED: waiting}
        for contact, ones in ready.items():
            take_linked(db, [mark for mark, _ in ones])
            _freeze(db, pile, contact, [one for _, one in ones], today)
        return len(ready)


def may_close(ones: Sequence[Linked], k: int) -> bool:
    """Whether these can be added up without telling of one person or of one practitioner."""
    by_practitioner = Counter(one.practitioner for one in ones)
    return (
        len({one.who for one in ones}) >= k
        and len(by_practitioner) >= LEAST_PRACTITIONERS
        and 2 * max(by_practitioner.values()) <= len(ones)
    )


def frozen_sums(ones: Sequence[Linked]) -> dict[str, Any]:
    """What stays of a batch: for each side and for the gap (person minus practitioner) the sums by pole.

    `spread` is the sum of squares of what each practitioner's pairs add up to beyond the batch's mean: what an
    interval needs that knows that pairs of one practitioner are alike, and nothing that tells a practitioner apart.
    `crowding` is the sum of the squares of how many pairs each practitioner has.
    """
    sides = {
        "person": [one.person for one in ones],
        "officer": [one.officer for one in ones],
        "gap": [tuple(p - o for p, o in zip(one.person, one.officer, strict=True)) for one in ones],
    }
    names = [one.practitioner for one in ones]
    sums = {side: _sums(rows, names) for side, rows in sides.items()}
    return {**sums, "crowding": sum(count**2 for count in Counter(names).values())}


def quarter_of(day: date) -> str:
    """The quarter of a day, as it is kept: 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _sums(rows: Sequence[Place], names: Sequence[str]) -> dict[str, list[float]]:
    totals = [sum(row[pole] for row in rows) for pole in _poles(rows)]
    spread = []
    for pole, total in enumerate(totals):
        beyond: dict[str, float] = defaultdict(float)
        for row, name in zip(rows, names, strict=True):
            beyond[name] += row[pole] - total / len(rows)
        spread.append(sum(each**2 for each in beyond.values()))
    return {"total": [round(one, 6) for one in totals], "spread": [round(one, 6) for one in spread]}


def _poles(rows: Sequence[Place]) -> range:
    return range(len(rows[0]))


def _list_waiting(db: Database, key: CaseKey, pile: Pile) -> list[tuple[str, Linked]]:
    rows = db.rows("select answer_mark, sealed from pair_answers where pile_mark = :pile", pile=pile.mark(key))
    sealed = {row["answer_mark"]: row["sealed"] for row in rows}
    return [(mark, _linked(key.open(held, f"pair_answers:{mark}"))) for mark, held in sealed.items()]


def _linked(text: str) -> Linked:
    contact, person, officer, who, practitioner = json.loads(text)
    return Linked(contact, tuple(person), tuple(officer), who, practitioner)


def _freeze(db: Database, pile: Pile, contact: str, ones: Sequence[Linked], today: date) -> None:
    db.execute(
        """
        insert into pair_batches (id, collection_id, signifier, group_name, contact, quarter, n, sums)
        values (:id, :collection_id, :signifier, :group_name, :contact, :quarter, :n, :sums)
        """,
        id=secrets.token_hex(16),
        collection_id=pile.collection,
        signifier=pile.signifier,
        group_name=pile.group,
        contact=contact,
        quarter=quarter_of(today),
        n=len(ones),
        sums=json.dumps(frozen_sums(ones), separators=(",", ":")),
    )
