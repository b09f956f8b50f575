"""Tension returns: drafts that managers write from an alert, and finished ones, which never change."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from narratives.errors import NotFoundError
from narratives.frozen_query import digest
from narratives.tension_return import ReturnForm, form_from_json
from store.database import Database, Row

_COLUMNS = """id, collection_id, alert_id, fields, revision, made_by, made_at, frozen, hash, finished_by, finished_at"""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a story in a return, and the salt that keeps their mark from being guessed once they are gone."""

    story: str
    words: str
    salt: str

    @property
    def mark(self) -> str:
        """What stands for the words in a finished return."""
        return digest({"words": self.words, "salt": self.salt})


@dataclass(frozen=True, slots=True)
class TensionReturn:
    """A return; `frozen` is the whole of it and `hash` its SHA-256 once it is finished, both empty in a draft."""

    id: str
    collection: str
    alert: str
    form: ReturnForm
    revision: int
    made_by: str
    made_at: datetime
    frozen: Mapping[str, Any]
    hash: str
    finished_by: str
    finished_at: datetime | None

    @property
    def is_finished(self) -> bool:
        """Whether it can be handed on, and never changes."""
        return self.finished_at is not None


def add_return(
    db: Database,
    return_id: str,
    *,
    collection: str,
    alert: str,
    form: ReturnForm,
    quotations: Mapping[str, str],
    actor: str,
    at: datetime,
) -> bool:
    """Keep a new draft; False when the form was sent before. `quotations` are words by the ids of their stories."""
    with db.write():
        added = db.execute(
            """
            insert into tension_returns (id, collection_id, alert_id, fields, made_by, made_at)
            values (:id, :collection, :alert, :fields, :actor, :at)
            on conflict (id) do nothing
            """,
            id=return_id,
            collection=collection,
            alert=alert,
            fields=json.dumps(form.to_json(), ensure_ascii=False),
            actor=actor,
            at=at.isoformat(timespec="seconds"),
        )
        if added:
            _keep_quotations(db, return_id, quotations)
    return added == 1


def change_return(
    db: Database, return_id: str, form: ReturnForm, quotations: Mapping[str, str], *, revision: int
) -> bool:
    """Change a draft; False, with nothing changed, when somebody changed or finished it since that revision."""
    with db.write():
        changed = db.execute(
            """
            update tension_returns set fields = :fields, revision = revision + 1
            where id = :id and revision = :revision and finished_at is null
            """,
            id=return_id,
            fields=json.dumps(form.to_json(), ensure_ascii=False),
            revision=revision,
        )
        if changed:
            _keep_quotations(db, return_id, quotations)
    return changed == 1


def finish_return(
    db: Database, return_id: str, document: Mapping[str, Any], *, revision: int, actor: str, at: datetime
) -> bool:
    """Freeze a draft; False, with nothing frozen, when somebody changed or finished it since that revision."""
    frozen = db.execute(
        """
        update tension_returns set frozen = :frozen, hash = :hash, finished_by = :actor, finished_at = :at
        where id = :id and revision = :revision and finished_at is null
        """,
        id=return_id,
        frozen=json.dumps(document, ensure_ascii=False, sort_keys=True),
        hash=digest(document),
        actor=actor,
        at=at.isoformat(timespec="seconds"),
        revision=revision,
    )
    return frozen == 1


def delete_draft(db: Database, return_id: str) -> bool:
    """Delete a draft; False where there is none, or it is finished: what was handed on stays."""
    return db.execute("delete from tension_returns where id = :id and finished_at is null", id=return_id) == 1


def get_return(db: Database, return_id: str) -> TensionReturn:
    """Raises NotFoundError."""
    row = db.one(f"select {_COLUMNS} from tension_returns where id = :id", id=return_id)
    if row is None:
        raise NotFoundError("return", return_id)
    return _row_to_return(db, row)


def list_returns(db: Database, collections: Sequence[str], alert: str = "") -> list[TensionReturn]:
    """The returns of some collections, or of one alert in them, the newest first."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from tension_returns
        where collection_id in (select value from json_each(:collections)) and (:alert = '' or alert_id = :alert)
        order by made_at desc, id
        """,
        collections=json.dumps(list(collections)),
        alert=alert,
    )
    return [_row_to_return(db, row) for row in rows]


def list_quotations(db: Database, return_id: str) -> list[Quotation]:
    """What is kept of quotations, in their order: whether each may still be shown is for store/release_returns."""
    rows = db.rows(
        "select narrative_id, words, salt from tension_quotations where return_id = :id order by place, narrative_id",
        id=return_id,
    )
    return [Quotation(row["narrative_id"], row["words"], row["salt"]) for row in rows]


def _keep_quotations(db: Database, return_id: str, quotations: Mapping[str, str]) -> None:
    db.execute("delete from tension_quotations where return_id = :id", id=return_id)
    db.many(
        """
        insert into tension_quotations (return_id, narrative_id, place, words, salt)
        values (:id, :story, :place, :words, :salt)
        """,
        [
            {"id": return_id, "story": story, "place": place, "words": words, "salt": secrets.token_hex(16)}
            for place, (story, words) in enumerate(quotations.items())
        ],
    )


def _row_to_return(db: Database, row: Row) -> TensionReturn:
    quoted = tuple(one.story for one in list_quotations(db, row["id"]))
    return TensionReturn(
        id=row["id"],
        collection=row["collection_id"],
        alert=row["alert_id"],
        form=form_from_json(json.loads(row["fields"]), quoted),
        revision=row["revision"],
        made_by=row["made_by"],
        made_at=datetime.fromisoformat(row["made_at"]),
        frozen=json.loads(row["frozen"] or "{}"),
        hash=row["hash"] or "",
        finished_by=row["finished_by"] or "",
        finished_at=datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None,
    )
