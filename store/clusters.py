"""The boards on which people gather: every revision is kept, so that two people never undo each other unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from narratives.board import Board
from narratives.draft import ChangedMeanwhileError, Revision
from narratives.errors import NotFoundError
from narratives.observation import Cluster, ClusterKind
from store.database import Database

MOST_REVISIONS = 200


def get_board(db: Database, collection_id: str, kind: ClusterKind) -> Board:
    """The board as it is now; an empty one where nobody has gathered anything."""
    row = db.one(
        """
        select revision, document from boards where collection_id = :id and kind = :kind
        order by revision desc limit 1
        """,
        id=collection_id,
        kind=kind.value,
    )
    if row is None:
        return Board(collection_id, kind)
    return _read(collection_id, kind, row["revision"], row["document"])


def save_board(db: Database, board: Board, *, what: str, actor: str, at: datetime) -> Board:
    """Store a board as the revision after the one that was read, which `board.revision` is.

    Raises ChangedMeanwhileError when somebody stored another one since, and BusyError.
    """
    with db.write():
        last = list_revisions(db, board, most=1)
        if board.revision != (last[0].number if last else 0):
            who = last[0].actor if last else "Somebody"
            raise ChangedMeanwhileError(f"{who} changed this board while you had it open.")
        saved = replace(board, revision=board.revision + 1)
        db.execute(
            """
            insert into boards (collection_id, kind, revision, document, what, actor, at)
            values (:id, :kind, :revision, :document, :what, :actor, :at)
            """,
            id=board.collection,
            kind=board.kind.value,
            revision=saved.revision,
            document=_written(saved),
            what=what,
            actor=actor,
            at=at.isoformat(timespec="seconds"),
        )
        db.execute(
            "delete from boards where collection_id = :id and kind = :kind and revision <= :oldest",
            id=board.collection,
            kind=board.kind.value,
            oldest=saved.revision - MOST_REVISIONS,
        )
    return saved


def board_at(db: Database, board: Board, revision: int) -> Board:
    """The board as it was, numbered as it is: storing it goes back. Revision 0 is empty. Raises NotFoundError."""
    if revision == 0:
        return replace(board, clusters=())
    row = db.one(
        "select document from boards where collection_id = :id and kind = :kind and revision = :revision",
        id=board.collection,
        kind=board.kind.value,
        revision=revision,
    )
    if row is None:
        raise NotFoundError("revision of the board", str(revision))
    return _read(board.collection, board.kind, board.revision, row["document"])


def list_revisions(db: Database, board: Board, most: int = 10) -> list[Revision]:
    """What was done to a board last, newest first."""
    rows = db.rows(
        """
        select revision, what, actor, at from boards where collection_id = :id and kind = :kind
        order by revision desc limit :most
        """,
        id=board.collection,
        kind=board.kind.value,
        most=most,
    )
    return [Revision(row["revision"], row["what"], row["actor"], datetime.fromisoformat(row["at"])) for row in rows]


def _written(board: Board) -> str:
    found = [
        {"id": one.id, "name": one.name, "note": one.note, "members": one.members, "workshop": one.workshop}
        for one in board.clusters
    ]
    return json.dumps(found, ensure_ascii=False)


def _read(collection_id: str, kind: ClusterKind, revision: int, document: str) -> Board:
    clusters = tuple(
        Cluster(
            id=one["id"],
            collection=collection_id,
            kind=kind,
            name=one["name"],
            note=one["note"],
            members=tuple(one["members"]),
            place=place,
            workshop=one["workshop"],
        )
        for place, one in enumerate(json.loads(document))
    )
    return Board(collection_id, kind, clusters, revision)
