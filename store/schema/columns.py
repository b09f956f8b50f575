"""What the column cache reads, laid out for it."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.exploring import stories

__all__ = ["stories"]


@stories()
def s012_columns(db: SqliteUtilsDatabase) -> None:
    """What changed is known to the day, and open stories are read without a look at their words."""
    db.executescript(
        """
        drop table changes;
        create table changes (
            collection_id text not null,
            day integer not null, -- days since 1970-01-01
            serial integer not null, -- grows with every change of that day's stories
            primary key (collection_id, day)
        ) strict, without rowid;
        insert into changes (collection_id, day, serial)
            select collection_id, day, count(*) from narratives group by collection_id, day;
        create table theme_changes (
            collection_id text not null,
            day integer not null,
            serial integer not null, -- grows whenever a story of that day moves among the themes
            primary key (collection_id, day)
        ) strict, without rowid;
        -- The last three are the same in all of it: without them SQLite looks at each story to make sure.
        create index narratives_open on narratives (
            collection_id, day, kind, group_name, area, language, codes, hot, id, may_read, state, counted
        ) where may_read = 1 and state = 'released' and counted = 0;
        create index narratives_withheld on narratives (
            collection_id, kind, group_name, counted, may_read, state
        ) where counted = 0 and (may_read = 0 or state <> 'released');
        """
    )
