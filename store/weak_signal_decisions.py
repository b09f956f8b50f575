"""What managers decide about pockets of stories: each a row with who and when, in the transaction that makes it."""

from __future__ import annotations

from datetime import datetime

from narratives.weak_signal import SignalState
from store.database import Database
from store.weak_signals import MERGED_FROM, Decision, get_signal


def decide(
    db: Database,
    collection_id: str,
    signal_id: str,
    state: SignalState,
    *,
    actor: str,
    at: datetime,
    note: str = "",
    into: str | None = None,
) -> bool:
    """Keep a waiting pocket, merge it into another or dismiss it; False when somebody decided before.

    Raises NotFoundError for a pocket that is gone, and ValueError for a merge into itself or into one that was merged.
    """
    with db.write():
        signal = get_signal(db, collection_id, signal_id)
        if signal.state is not SignalState.WAITING:
            return False
        if state is SignalState.MERGED:
            _fold(db, collection_id, signal_id, into, at)
        _set_state(db, signal_id, state, into=into, note=note, actor=actor, at=at, size=signal.stories)
        return True


def undo_decision(db: Database, collection_id: str, signal_id: str, *, actor: str, at: datetime) -> bool:
    """Let a pocket wait again; False when it does already. What it gave to another is taken out of that one again."""
    with db.write():
        signal = get_signal(db, collection_id, signal_id)
        if signal.state is SignalState.WAITING:
            return False
        if signal.merged_into is not None:
            _unfold(db, signal_id, signal.merged_into)
        _set_state(db, signal_id, SignalState.WAITING, into=None, note="", actor=actor, at=at, size=None)
        # It stays in sight until the next search, which says whether it is still found.
        db.execute(
            """
            update weak_signals set seen_on = coalesce(
                (select looked_on from weak_signal_looks where collection_id = :collection), seen_on)
            where id = :id
            """,
            id=signal_id,
            collection=collection_id,
        )
        return True


def list_decisions(db: Database, collection_id: str) -> list[Decision]:
    """Everything that was decided about a collection's pockets, newest first."""
    rows = db.rows(
        """
        select d.signal_id, d.decision, d.into_id, d.note, d.actor, d.at
        from weak_signal_decisions as d join weak_signals as s on s.id = d.signal_id
        where s.collection_id = :id order by d.at desc, d.signal_id, d.place desc
        """,
        id=collection_id,
    )
    return [
        Decision(
            row["signal_id"],
            SignalState(row["decision"]),
            row["into_id"],
            row["note"],
            row["actor"],
            datetime.fromisoformat(row["at"]),
        )
        for row in rows
    ]


def count_decided(db: Database, collection_id: str) -> tuple[int, int]:
    """(worth keeping, judged): of all pockets that somebody decided about, how many were kept or merged."""
    row = db.one(
        """
        select coalesce(sum(state in ('kept', 'merged')), 0) as kept,
            coalesce(sum(state <> 'waiting'), 0) as judged from weak_signals where collection_id = :id
        """,
        id=collection_id,
    )
    return (0, 0) if row is None else (int(row["kept"]), int(row["judged"]))


def _set_state(
    db: Database,
    signal_id: str,
    state: SignalState,
    *,
    into: str | None,
    note: str,
    actor: str,
    at: datetime,
    size: int | None,
) -> None:
    is_open = state is SignalState.WAITING
    db.execute(
        """
        update weak_signals set state = :state, merged_into = :into, note = :note, decided_by = :by,
            decided_at = :at, size_then = :size where id = :id
        """,
        id=signal_id,
        state=state.value,
        into=into,
        note=note,
        by=None if is_open else actor,
        at=None if is_open else at.isoformat(),
        size=size,
    )
    db.execute(
        """
        insert into weak_signal_decisions (signal_id, place, decision, into_id, note, actor, at)
        select :id, 1 + count(*), :state, :into, :note, :actor, :at from weak_signal_decisions where signal_id = :id
        """,
        id=signal_id,
        state=state.value,
        into=into,
        note=note,
        actor=actor,
        at=at.isoformat(),
    )


def _fold(db: Database, collection_id: str, signal_id: str, into: str | None, at: datetime) -> None:
    if into is None or into == signal_id or get_signal(db, collection_id, into).state is SignalState.MERGED:
        raise ValueError("a pocket is merged into another one that was not merged itself")
    db.execute(
        """
        insert into weak_signal_stories (signal_id, narrative_id, place, added_on)
        select :into, narrative_id, place + :behind, :on from weak_signal_stories where signal_id = :id
        on conflict (signal_id, narrative_id) do nothing
        """,
        into=into,
        id=signal_id,
        behind=MERGED_FROM,
        on=at.date().isoformat(),
    )


def _unfold(db: Database, signal_id: str, into: str) -> None:
    """Stories that came with the merge leave again: those behind the others; what was found there since stays."""
    db.execute(
        """
        delete from weak_signal_stories where signal_id = :into and place >= :behind
            and narrative_id in (select narrative_id from weak_signal_stories where signal_id = :id)
        """,
        into=into,
        id=signal_id,
        behind=MERGED_FROM,
    )
