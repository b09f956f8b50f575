"""Stories that are all but the same: which they are, what people decided about them, and what is still to compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.database import Database

# In a query of `narratives`: the voice that a story shares, null where it has one of its own. Two stories share one
# already, as two copies of a text do; people are asked from three on.
ONE_VOICE = """(
        select g.id from alike_stories as a join alike_groups as g on g.id = a.group_id
        where a.narrative_id = narratives.id and g.decision <> 'many'
    )"""
NOTHING_SEEN, ANSWERS_SEEN = 0, 1  # of a story by the monitor; in the text of a query, for its partial indexes
SHORTEST_COMPARED = 40  # characters: shorter texts are the same by chance


_UNREAD = f"""
    select id, day, text, text_hash, respondent from narratives
    where collection_id = :id and watched = {{watched}} and kind = 'respondent'
      and length(text) >= {SHORTEST_COMPARED}"""


@dataclass(frozen=True, slots=True)
class Uncompared:
    """A story that is still to be compared: by its letters, and by meaning where it has a `vector` (float16)."""

    id: str
    day: int
    text: str
    text_hash: str
    respondent: str | None
    vector: bytes | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A story that others are compared with, and the group that it is in."""

    id: str
    day: int
    respondent: str | None
    signature: bytes
    vector: bytes | None
    group: str | None


def list_uncompared(db: Database, collection_id: str, model_id: str | None, limit: int) -> list[Uncompared]:
    """Respondents' stories with words enough that were not compared yet, or not by the vectors of this model.

    Of those whose text no monitor has seen, in date order; one comes again once it has a vector, and after its words
    were changed.
    """
    unread = " union all ".join(_UNREAD.format(watched=watched) for watched in (NOTHING_SEEN, ANSWERS_SEEN))
    rows = db.rows(
        f"""
        select n.id, n.day, n.text, n.text_hash, n.respondent, v.vector from ({unread}) as n
        left join alike_signatures as s on s.narrative_id = n.id
        left join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        where s.narrative_id is null or s.text_hash <> n.text_hash
            or (v.vector is not null and s.model_id is not :model)
        order by n.day, n.id limit :limit
        """,
        id=collection_id,
        model=model_id,
        limit=limit,
    )
    return [Uncompared(**{name: row[name] for name in Uncompared.__slots__}) for row in rows]


def count_uncompared(db: Database, collection_id: str, model_id: str, last: int) -> int:
    """How many stories told up to a day, that no monitor has seen yet, wait to be compared by meaning."""
    row = db.one(
        f"""
        select count(*) as n from narratives as n left join alike_signatures as s on s.narrative_id = n.id
        where n.collection_id = :id and n.watched = 0 and n.kind = 'respondent' and n.day <= :last
          and length(n.text) >= {SHORTEST_COMPARED} and s.model_id is not :model
        """,
        id=collection_id,
        model=model_id,
        last=last,
    )
    return int(row["n"]) if row else 0


def list_compared(
    db: Database, collection_id: str, model_id: str | None, first: int, last: int, limit: int
) -> list[Compared]:
    """The newest stories told between two days that were compared; not those that somebody called many voices."""
    rows = db.rows(
        """
        select s.narrative_id as id, s.day, n.respondent, s.signature, v.vector, a.group_id as "group"
        from alike_signatures as s join narratives as n on n.id = s.narrative_id
        left join vectors as v on v.text_hash = n.text_hash and v.model_id = :model
        left join alike_stories as a on a.narrative_id = s.narrative_id
        left join alike_groups as g on g.id = a.group_id
        where s.collection_id = :id and s.day between :first and :last and coalesce(g.decision, '') <> 'many'
          and length(s.signature) > 0
        order by s.day desc, s.narrative_id limit :limit
        """,
        id=collection_id,
        model=model_id,
        first=first,
        last=last,
        limit=limit,
    )
    return [Compared(**{name: row[name] for name in Compared.__slots__}) for row in rows]


def keep_compared(
    db: Database,
    collection_id: str,
    model_id: str | None,
    signatures: Sequence[tuple[Uncompared, bytes]],
    groups: Iterable[Sequence[str]],
) -> int:
    """Note that stories were compared, and what came of it: each of the `groups` is one voice from now on.

    Groups that grow together become the oldest of them. How many stories came to share a voice.
    """
    with db.write():
        db.many(
            """
            insert into alike_signatures (narrative_id, collection_id, day, text_hash, signature, model_id)
            select :id, :collection, :day, :text_hash, :signature, :model
            where exists (select 1 from narratives where id = :id)
            on conflict (narrative_id) do update set model_id = excluded.model_id, text_hash = excluded.text_hash,
                signature = excluded.signature
            """,
            [
                {
                    "id": one.id,
                    "collection": collection_id,
                    "day": one.day,
                    "text_hash": one.text_hash,
                    "signature": signature,
                    "model": model_id if one.vector is not None else None,
                }
                for one, signature in signatures
            ],
        )
        return sum(_join(db, collection_id, stories) for stories in groups)


def _join(db: Database, collection_id: str, stories: Sequence[str]) -> int:
    bound = json.dumps(list(stories))
    rows = db.rows(
        """
        select distinct g.id, g.decision from alike_stories as a join alike_groups as g on g.id = a.group_id
        where a.narrative_id in (select value from json_each(:stories)) and g.decision <> 'many'
        order by g.decision = 'waiting', g.id
        """,
        stories=bound,
    )
    group = rows[0]["id"] if rows else hashlib.blake2b(min(stories).encode(), digest_size=16).hexdigest()
    if not rows:
        db.execute(
            "insert into alike_groups (id, collection_id) values (:id, :collection)", id=group, collection=collection_id
        )
    for row in rows[1:]:
        db.execute("update alike_stories set group_id = :into where group_id = :id", into=group, id=row["id"])
    return db.execute(
        """
        insert into alike_stories (narrative_id, group_id)
        select n.id, :group from narratives as n where n.id in (select value from json_each(:stories))
        on conflict (narrative_id) do nothing
        """,
        group=group,
        stories=bound,
    )


def forget_letters(db: Database, collection_id: str, before: int) -> None:
    """Empty what was made of the letters of stories told before a day: nothing is compared with them any more."""
    db.execute(
        """
        update alike_signatures set signature = x'' where collection_id = :id and day < :before
          and length(signature) > 0
        """,
        id=collection_id,
        before=before,
    )
