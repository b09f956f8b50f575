"""Drafts of frameworks: every revision is kept until the draft is deleted, so that any change can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from narratives.draft import ChangedMeanwhileError, Draft, DraftState, Review, Revision, Verdict
from narratives.errors import FrozenError, NotFoundError
from store.database import Database, Row

MOST_REVISIONS = 200
_COLUMNS = """id, title, document, revision, state, replaces_id, replaces_version, made_by, changed_by, changed_at,
    opened_as"""


def add_draft(db: Database, draft: Draft, *, what: str, actor: str, at: datetime) -> Draft:
    """Keep a new draft at its first revision."""
    kept = replace(draft, revision=1, made_by=actor, changed_by=actor, changed_at=at)
    framework, version = kept.replaces or ("", 0)
    with db.write():
        db.execute(
            """
            insert into drafts (id, title, document, replaces_id, replaces_version, made_by, made_at, changed_by,
                changed_at)
            values (:id, :title, :document, :framework, :version, :actor, :at, :actor, :at)
            """,
            id=kept.id,
            title=kept.title,
            document=_document(kept),
            framework=framework,
            version=version,
            actor=actor,
            at=_said(at),
        )
        _remember(db, kept, what, actor, at)
    return kept


def change_draft(db: Database, draft: Draft, *, what: str, actor: str, at: datetime) -> Draft:
    """Store a draft as its next revision; `draft.revision` is the one that was read.

    Raises ChangedMeanwhileError when somebody stored another one since, and FrozenError when it was opened.
    """
    with db.write():
        stored = get_draft(db, draft.id)
        if stored.is_open:
            raise FrozenError("These questions were opened: make a new version of them to change what is asked.")
        if stored.revision != draft.revision:
            raise ChangedMeanwhileError(f"{stored.changed_by} changed these questions while you had them open.")
        changed = replace(draft, revision=draft.revision + 1, state=DraftState.DRAFT, changed_by=actor, changed_at=at)
        db.execute(
            """
            update drafts set title = :title, document = :document, revision = :revision, state = 'draft',
                changed_by = :actor, changed_at = :at
            where id = :id
            """,
            id=draft.id,
            title=changed.title,
            document=_document(changed),
            revision=changed.revision,
            actor=actor,
            at=_said(at),
        )
        _remember(db, changed, what, actor, at)
    return changed


def get_draft(db: Database, draft_id: str) -> Draft:
    """Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from drafts where id = :id", id=draft_id)
    if row is None:
        raise NotFoundError("draft", draft_id)
    return _row_to_draft(row)


def list_drafts(db: Database) -> list[Draft]:
    """Every draft, the one changed last first."""
    return [_row_to_draft(row) for row in db.rows(f"select {_COLUMNS} from drafts order by changed_at desc, id")]


def delete_draft(db: Database, draft_id: str) -> bool:
    """Delete a draft with its revisions; False when it is gone already. One that was opened stays as a record."""
    return db.execute("delete from drafts where id = :id and state <> 'opened'", id=draft_id) > 0


def list_revisions(db: Database, draft_id: str) -> list[Revision]:
    """What was done to a draft, newest first."""
    rows = db.rows(
        "select revision, what, actor, at from draft_revisions where draft_id = :id order by revision desc", id=draft_id
    )
    return [Revision(row["revision"], row["what"], row["actor"], datetime.fromisoformat(row["at"])) for row in rows]


def draft_at(db: Database, draft: Draft, revision: int) -> Draft:
    """The draft as it was, numbered as it is: storing it goes back. Raises NotFoundError."""
    row = db.one(
        "select document from draft_revisions where draft_id = :id and revision = :revision",
        id=draft.id,
        revision=revision,
    )
    if row is None:
        raise NotFoundError("revision of the draft", str(revision))
    document = json.loads(row["document"])
    return replace(draft, title=document["title"], questions=document["questions"], opening=document["opening"])


def add_review(db: Database, draft: Draft, verdict: Verdict, remark: str, *, actor: str, at: datetime) -> None:
    """Keep what somebody said of the revision that they looked at; asking for a look puts it into review."""
    with db.write():
        db.execute(
            """
            insert into draft_reviews (draft_id, place, revision, verdict, remark, actor, at)
            select :id, count(*), :revision, :verdict, :remark, :actor, :at from draft_reviews where draft_id = :id
            """,
            id=draft.id,
            revision=draft.revision,
            verdict=verdict.value,
            remark=remark,
            actor=actor,
            at=_said(at),
        )
        if verdict is Verdict.ASKED:
            db.execute("update drafts set state = 'review' where id = :id and state = 'draft'", id=draft.id)


def list_reviews(db: Database, draft_id: str) -> list[Review]:
    """What was said of a draft, oldest first."""
    rows = db.rows(
        "select revision, verdict, remark, actor, at from draft_reviews where draft_id = :id order by place",
        id=draft_id,
    )
    return [
        Review(row["revision"], Verdict(row["verdict"]), row["remark"], row["actor"], datetime.fromisoformat(row["at"]))
        for row in rows
    ]


def mark_opened(db: Database, draft: Draft, collection_id: str) -> None:
    """Say that a draft is open as a collection; in the transaction that opens it."""
    db.execute(
        "update drafts set state = 'opened', opened_as = :collection where id = :id",
        id=draft.id,
        collection=collection_id,
    )


def _remember(db: Database, draft: Draft, what: str, actor: str, at: datetime) -> None:
    db.execute(
        """
        insert into draft_revisions (draft_id, revision, document, what, actor, at)
        values (:id, :revision, :document, :what, :actor, :at)
        """,
        id=draft.id,
        revision=draft.revision,
        document=_document(draft),
        what=what,
        actor=actor,
        at=_said(at),
    )
    db.execute(
        "delete from draft_revisions where draft_id = :id and revision <= :oldest",
        id=draft.id,
        oldest=draft.revision - MOST_REVISIONS,
    )


def _document(draft: Draft) -> str:
    return json.dumps(
        {"title": draft.title, "questions": draft.questions, "opening": draft.opening}, ensure_ascii=False
    )


def _row_to_draft(row: Row) -> Draft:
    document = json.loads(row["document"])
    return Draft(
        title=row["title"],
        questions=document["questions"],
        opening=document["opening"],
        revision=row["revision"],
        state=DraftState(row["state"]),
        replaces=(row["replaces_id"], row["replaces_version"]) if row["replaces_id"] else None,
        made_by=row["made_by"],
        changed_by=row["changed_by"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        opened_as=row["opened_as"],
        id=row["id"],
    )


def _said(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
