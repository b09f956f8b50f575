"""A framework's wording in further languages, which may be added after it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from narratives.covered import Setting
from narratives.errors import FrozenError
from narratives.framework import Framework
from narratives.framework_texts import in_words_of
from store.covered import check_free, text_subject
from store.database import Database

Texts = Mapping[str, Mapping[str, str]]


def with_texts(db: Database, framework: Framework) -> Framework:
    """A framework with all its stored wording; what is stored in its own language was mended after it was opened."""
    texts: dict[str, dict[str, str]] = {}
    rows = db.rows(
        """
        select language, key, text from framework_texts
        where framework_id = :id and version = :version
        order by language
        """,
        id=framework.id,
        version=framework.version,
    )
    for row in rows:
        texts.setdefault(row["language"], {})[row["key"]] = row["text"]
    own = texts.pop(framework.language, {})
    return replace(in_words_of(framework, own) if own else framework, texts=texts)


def add_texts(db: Database, framework: Framework, texts: Texts) -> bool:
    """Store the languages that have no wording yet; False when there are none. One that is there stays as it is."""
    stored = with_texts(db, framework).texts
    fresh = {
        language: wording
        for language, wording in texts.items()
        if wording and language not in stored and language != framework.language
    }
    for language, wording in fresh.items():
        _store(db, framework, language, wording)
    return bool(fresh)


def change_texts(
    db: Database, framework: Framework, language: str, wording: Mapping[str, str], *, correct: bool = False
) -> int:
    """Store wording in one language, text by text; returns how many texts were added or changed.

    Raises FrozenError when it would change what people were asked who told a story in that language, unless the
    caller says that the change is a correction, which keeps the meaning; and NeedsVoteError where members decide about
    the wording. The first words in a language are no change.
    """
    with db.write():
        stored = with_texts(db, framework).texts.get(language, {})
        other = {key: text for key, text in wording.items() if stored.get(key) != text}
        changed = sorted(key for key in other if key in stored)
        if changed and not correct and _was_told_in(db, framework, language):
            raise FrozenError(
                f"stories were told in {language!r} with the stored wording of {', '.join(changed)}; "
                "say --correct if the new wording asks the same, else give the framework a new version"
            )
        for key in changed:
            check_free(db, Setting.WORDING, text_subject(framework.id, framework.version, language, key))
        _store(db, framework, language, other)
    return len(other)


def _store(db: Database, framework: Framework, language: str, wording: Mapping[str, str]) -> None:
    for key, text in wording.items():
        db.execute(
            """
            insert into framework_texts (framework_id, version, language, key, text)
            values (:id, :version, :language, :key, :text)
            on conflict (framework_id, version, language, key) do update set text = excluded.text
            """,
            id=framework.id,
            version=framework.version,
            language=language,
            key=key,
            text=text,
        )


def _was_told_in(db: Database, framework: Framework, language: str) -> bool:
    found = db.one(
        """
        select 1 from collections
        where framework_id = :id and framework_version = :version
            and exists (
                select 1 from narratives
                where narratives.collection_id = collections.id and narratives.language = :language
            )
        """,
        id=framework.id,
        version=framework.version,
        language=language,
    )
    return found is not None
