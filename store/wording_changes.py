"""Wording mended after questions were opened: the same question in better words, and who changed which."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from narratives.covered import Setting
from narratives.errors import FrozenError
from narratives.framework import Framework
from narratives.framework_texts import texts_of
from store.covered import check_free, text_subject
from store.database import Database
from store.framework_texts import change_texts


@dataclass(frozen=True, slots=True)
class WordingChange:
    """One text that was changed, with why."""

    language: str
    key: str
    before: str
    after: str
    reason: str
    actor: str
    at: datetime


def change_wording(
    db: Database, framework: Framework, language: str, key: str, after: str, *, reason: str, actor: str, at: datetime
) -> bool:
    """Give one text of a version in other words, and keep what it was; False when it says so already.

    Raises FrozenError for a key that the version does not have: what is asked, in which order and with which answers,
    never changes; and NeedsVoteError where members decide about it.
    """
    with db.write():
        check_free(db, Setting.WORDING, text_subject(framework.id, framework.version, language, key))
        before = _texts(framework, language).get(key, "")
        if key not in texts_of(framework) or not after:
            raise FrozenError("Only words that are there can be changed. To ask something else, make a new version.")
        if before == after:
            return False
        change_texts(db, framework, language, {key: after}, correct=True)
        db.execute(
            """
            insert into wording_changes (id, framework_id, version, language, key, before, after, reason, actor, at)
            values (:id, :framework, :version, :language, :key, :before, :after, :reason, :actor, :at)
            """,
            id=secrets.token_hex(16),
            framework=framework.id,
            version=framework.version,
            language=language,
            key=key,
            before=before,
            after=after,
            reason=reason,
            actor=actor,
            at=at.astimezone(UTC).isoformat(timespec="seconds"),
        )
    return True


def list_wording_changes(db: Database, framework: Framework) -> list[WordingChange]:
    """What was changed in a version, newest first."""
    rows = db.rows(
        """
        select language, key, before, after, reason, actor, at from wording_changes
        where framework_id = :id and version = :version order by at desc, id
        """,
        id=framework.id,
        version=framework.version,
    )
    return [WordingChange(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows]


def _texts(framework: Framework, language: str) -> dict[str, str]:
    return texts_of(framework) if language == framework.language else dict(framework.texts.get(language, {}))
