"""Steps of the story store about how tellers come in, what they say beside their story and how they come back."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.stories import stories

__all__ = ["stories"]


@stories()
def s010_telling(db: SqliteUtilsDatabase) -> None:
    """What tellers can say beside their story, how they come in, and how they come back."""
    db.executescript(
        """
        alter table narratives add column prompt text not null default '';
        alter table narratives add column danger integer not null default 0; -- the teller's own mark
        alter table narratives add column hearers text not null default ''; -- ids, separated by spaces
        alter table narratives add column pen text not null default 'self';
        alter table narratives add column marks text not null default ''; -- careless indexing: derived
        alter table narratives add column minutes integer; -- how long the telling took
        alter table narratives add column key_hash text; -- keyed hash of the client's idempotency key
        create unique index narratives_by_key on narratives (key_hash) where key_hash is not null;
        create index narratives_in_danger on narratives (collection_id, day) where danger = 1;
        alter table collections add column telling text not null default '{}'; -- what may change: JSON
        create table framework_texts (
            framework_id text not null,
            version integer not null,
            language text not null,
            key text not null,
            text text not null,
            primary key (framework_id, version, language, key),
            foreign key (framework_id, version) references frameworks (id, version)
        ) strict, without rowid;
        create table tombstones (
            hash text primary key -- keyed hash of the key or the source of a withdrawn story
        ) strict, without rowid;
        create table invitations (
            code_hash text primary key,
            collection_id text not null references collections (id),
            spent integer not null default 0
        ) strict, without rowid;
        create index invitations_by_collection on invitations (collection_id, spent);
        create table recordings (
            narrative_id text primary key references narratives (id) on delete cascade,
            media_type text not null,
            bytes blob not null
        ) strict, without rowid;
        create table messages (
            id text primary key,
            narrative_id text not null references narratives (id) on delete cascade,
            place integer not null, -- first, second, ... of that story
            author text not null check (author in ('staff', 'teller')),
            text text not null,
            week integer not null -- day number of that week's Monday
        ) strict, without rowid;
        create unique index messages_by_narrative on messages (narrative_id, place);
        create trigger withdrawn_stay_withdrawn before insert on narratives
        when new.key_hash is not null and exists (select 1 from tombstones where hash = new.key_hash)
        begin
            select raise(ignore);
        end;
        """
    )
