"""What people saw in charts and how they understand it: an edit keeps the words that were there before."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from narratives.draft import ChangedMeanwhileError
from narratives.errors import NotFoundError
from narratives.observation import Interpretation, Observation, Remarkable, Strength, Withdrawn
from store.database import Database
from store.observation_rows import (
    INTERPRETATION,
    OBSERVATION,
    observed,
    row_to_interpretation,
    row_to_observation,
    said,
    understood,
)


def add_observation(db: Database, one: Observation) -> None:
    """Keep what somebody saw. Raises BusyError."""
    db.execute(
        """
        insert into observations (id, collection_id, title, body, remarkable, strength, author, voice, made_at,
            changed_at, chart, claim_id, workshop_id)
        values (:id, :collection, :title, :text, :remarkable, :strength, :author, :voice, :at, :at, :chart, :claim,
            :workshop)
        """,
        id=one.id,
        collection=one.collection,
        author=one.author,
        at=said(one.made_at),
        chart=one.chart,
        claim=one.claim,
        workshop=one.workshop,
        **observed(one),
    )


def add_interpretation(db: Database, one: Interpretation) -> None:
    """Keep one way to understand an observation. Raises BusyError, and NotFoundError where the observation is gone."""
    with db.write():
        if get_observation(db, one.observation).withdrawn:
            raise NotFoundError("observation", one.observation)
        db.execute(
            """
            insert into interpretations (id, observation_id, title, body, idea, questions, author, voice, made_at,
                changed_at, workshop_id)
            values (:id, :observation, :title, :text, :idea, :questions, :author, :voice, :at, :at, :workshop)
            """,
            id=one.id,
            observation=one.observation,
            author=one.author,
            at=said(one.made_at),
            workshop=one.workshop,
            **understood(one),
        )


def get_observation(db: Database, observation_id: str) -> Observation:
    """One observation, withdrawn or not. Raises NotFoundError."""
    row = db.one(f"select {OBSERVATION} from observations where id = :id", id=observation_id)
    if row is None:
        raise NotFoundError("observation", observation_id)
    return row_to_observation(row)


def get_interpretation(db: Database, interpretation_id: str) -> Interpretation:
    """One interpretation, withdrawn or not. Raises NotFoundError."""
    row = db.one(f"select {INTERPRETATION} from interpretations where id = :id", id=interpretation_id)
    if row is None:
        raise NotFoundError("interpretation", interpretation_id)
    return row_to_interpretation(row)


def list_observations(db: Database, collection_id: str) -> list[Observation]:
    """What people saw in a collection and still say, newest first."""
    rows = db.rows(
        f"""
        select {OBSERVATION} from observations where collection_id = :id and withdrawn_at = ''
        order by made_at desc, id
        """,
        id=collection_id,
    )
    return [row_to_observation(row) for row in rows]


def list_withdrawn(db: Database, collection_id: str, by: str) -> list[Observation]:
    """The observations that somebody withdrew in a collection and can put back, newest first."""
    rows = db.rows(
        f"""
        select {OBSERVATION} from observations where collection_id = :id and withdrawn_by = :by
        order by withdrawn_at desc, id
        """,
        id=collection_id,
        by=by,
    )
    return [row_to_observation(row) for row in rows]


def list_interpretations(db: Database, observation_id: str) -> list[Interpretation]:
    """How an observation is understood, oldest first, with those that were withdrawn."""
    rows = db.rows(
        f"select {INTERPRETATION} from interpretations where observation_id = :id order by made_at, id",
        id=observation_id,
    )
    return [row_to_interpretation(row) for row in rows]


def interpretations_by_observation(db: Database, collection_id: str) -> dict[str, list[Interpretation]]:
    """How everything seen in a collection is understood, by the observation's id, oldest first."""
    found: dict[str, list[Interpretation]] = defaultdict(list)
    rows = db.rows(
        f"""
        select {INTERPRETATION} from interpretations
        where withdrawn_at = '' and observation_id in (
            select id from observations where collection_id = :id and withdrawn_at = ''
        )
        order by made_at, id
        """,
        id=collection_id,
    )
    for row in rows:
        found[row["observation_id"]].append(row_to_interpretation(row))
    return found


