"""The story store, further: how long words are kept."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.voices import stories

__all__ = ["stories"]


@stories()
def s031_keeping(db: SqliteUtilsDatabase) -> None:
    """How many months a collection keeps its stories; the frozen sums stay.

    Stories that are there already were told when nothing went by itself. An upgrade deletes none of them: until
    somebody says how long, their collections keep what they hold for ten years from today.
    """
    db.executescript(
        """
        create table retentions (
            collection_id text primary key references collections (id) on delete cascade,
            months integer not null default 12 -- after the month in which a story was told
                check (months between 1 and 120 or changed_at = ''),
            changed_by text not null default '',
            changed_at text not null default '' -- empty until somebody says how long
        ) strict, without rowid;
        create table retention_runs (
            day integer not null,
            collection_id text not null references collections (id) on delete cascade,
            n integer not null,
            primary key (collection_id, day)
        ) strict, without rowid;
        create table retention_clock (
            name text primary key check (name = 'retention'),
            seen integer not null, -- the last day on which the clock was trusted
            doubted integer -- the day that it leapt to, until it has run on from there
        ) strict, without rowid;
        insert into retentions (collection_id, months)
        select collection_id,
            120 + max(max(month), strftime('%Y', 'now') * 12 + strftime('%m', 'now') - 1) - min(month)
        from narratives group by collection_id;
        create trigger retentions_get_shorter_only before update of months on retentions
        when new.months > old.months and exists (select 1 from narratives where collection_id = old.collection_id)
        begin
            select raise(abort, 'once there is a story its time gets shorter only');
        end;
        create trigger retentions_begin_shorter before insert on retentions
        when new.months > 12 and exists (select 1 from narratives where collection_id = new.collection_id)
            and not exists (select 1 from retentions where collection_id = new.collection_id)
        begin
            select raise(abort, 'once there is a story its time gets shorter only');
        end;
        create index narratives_by_month on narratives (collection_id, month);
        """
    )
