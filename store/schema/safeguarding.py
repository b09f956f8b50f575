"""The story store, further: stories that may tell of danger, and whether somebody has looked in time."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.moderating import stories

__all__ = ["stories"]


@stories()
def s029_safeguarding(db: SqliteUtilsDatabase) -> None:
    """What the rules say of a story, and by when a person should have seen it.

    `due_at` is the one time finer than a day that is kept beside a story: to the hour, of stories that may tell of
    danger alone, and gone as soon as somebody has looked (docs/adr/0047-safeguarding.md).
    """
    db.executescript(
        """
        create table danger_flags (
            narrative_id text primary key references narratives (id) on delete cascade,
            rules text not null, -- the version that looked
            score real not null check (score between 0 and 1),
            kinds text not null, -- JSON: which kinds of danger the words may tell of, the likeliest first
            verdict text check (verdict in ('act', 'nothing')), -- what a person said who looked
            looked_by text, -- a username
            looked_at text
        ) strict, without rowid;
        create table danger_looks ( -- the stories whose words and meaning were looked at, and by which rules
            narrative_id text primary key references narratives (id) on delete cascade,
            rules text not null
        ) strict, without rowid;
        create table safeguarding_clocks (
            narrative_id text primary key references narratives (id) on delete cascade,
            due_at text not null, -- the hour, UTC
            next_at text not null, -- the hour, UTC, from which somebody is told (again) that nobody has looked
            escalations integer not null default 0
        ) strict, without rowid;
        create index safeguarding_clocks_next on safeguarding_clocks (next_at);
        create table safeguarding_settings (
            collection_id text primary key references collections (id) on delete cascade,
            hours real not null default 4 check (hours > 0 and hours <= 72), -- working hours
            opens text not null default '09:00',
            closes text not null default '17:00',
            weekdays text not null default '[0,1,2,3,4]' -- JSON: Monday is 0
        ) strict, without rowid;
        alter table routes add column safeguarding integer not null default 0; -- told when nobody has looked in time
        """
    )
