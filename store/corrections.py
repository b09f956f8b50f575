"""What tellers change about their own stories afterwards: words, answers, and who may read them, never more widely."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from narratives.answers import Answer, ChoiceAnswer, FreetextAnswer
from narratives.collection import Collection, Moderation
from narratives.framework import Framework
from narratives.narrative import Narrative, State
from store.database import Database, Row
from store.erasure import forget_bytes, forget_vector
from store.intake import CHANGED
from store.meaning_index import forget_meaning
from store.moderation_history import forget_outcome
from store.narrative_rows import READ, narrative_to_row, row_to_narrative
from store.redactions import forget_words_before
from store.safeguarding import look_again
from store.waiting import remember_open

_CORRECTED = (
    "title", "text", "text_hash", "group_name", "area", "stratum", "answers", "codes", "hot", "marks",
    "consent", "may_read", "state",
)  # fmt: skip
_UPDATE = f"update narratives set {', '.join(f'{name} = :{name}' for name in _CORRECTED)} where id = :id"


class Change(StrEnum):
    """What became of a correction. COUNTED: the story is in a closed batch, and nothing of it was changed."""

    KEPT = "kept"
    COUNTED = "counted"
    MEANWHILE = "meanwhile"


def correct_story(
    db: Database,
    collection: Collection,
    framework: Framework,
    before: Narrative,
    after: Narrative,
    *,
    at: datetime | None = None,
) -> Change:
    """Put `after` in the place of `before`, with everything that is derived from it.

    Answers and group of a story in a closed batch stay, since its sums do. New words wait for a moderator where
    the collection asks for one, and always where the story was held back. What the monitor has seen already it
    keeps as it was told: a story is fed to it once. MEANWHILE when the story is no longer `before`.
    """
    with db.write():
        row = _row_of(db, before)
        if row is None:
            return Change.MEANWHILE
        if row["counted"] and (before.answers, before.group) != (after.answers, after.group):
            return Change.COUNTED
        _replace(db, collection, framework, row, after, _state_after(collection, State(row["state"]), before, after))
        if _said(before) != _said(after):
            forget_words_before(db, before.id)
            look_again(db, after, at or datetime.now(UTC))
        if before.text != after.text or before.title != after.title:
            db.execute("delete from story_words where narrative_id = :id", id=before.id)
            forget_meaning(db, before.id)
        if before.text != after.text:
            db.execute("delete from assignments where narrative_id = :id", id=before.id)
            forget_vector(db, row["text_hash"])
        db.execute("delete from pattern_places where narrative_id = :id", id=before.id)
        db.execute("delete from alert_exemplars where narrative_id = :id", id=before.id)
    forget_bytes(db)
    return Change.KEPT


def narrow_consent(
    db: Database, collection: Collection, framework: Framework, before: Narrative, after: Narrative
) -> Change:
    """Let fewer do less with a story. Raises ValueError when `after` allows anything that `before` did not."""
    if not after.consent <= before.consent:
        raise ValueError("consent is only ever narrowed")
    with db.write():
        row = _row_of(db, before)
        if row is None:
            return Change.MEANWHILE
        if before.may_be_read and not after.may_be_read:
            remember_open(db, collection, before.id)
            db.execute("delete from story_words where narrative_id = :id", id=before.id)
            forget_meaning(db, before.id)
            db.execute("delete from pattern_places where narrative_id = :id", id=before.id)
            db.execute("delete from alert_exemplars where narrative_id = :id", id=before.id)
        _replace(db, collection, framework, row, after, State(row["state"]))
    if before.may_be_read and not after.may_be_read:
        forget_bytes(db)
    return Change.KEPT


def _row_of(db: Database, before: Narrative) -> Row | None:
    row = db.one(f"select {READ}, counted from narratives where id = :id", id=before.id)
    return row if row is not None and row_to_narrative(row) == before else None


def _state_after(collection: Collection, state: State, before: Narrative, after: Narrative) -> State:
    """Whether a moderator has to read first what is new to staff."""
    if _said(before) == _said(after):
        return state
    first = collection.moderation is Moderation.BEFORE or state is State.HELD
    return State.WAITING if first else state


def _said(narrative: Narrative) -> tuple[str, str, dict[str, str]]:
    return narrative.text, narrative.title, _own_words(narrative.answers)


def _own_words(answers: tuple[Answer, ...]) -> dict[str, str]:
    """The answers that are words of the teller's own."""
    short = {answer.signifier: answer.text for answer in answers if isinstance(answer, FreetextAnswer)}
    return short | {one.signifier: one.other for one in answers if isinstance(one, ChoiceAnswer) and one.other}


def _replace(
    db: Database, collection: Collection, framework: Framework, stored: Row, after: Narrative, state: State
) -> None:
    if state is not State.RELEASED:
        remember_open(db, collection, after.id)
    if state is not State(stored["state"]):
        forget_outcome(db, after.id)
    row = narrative_to_row(framework, after, state)
    db.execute(_UPDATE, id=after.id, **{name: row[name] for name in _CORRECTED})
    db.execute(CHANGED, collection_id=collection.id, day=stored["day"])
