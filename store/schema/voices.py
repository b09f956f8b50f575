"""The story store, further: stories that are so alike that they may be one voice."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.safeguarding import stories

__all__ = ["stories"]


@stories()
def s030_voices(db: SqliteUtilsDatabase) -> None:
    """Stories that are nearly the same, what people decided about them, and what finds the next one."""
    db.executescript(
        """
        create table alike_groups (
            id text primary key, -- made of the random id of one of its stories
            collection_id text not null references collections (id),
            decision text not null default 'waiting' check (decision in ('waiting', 'one', 'many')),
            decided_by text,
            decided_at text,
            size_then integer -- how many stories there were when somebody decided
        ) strict, without rowid;
        create index alike_groups_by_collection on alike_groups (collection_id, decision);
        create table alike_decisions (
            group_id text not null references alike_groups (id) on delete cascade,
            place integer not null,
            decision text not null check (decision in ('waiting', 'one', 'many')),
            actor text not null,
            at text not null,
            weighs_anew integer not null, -- 1 where stories weigh otherwise from then on
            primary key (group_id, place)
        ) strict, without rowid;
        create table alike_stories (
            narrative_id text primary key references narratives (id) on delete cascade,
            group_id text not null references alike_groups (id) on delete cascade
        ) strict, without rowid;
        create index alike_stories_by_group on alike_stories (group_id);
        create table alike_signatures (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null references collections (id),
            day integer not null,
            text_hash text not null, -- of the text that was compared
            signature blob not null, -- 64 little-endian uint32 made of its letters; empty once it is too old to compare
            model_id text -- whose vectors the story was compared by; null while it has none
        ) strict, without rowid;
        create index alike_signatures_by_day on alike_signatures (collection_id, day);
        """
    )