def change_observation(db: Database, one: Observation, at: datetime) -> Observation:
    """Put other words in place of those of the revision that was read; those are kept.

    Raises NotFoundError, and ChangedMeanwhileError when it was changed or withdrawn since.
    """
    with db.write():
        stored = get_observation(db, one.id)
        _is_as_read(stored, one)
        _keep_words(db, "observation", stored, observed(stored))
        db.execute(
            """
            update observations set title = :title, body = :text, remarkable = :remarkable, strength = :strength,
                voice = :voice, revision = revision + 1, changed_at = :at
            where id = :id
            """,
            id=one.id,
            at=said(at),
            **observed(one),
        )
    return replace(one, revision=one.revision + 1, changed_at=at)


def change_interpretation(db: Database, one: Interpretation, at: datetime) -> Interpretation:
    """Put other words in place of those of the revision that was read; those are kept.

    Raises NotFoundError, and ChangedMeanwhileError when it was changed or withdrawn since.
    """
    with db.write():
        stored = get_interpretation(db, one.id)
        _is_as_read(stored, one)
        _keep_words(db, "interpretation", stored, understood(stored))
        db.execute(
            """
            update interpretations set title = :title, body = :text, idea = :idea, questions = :questions,
                voice = :voice, revision = revision + 1, changed_at = :at
            where id = :id
            """,
            id=one.id,
            at=said(at),
            **understood(one),
        )
    return replace(one, revision=one.revision + 1, changed_at=at)


def earlier_observations(db: Database, one: Observation) -> list[Observation]:
    """An observation as it was before each change, newest first."""
    return [
        replace(
            one,
            title=words["title"],
            text=words["text"],
            remarkable=Remarkable(words["remarkable"]),
            strength=Strength(words["strength"]),
            voice=words["voice"],
            revision=revision,
            changed_at=at,
        )
        for revision, words, at in _earlier(db, "observation", one.id)
    ]


def earlier_interpretations(db: Database, one: Interpretation) -> list[Interpretation]:
    """An interpretation as it was before each change, newest first."""
    return [
        replace(one, revision=revision, changed_at=at, **words)
        for revision, words, at in _earlier(db, "interpretation", one.id)
    ]


def withdraw(db: Database, one: Observation | Interpretation, withdrawn: Withdrawn | None) -> bool:
    """Withdraw something, or put it back with None; False when that had been done already."""
    before = "<>" if withdrawn is None else "="
    changed = db.execute(
        f"""
        update {_table(one)} set withdrawn_at = :at, withdrawn_by = :by, withdrawn_because = :because
        where id = :id and withdrawn_at {before} ''
        """,
        id=one.id,
        at=said(withdrawn.at) if withdrawn else "",
        by=withdrawn.by if withdrawn else "",
        because=withdrawn.because if withdrawn else "",
    )
    return changed > 0


def forget(db: Database, one: Observation | Interpretation) -> bool:
    """Delete what was withdrawn, with all earlier words and, of an observation, how it was understood."""
    return db.execute(f"delete from {_table(one)} where id = :id and withdrawn_at <> ''", id=one.id) > 0


def _table(one: Observation | Interpretation) -> str:
    return "observations" if isinstance(one, Observation) else "interpretations"


def _is_as_read(stored: Observation | Interpretation, read: Observation | Interpretation) -> None:
    if stored.withdrawn or stored.revision != read.revision:
        raise ChangedMeanwhileError("This was changed or withdrawn while you had it open.")


def _keep_words(db: Database, what: str, one: Observation | Interpretation, words: Mapping[str, str]) -> None:
    db.execute(
        f"insert into {what}_revisions ({what}_id, revision, document, at) values (:id, :revision, :document, :at)",
        id=one.id,
        revision=one.revision,
        document=json.dumps(words, ensure_ascii=False),
        at=said(one.changed_at or one.made_at),
    )


def _earlier(db: Database, what: str, id: str) -> list[tuple[int, dict[str, Any], datetime]]:
    rows = db.rows(
        f"select revision, document, at from {what}_revisions where {what}_id = :id order by revision desc", id=id
    )
    return [(row["revision"], json.loads(row["document"]), datetime.fromisoformat(row["at"])) for row in rows]
