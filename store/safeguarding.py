"""Stories whose words may tell of danger: flags for a person to look at, which change nothing about a story.

Moderators and safeguarding leads alone see them. What came of looking stands beside the flag, and in its history.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from narratives.danger import VERSION, Danger, Sign, kinds_said, sign_of
from narratives.narrative import Narrative, State
from store.database import Database, Row
from store.narrative_rows import READ, row_to_narrative
from store.safeguarding_clocks import settle
from store.urgency import mark, see

_OF_GROUPS = "(:groups is null or n.group_name in (select value from json_each(:groups)))"
_STORY = ", ".join(f"n.{name}" for name in READ.split(", "))
# What its teller or a moderator marked is in the urgent queue, and who took it on there has looked.
_WAITS = "f.verdict is null and n.danger = 0 and u.marked_at is null and u.done_at is null"
_FROM = """from danger_flags as f cross join narratives as n on n.id = f.narrative_id
    left join urgencies as u on u.narrative_id = n.id"""

_FIRST = """exists (select 1 from safeguarding_clocks as c where c.narrative_id = n.id) desc,
    f.score desc, n.day, n.id"""


class Verdict(StrEnum):
    """What a person says who looked."""

    ACT = "act"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Flag:
    """What a story's words may tell of, and who has looked (nobody while `verdict` is None)."""

    score: float
    kinds: tuple[Danger, ...]
    verdict: Verdict | None = None
    looked_by: str = ""
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flagged:
    """A story with its flag."""

    narrative: Narrative
    state: State
    spoken: bool
    flag: Flag


def flag_of(db: Database, narrative_id: str) -> Flag | None:
    """What a story's words may tell of; None where the rules found nothing."""
    row = db.one(
        "select score, kinds, verdict, looked_by, looked_at from danger_flags where narrative_id = :id", id=narrative_id
    )
    return None if row is None else _row_to_flag(row)


def list_flagged(
    db: Database, collection_id: str, groups: frozenset[str] | None = None, *, looked: bool = False, limit: int = 50
) -> list[Flagged]:
    """What of a collection nobody has looked at, or what somebody has, the last first.

    Those that somebody is waited for come first, so that no heap of old stories hides them; then the likeliest.
    """
    rows = db.rows(
        f"""
        select {_STORY}, f.score, f.kinds, f.verdict, f.looked_by, f.looked_at,
               exists (select 1 from recordings where narrative_id = n.id) as spoken
        {_FROM} where n.collection_id = :collection and {"f.verdict = 'nothing'" if looked else _WAITS} and {_OF_GROUPS}
        order by {"f.looked_at desc, n.id" if looked else _FIRST} limit :limit
        """,
        collection=collection_id,
        groups=_bound(groups),
        limit=limit,
    )
    return [Flagged(row_to_narrative(row), State(row["state"]), bool(row["spoken"]), _row_to_flag(row)) for row in rows]


def count_flagged(db: Database, collection_id: str, groups: frozenset[str] | None = None) -> int:
    """How many stories of a collection may tell of danger and nobody has looked at."""
    row = db.one(
        f"select count(*) as n {_FROM} where n.collection_id = :collection and {_WAITS} and {_OF_GROUPS}",
        collection=collection_id,
        groups=_bound(groups),
    )
    return int(row["n"]) if row else 0


def count_awaited(db: Database, collection_id: str, groups: frozenset[str] | None = None) -> int:
    """How many of them somebody should have looked at by an hour; those that were imported have none."""
    row = db.one(
        f"""
        select count(*) as n {_FROM} join safeguarding_clocks as c on c.narrative_id = n.id
        where n.collection_id = :collection and {_WAITS} and {_OF_GROUPS}
        """,
        collection=collection_id,
        groups=_bound(groups),
    )
    return int(row["n"]) if row else 0


def raise_flag(db: Database, narrative_id: str, sign: Sign, rules: str, at: datetime) -> bool:
    """Ask a person to look at a story; False where they are asked already, or have looked, or the sign is too weak."""
    if not sign:
        return False
    with db.write():
        raised = db.execute(
            """
            insert into danger_flags (narrative_id, rules, score, kinds)
            select id, :rules, :score, :kinds from narratives where id = :id
            on conflict (narrative_id) do update set rules = :rules, score = :score, kinds = :kinds
            where verdict is null and score < :score
            """,
            id=narrative_id,
            rules=rules,
            score=sign.score,
            kinds=json.dumps(sign.kinds),
        )
        settle(db, narrative_id, at)
    return raised == 1


