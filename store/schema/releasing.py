"""The story store, further: answers in closed batches are told in whole piles of k."""

from __future__ import annotations

import json
import secrets

from sqlite_utils import Database as SqliteUtilsDatabase

from narratives.answer_piles import pile_up
from narratives.framework import Framework
from narratives.framework_file import read_framework
from store.schema.keeping import stories

__all__ = ["stories"]

_BATCHES = """
    select b.id, b.collection_id, b.group_name, b.kind, b.aggregates, c.k, f.definition
    from batches as b join collections as c on c.id = b.collection_id
    join frameworks as f on f.id = c.framework_id and f.version = c.framework_version
    order by b.closed_week, b.last_week, b.id
"""


@stories()
def s032_answers_in_whole_piles(db: SqliteUtilsDatabase) -> None:
    """Batches that were closed before tell their answers in whole piles from now on, once and for all."""
    db.execute(
        """
        create table batch_rests (
            collection_id text not null references collections (id) on delete cascade,
            group_name text not null,
            kind text not null,
            rests text not null, -- JSON: what is in closed batches and told of nobody yet
            primary key (collection_id, group_name, kind)
        ) strict, without rowid
        """
    )
    db.execute("drop trigger batches_are_frozen")
    rests: dict[tuple[str, str, str], dict[str, dict[str, object]]] = {}
    frameworks: dict[str, Framework] = {}
    for one, collection, group, kind, aggregates, k, definition in db.execute(_BATCHES).fetchall():
        framework = frameworks.setdefault(definition, read_framework(json.loads(definition)))
        pool = (collection, group, kind)
        told, rests[pool] = pile_up(
            framework, json.loads(aggregates), rests.get(pool, {}), k, lambda: secrets.randbelow(2) == 0
        )
        db.execute("update batches set aggregates = ? where id = ?", (json.dumps(told, separators=(",", ":")), one))
    for pool, left in rests.items():
        db.execute("insert into batch_rests values (?, ?, ?, ?)", (*pool, json.dumps(left, separators=(",", ":"))))
    db.execute(
        """
        create trigger batches_are_frozen before update on batches
        begin
            select raise(abort, 'a closed batch is never recomputed');
        end
        """
    )


@stories()
def s033_smallest_group(db: SqliteUtilsDatabase) -> None:
    """The fewest people that an organisation reports on, which no new collection goes below."""
    db.execute(
        """
        create table smallest_groups (
            one integer primary key check (one = 1),
            k integer not null check (k >= 10)
        ) strict, without rowid
        """
    )
    db.execute(
        """
        create trigger collections_keep_to_the_smallest_group before insert on collections
        when new.k < (select k from smallest_groups)
        begin
            select raise(abort, 'the smallest group of this organisation is larger; give a larger k');
        end
        """
    )
