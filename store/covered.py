"""Whether a setting is the members' to change, what it is today, and the one way in which a decision is put in force.

The database itself refuses every other way (store/schema/deciding.py); `check_free` says so before, in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from narratives.covered import READING_ROLES, NeedsVoteError, Setting
from store.database import Database

TRIAL = "trial"


def is_covered(db: Database, setting: Setting) -> bool:
    """Whether members decide about a setting; never before there is a charter."""
    if not _knows_votes(db):
        return False
    return db.one("select 1 from covered_settings where setting = :setting", setting=setting.value) is not None


def _knows_votes(db: Database) -> bool:
    """Whether the store is new enough: one that is being brought up to date does not know of votes yet."""
    return db.one("select 1 as there from sqlite_master where name = 'applying'") is not None


def check_free(db: Database, setting: Setting, subject: str = "") -> None:
    """Raises NeedsVoteError where members decide about a setting and no decision of theirs is being applied."""
    if not is_covered(db, setting):
        return
    applying = db.one(
        "select 1 from applying where setting = :setting and subject = :subject", setting=setting.value, subject=subject
    )
    if applying is None:
        raise NeedsVoteError(setting, subject)


def is_opening(db: Database) -> bool:
    """Whether questions are being opened by a decision, or a trial of them: what they are opened with goes along."""
    if not _knows_votes(db):
        return True
    return db.one("select 1 from applying where setting in ('questions', 'trial')") is not None


def check_opening(db: Database) -> None:
    """Raises NeedsVoteError where members decide what is asked, and did not decide what is being opened."""
    if is_covered(db, Setting.QUESTIONS) and not is_opening(db):
        raise NeedsVoteError(Setting.QUESTIONS)


@contextmanager
def applying(db: Database, setting: Setting, subject: str, value: str, proposal_id: str) -> Iterator[None]:
    """Let a decision through, inside the caller's transaction. The database refuses what was not decided."""
    row = {"setting": setting.value, "subject": subject}
    db.execute(
        "insert into applying (setting, subject, value, proposal_id) values (:setting, :subject, :value, :proposal)",
        **row,
        value=value,
        proposal=proposal_id,
    )
    yield
    db.execute("delete from applying where setting = :setting and subject = :subject", **row)


@contextmanager
def opening_trial(db: Database, collection_id: str) -> Iterator[None]:
    """Let a trial be opened, inside the caller's transaction: it counts nowhere, so no vote is needed.

    The database refuses to end this before the collection is marked as a trial.
    """
    row = {"setting": TRIAL, "subject": collection_id}
    db.execute("insert into applying (setting, subject, value, proposal_id) values (:setting, :subject, '', '')", **row)
    yield
    db.execute("delete from applying where setting = :setting and subject = :subject", **row)


def readers_of(db: Database, collection_id: str) -> str:
    """The roles that read a collection's stories, between spaces; both where nothing was decided."""
    row = db.one("select roles from story_readers where collection_id = :id", id=collection_id)
    return " ".join(READING_ROLES) if row is None else str(row["roles"])


def set_readers(db: Database, collection_id: str, roles: str) -> None:
    """Say who reads a collection's stories. Raises NeedsVoteError."""
    with db.write():
        check_free(db, Setting.READERS, collection_id)
        db.execute(
            """
            insert into story_readers (collection_id, roles) values (:id, :roles)
            on conflict (collection_id) do update set roles = excluded.roles
            """,
            id=collection_id,
            roles=roles,
        )


def list_limited_readers(db: Database) -> dict[str, frozenset[str]]:
    """Who reads the stories of those collections about which something was decided."""
    rows = db.rows("select collection_id, roles from story_readers")
    return {row["collection_id"]: frozenset(row["roles"].split()) for row in rows}


def may_be_told_outside(db: Database) -> bool:
    """Whether new addresses outside may be told of alerts."""
    row = db.one("select allowed from told_outside")
    return row is None or bool(row["allowed"])


def set_told_outside(db: Database, *, allowed: bool) -> None:
    """Say whether new addresses may be told of alerts; those that are told already stay. Raises NeedsVoteError."""
    with db.write():
        check_free(db, Setting.TOLD_OUTSIDE)
        db.execute(
            "insert into told_outside (one, allowed) values (1, :allowed) "
            "on conflict (one) do update set allowed = excluded.allowed",
            allowed=int(allowed),
        )


def text_subject(framework_id: str, version: int, language: str, key: str) -> str:
    """One text of a version, as a proposal names it: the JSON that the database makes of it too."""
    return json.dumps([framework_id, version, language, key], separators=(",", ":"), ensure_ascii=False)