def look_again(db: Database, narrative: Narrative, at: datetime) -> None:
    """After its teller changed a story's words: a sign in the new ones is a new flag, an old one nobody saw stays."""
    sign = sign_of(narrative)
    with db.write():
        db.execute("delete from danger_looks where narrative_id = :id", id=narrative.id)
        if sign:
            db.execute("delete from danger_flags where narrative_id = :id and verdict is not null", id=narrative.id)
            raise_flag(db, narrative.id, sign, VERSION, at)


def judge(db: Database, narrative_id: str, verdict: Verdict, *, actor: str, at: datetime) -> bool:
    """Say what came of looking; False where somebody has said so before. To act puts the story into the urgent queue.

    Whether it is released, and who may read it, stays as it was.
    """
    with db.write():
        judged = db.execute(
            """
            update danger_flags set verdict = :verdict, looked_by = :actor, looked_at = :at
            where narrative_id = :id and verdict is null
            """,
            id=narrative_id,
            verdict=verdict.value,
            actor=actor,
            at=at.isoformat(timespec="microseconds"),
        )
        if not judged:
            return False
        _note(db, narrative_id, verdict.value, actor, at)
        if verdict is Verdict.ACT:
            flag = flag_of(db, narrative_id)
            mark(db, narrative_id, actor=actor, reason=reason_of(flag), at=at)
            see(db, narrative_id, actor=actor, at=at)
        settle(db, narrative_id, at)
    return True


def reason_of(flag: Flag | None) -> str:
    """Why a story that somebody wants acted on stands in the urgent queue."""
    return f"It may tell of {', '.join(kinds_said(flag.kinds)) if flag else 'danger'}"


def look_once_more(db: Database, narrative_id: str, *, actor: str, at: datetime) -> bool:
    """Put a story back that somebody looked at and found no danger in; False where nobody had."""
    with db.write():
        back = db.execute(
            """
            update danger_flags set verdict = null, looked_by = null, looked_at = null
            where narrative_id = :id and verdict = 'nothing'
            """,
            id=narrative_id,
        )
        if back:
            _note(db, narrative_id, "look-again", actor, at)
            settle(db, narrative_id, at)
    return back == 1


# --- what the worker has looked at ---


def list_unlooked(db: Database, collection_id: str, rules: str, model_id: str | None, limit: int) -> list[Narrative]:
    """Stories of a collection that these rules have not looked at; with a model, those that it has read."""
    rows = db.rows(
        f"""
        select {_STORY} from narratives as n
        where n.collection_id = :collection
          and not exists (select 1 from danger_looks as l where l.narrative_id = n.id and l.rules = :rules)
          and (:model is null or n.text = '' or exists (
              select 1 from vectors as v where v.text_hash = n.text_hash and v.model_id = :model
          ))
        limit :limit
        """,
        collection=collection_id,
        rules=rules,
        model=model_id,
        limit=limit,
    )
    return [row_to_narrative(row) for row in rows]


def note_looked(db: Database, narrative_ids: Iterable[str], rules: str) -> None:
    """These rules have looked at some stories; those that were withdrawn meanwhile leave nothing."""
    db.many(
        """
        insert into danger_looks (narrative_id, rules) select id, :rules from narratives where id = :id
        on conflict (narrative_id) do update set rules = excluded.rules
        """,
        ({"id": one, "rules": rules} for one in narrative_ids),
    )


def vectors_of(db: Database, text_hashes: Sequence[str], model_id: str) -> dict[str, bytes]:
    """The vectors of some texts by a model, as they are stored."""
    rows = db.rows(
        """
        select text_hash, vector from vectors
        where model_id = :model and text_hash in (select value from json_each(:hashes))
        """,
        model=model_id,
        hashes=json.dumps(list(text_hashes)),
    )
    return {row["text_hash"]: bytes(row["vector"]) for row in rows}


def _note(db: Database, narrative_id: str, kind: str, actor: str, at: datetime) -> None:
    db.execute(
        """
        insert into urgency_events (id, narrative_id, kind, note, actor, at)
        values (:event, :id, :kind, '', :actor, :at)
        """,
        event=secrets.token_hex(16),
        id=narrative_id,
        kind=kind,
        actor=actor,
        at=at.isoformat(timespec="microseconds"),
    )


def _bound(groups: frozenset[str] | None) -> str | None:
    return None if groups is None else json.dumps(sorted(groups))


def _row_to_flag(row: Row) -> Flag:
    return Flag(
        score=row["score"],
        kinds=tuple(Danger(kind) for kind in json.loads(row["kinds"])),
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        looked_by=row["looked_by"] or "",
        looked_at=datetime.fromisoformat(row["looked_at"]) if row["looked_at"] else None,
    )
