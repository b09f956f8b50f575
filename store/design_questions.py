"""What is asked about a draft that takes a while: the web leaves it here, a thread of the worker answers.

A question is named by a hash of what is asked, so that asking again costs nothing. A newer question of its kind about
the same draft takes the place of one that is not answered yet, which stops the work on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from store.database import Database, Row

What = Literal["alike", "power"]
MOST_KEPT = 20  # answers of a kind about one draft
_COLUMNS = "id, draft_id, what, asked, asked_at, done, out_of, answer, problem"


@dataclass(frozen=True, slots=True)
class DesignQuestion:
    """A question with how far it is: `done` of `out_of` pieces, an answer that may be a first one, or a problem."""

    id: str
    draft_id: str
    what: str
    asked: Mapping[str, Any]
    asked_at: float
    done: int = 0
    out_of: int = 0
    answer: Mapping[str, Any] | None = None
    problem: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing more comes."""
        return bool(self.problem) or (self.answer is not None and self.done >= self.out_of)


def ask(db: Database, draft_id: str, what: What, asked: Mapping[str, Any], now: float) -> DesignQuestion:
    """Leave a question for the worker, or find what it answered before; `now` is in seconds since 1970."""
    named = _named(draft_id, what, asked)
    held = _get(db, named)
    if held is not None:
        return held
    with db.write():
        db.execute(
            "delete from design_questions where draft_id = :draft and what = :what and problem = '' and "
            "(answer is null or done < out_of)",
            draft=draft_id,
            what=what,
        )
        db.execute(
            """
            insert into design_questions (id, draft_id, what, asked, asked_at)
            values (:id, :draft, :what, :asked, :now) on conflict (id) do nothing
            """,
            id=named,
            draft=draft_id,
            what=what,
            asked=json.dumps(asked, ensure_ascii=False),
            now=now,
        )
        db.execute(
            """
            delete from design_questions where id in (
                select id from design_questions where draft_id = :draft and what = :what
                order by asked_at desc, id limit -1 offset :most)
            """,
            draft=draft_id,
            what=what,
            most=MOST_KEPT,
        )
    return DesignQuestion(named, draft_id, what, asked, now)


def get_asked(db: Database, draft_id: str, what: What, asked: Mapping[str, Any]) -> DesignQuestion | None:
    """What became of a question; None when it was not asked, or another took its place."""
    return _get(db, _named(draft_id, what, asked))


def latest_asked(db: Database, draft_id: str, what: What) -> DesignQuestion | None:
    """What was asked last about a draft; None before anything was."""
    row = db.one(
        f"""
        select {_COLUMNS} from design_questions where draft_id = :draft and what = :what
        order by asked_at desc, id limit 1
        """,
        draft=draft_id,
        what=what,
    )
    return None if row is None else _row_to_question(row)


def next_asked(db: Database, what: What | None = None) -> DesignQuestion | None:
    """What waits for an answer, the quick kind first and then the oldest; None when nothing does."""
    row = db.one(
        f"""
        select {_COLUMNS} from design_questions
        where problem = '' and (answer is null or done < out_of) and (:what = '' or what = :what)
        order by what, asked_at, id limit 1
        """,
        what=what or "",
    )
    return None if row is None else _row_to_question(row)


def keep_progress(db: Database, question_id: str, done: int, out_of: int) -> bool:
    """Say how far a question is; False when nobody waits for it any more."""
    return db.execute(
        "update design_questions set done = :done, out_of = :of where id = :id", id=question_id, done=done, of=out_of
    ) > 0  # fmt: skip


def answer_question(
    db: Database, question_id: str, answer: Mapping[str, Any], *, done: int = 1, out_of: int = 1
) -> bool:
    """Keep an answer, a first one while `done` is less than `out_of`; False when nobody waits for it any more."""
    return db.execute(
        "update design_questions set answer = :answer, done = :done, out_of = :of where id = :id",
        id=question_id,
        answer=json.dumps(answer),
        done=done,
        of=out_of,
    ) > 0  # fmt: skip


def refuse_question(db: Database, question_id: str, problem: str) -> None:
    """Say why there is no answer, in a sentence for whoever asked."""
    db.execute("update design_questions set problem = :problem where id = :id", id=question_id, problem=problem)


def _get(db: Database, named: str) -> DesignQuestion | None:
    row = db.one(f"select {_COLUMNS} from design_questions where id = :id", id=named)
    return None if row is None else _row_to_question(row)


def _named(draft_id: str, what: str, asked: Mapping[str, Any]) -> str:
    return sha256(json.dumps([draft_id, what, asked], sort_keys=True).encode()).hexdigest()


def _row_to_question(row: Row) -> DesignQuestion:
    return DesignQuestion(
        id=row["id"],
        draft_id=row["draft_id"],
        what=row["what"],
        asked=json.loads(row["asked"]),
        asked_at=row["asked_at"],
        done=row["done"],
        out_of=row["out_of"],
        answer=None if row["answer"] is None else json.loads(row["answer"]),
        problem=row["problem"],
    )
