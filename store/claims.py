"""Claims: a sentence, what was asked for it and what came of that, kept as they were.

Which stories are behind a claim is kept apart, so that a story that is erased is gone there too; how many there were
is kept with the claim.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.framework_texts import texts_of
from narratives.frozen_query import FrozenQuery, FrozenQueryError, FrozenResult, digest, read_query, result_hash
from store.collections import framework_of, get_collection
from store.database import Database, Row

_COLUMNS = """id, collection_id, text, query, rules, n, withheld, figures, shape, sentence, batches, story_set,
    n_stories, hash, made_by, made_at"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with what it stands on.

    `result` is as it was, but for the ids of stories that are gone since: there were `n_stories`, and `left` are left.
    `hash` is that of the whole as it was made. `rules` are the collection's and its wording at that time.
    """

    id: str
    collection: str
    text: str
    query: FrozenQuery
    result: FrozenResult
    hash: str
    made_by: str
    made_at: datetime
    n_stories: int
    left: int
    rules: dict[str, str]

    @property
    def gone(self) -> int:
        """How many of its stories were erased since."""
        return self.n_stories - self.left


def add_claim(db: Database, query: FrozenQuery, result: FrozenResult, *, text: str, actor: str, at: datetime) -> Claim:
    """Keep a sentence with what it stands on. Raises FrozenQueryError where nothing could be told, and BusyError."""
    if not result.is_told:
        raise FrozenQueryError(result.sentence)
    claim_id, stories = secrets.token_hex(16), sorted(result.stories)
    story_set = digest({"stories": stories}) if stories else ""
    with db.write():
        db.execute(
            f"""
            insert into claims ({_COLUMNS}) values (:id, :collection, :text, :query, :rules, :n, :withheld, :figures,
                :shape, :sentence, :batches, :story_set, :n_stories, :hash, :actor, :at)
            """,
            id=claim_id,
            collection=query.collection,
            text=text,
            query=_json(query.to_json()),
            rules=_json(rules_of(db, query.collection)),
            n=result.n,
            withheld=result.withheld,
            figures=json.dumps(dict(result.figures), ensure_ascii=False),  # in the order of the page
            shape=result.shape,
            sentence=result.sentence,
            batches=_json(sorted(result.batches)),
            story_set=story_set,
            n_stories=len(stories),
            hash=result_hash(query, result),
            actor=actor,
            at=at.isoformat(),
        )
        db.many(
            """
            insert into claim_stories (story_set, narrative_id) values (:story_set, :id)
            on conflict do nothing
            """,
            [{"story_set": story_set, "id": one} for one in stories],
        )
    return get_claim(db, claim_id)


def get_claim(db: Database, claim_id: str) -> Claim:
    """One claim. Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from claims where id = :id", id=claim_id)
    if row is None:
        raise NotFoundError("claim", claim_id)
    stories = _stories(db, row["story_set"])
    return _claim(row, framework_of(db, get_collection(db, row["collection_id"])), stories, len(stories))


def list_claims(db: Database, collection_id: str) -> list[Claim]:
    """The claims about a collection, newest first, without the ids of their stories: there may be very many."""
    rows = db.rows(
        f"""
        select {_COLUMNS}, (select count(*) from claim_stories as s where s.story_set = claims.story_set) as stays
        from claims where collection_id = :id order by made_at desc, id
        """,
        id=collection_id,
    )
    if not rows:
        return []
    framework = framework_of(db, get_collection(db, collection_id))
    return [_claim(row, framework, (), row["stays"]) for row in rows]


def stands_under(db: Database, claim_id: str) -> bool:
    """Whether an observation, a report or an issue of one stands on a claim."""
    row = db.one(
        """
        select exists (select 1 from observations where claim_id = :id)
            or exists (select 1 from reports where instr(document, :id) > 0)
            or exists (select 1 from report_issues where instr(document, :id) > 0) as found
        """,
        id=claim_id,
    )
    return bool(row and row["found"])


def delete_claim(db: Database, claim_id: str) -> bool:
    """Delete a claim that nothing stands on; whether it is gone. Raises BusyError."""
    with db.write():
        row = db.one("select story_set from claims where id = :id", id=claim_id)
        if row is None or stands_under(db, claim_id):
            return row is None
        db.execute("delete from claims where id = :id", id=claim_id)
        db.execute(
            """
            delete from claim_stories
            where story_set = :set and not exists (select 1 from claims where story_set = :set)
            """,
            set=row["story_set"],
        )
    return True


def rules_of(db: Database, collection_id: str) -> dict[str, str]:
    """What the figures of a collection depend on besides its stories, by name."""
    collection = get_collection(db, collection_id)
    framework = framework_of(db, collection)
    return {
        "smallest group": str(collection.k),
        "release rule": collection.policy.value,
        "questions": f"{collection.framework_id}, version {collection.framework_version}",
        "wording": digest(texts_of(framework)),
    }


def _claim(row: Row, framework: Framework, stories: tuple[str, ...], left: int) -> Claim:
    result = FrozenResult(
        n=row["n"],
        withheld=row["withheld"],
        figures=json.loads(row["figures"]),
        sentence=row["sentence"],
        stories=stories,
        batches=tuple(json.loads(row["batches"])),
        shape=row["shape"],
    )
    return Claim(
        id=row["id"],
        collection=row["collection_id"],
        text=row["text"],
        query=read_query(json.loads(row["query"]), framework),
        result=result,
        hash=row["hash"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        n_stories=row["n_stories"],
        left=left,
        rules=json.loads(row["rules"]),
    )


def _stories(db: Database, story_set: str) -> tuple[str, ...]:
    rows: Sequence[tuple[Any, ...]] = db.tuples(
        "select narrative_id from claim_stories where story_set = :set order by narrative_id", set=story_set
    )
    return tuple(one for (one,) in rows)


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True)
