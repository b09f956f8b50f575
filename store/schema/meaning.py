"""What stories mean: themes that stay themselves, patterns of answers, weak signals, search by meaning."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.promising import stories

__all__ = ["stories"]


@stories()
def s022_themes_that_stay(db: SqliteUtilsDatabase) -> None:
    """A theme's number is its identity whatever place its centroid has; another number of themes is proposed."""
    db.executescript(
        """
        alter table theme_fits add column ids text not null default '[]'; -- JSON: the theme of each centroid
        alter table theme_fits add column stability text; -- JSON: by bootstrap; null: not measured yet
        alter table theme_fits add column leaning text not null default '[]'; -- JSON: what free fits wanted
        create index assignments_unusual on assignments (collection_id, theme_id, distance desc) where unusual = 1;
        alter table themes add column retired_on text; -- null: alive
        alter table themes add column parents text not null default '[]'; -- JSON: themes that it came from
        create table theme_proposals (
            id text primary key,
            collection_id text not null references collections (id),
            model_id text not null,
            made_on text not null,
            n integer not null, -- stories that both fits were compared on
            fit text not null,
            arrays blob not null, -- npz without pickle: the proposed fit
            themes text not null, -- JSON: number, name, terms, parents, size of each proposed theme
            differences text not null, -- JSON: what is kept, split, merged, born, died, and the stories between them
            stability text not null, -- JSON: of the fit in use and of the proposed one
            earlier text, -- JSON: fit and themes that an accepted one took the place of, to go back to
            earlier_arrays blob,
            decision text check (decision in ('accepted', 'declined', 'overtaken', 'taken back')),
            decided_by text,
            decided_at text
        ) strict, without rowid;
        create unique index theme_proposals_open on theme_proposals (collection_id) where decision is null;
        create table theme_proposal_stories ( -- the most typical of each proposed theme
            proposal_id text not null references theme_proposals (id) on delete cascade,
            theme_id integer not null,
            narrative_id text not null references narratives (id) on delete cascade,
            place integer not null, -- 1: most typical
            primary key (proposal_id, theme_id, narrative_id)
        ) strict, without rowid;
        create index theme_proposal_stories_by_narrative on theme_proposal_stories (narrative_id);
        create table patterns ( -- clusters of answers, whatever was said in words
            collection_id text not null references collections (id),
            id integer not null,
            born_on text not null,
            retired_on text, -- null: alive; its number is never given to another
            primary key (collection_id, id)
        ) strict, without rowid;
        create table pattern_fits (
            collection_id text primary key references collections (id),
            fit text not null,
            fitted_on text not null,
            n integer not null,
            arrays blob not null,
            found text not null -- JSON: patterns of the middles in order, stability, chance, what free fits asked for
        ) strict, without rowid;
        create table pattern_places (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null,
            pattern_id integer, -- null: no patterns
            distance real not null,
            unusual integer not null default 0,
            fit text not null
        ) strict, without rowid;
        create index pattern_places_by_pattern on pattern_places (collection_id, pattern_id, distance);
        create table model_in_use ( -- the model whose vectors everything is made of
            one integer primary key check (one = 1),
            setting text not null, -- as in embedders
            model_id text not null,
            arrays blob, -- as in embedders
            next_model_id text, -- texts are being embedded with this one, which takes its place when every text is
            swept_to text -- vectors of other models are removed as far as this text hash; null: all of them
        ) strict, without rowid;
        insert into model_in_use
            select 1, setting, model_id, arrays, null, '' from embedders order by
                (select count(*) from vectors where vectors.model_id = embedders.model_id) desc, setting limit 1;
        create table embedding_run ( -- how far the worker has come with a backlog
            one integer primary key check (one = 1),
            model_id text not null,
            done integer not null,
            waiting integer not null,
            per_second real not null,
            began real not null, -- seconds since 1970
            told real not null
        ) strict, without rowid;
        """
    )


@stories()
def s023_search_by_meaning(db: SqliteUtilsDatabase) -> None:
    """Vectors of readable stories in blocks, near ones together; what is asked waits here for the worker's model."""
    db.executescript(
        """
        create table meaning_cells (
            collection_id text not null references collections (id),
            generation integer not null, -- a new one is filled beside the one in use, and takes its place when full
            model_id text not null,
            cells integer not null,
            n integer not null, -- stories there were when the cells were found
            ready integer not null,
            middles blob not null, -- little-endian float16, one row a cell
            primary key (collection_id, generation)
        ) strict, without rowid;
        create table meaning_blocks (
            part integer primary key, -- drawn by chance: blocks tell no order of arrival
            collection_id text not null,
            generation integer not null,
            cell integer not null,
            stories text not null, -- JSON: ids, sorted
            vectors blob not null -- one row a story: int8, and four bytes that say how long it is
        ) strict; -- a table without rowid reads whole blocks to compare their keys
        create index meaning_blocks_by_cell on meaning_blocks (collection_id, generation, cell);
        create table meaning_places (
            narrative_id text not null references narratives (id) on delete cascade,
            generation integer not null,
            collection_id text not null,
            cell integer not null,
            part integer not null,
            primary key (narrative_id, generation)
        ) strict, without rowid;
        create index meaning_places_by_block on meaning_places (collection_id, generation, cell, part);
        create table asked_meanings (
            asked_hash text not null,
            model_id text not null,
            words text, -- null once there is a vector
            vector blob, -- little-endian float16
            asked_at real not null, -- seconds since 1970
            primary key (asked_hash, model_id)
        ) strict, without rowid;
        create index asked_meanings_waiting on asked_meanings (asked_at) where vector is null;
        create table apartness (
            narrative_id text primary key references narratives (id) on delete cascade,
            collection_id text not null,
            model_id text not null,
            nearest real not null, -- mean cosine with the nearest other stories
            among integer not null -- so many stories they were looked for in
        ) strict, without rowid;
        create index apartness_by_collection on apartness (collection_id, nearest);
        """
    )


@stories()
def s024_weak_signals(db: SqliteUtilsDatabase) -> None:
    """Small pockets of stories before they are significant, and what people made of them; texts beside an alert."""
    db.executescript(
        """
        create table weak_signals (
            id text primary key,
            collection_id text not null references collections (id),
            model_id text not null,
            found_on text not null,
            seen_on text not null, -- the last time that it was found
            place integer not null, -- 1: first in the queue
            score real not null,
            parts text not null, -- JSON: what the score is made of
            terms text not null, -- JSON
            state text not null default 'waiting' check (state in ('waiting', 'kept', 'merged', 'dismissed')),
            merged_into text references weak_signals (id),
            returned integer not null default 0, -- 1: dismissed once, and grown by half since
            note text not null default '',
            decided_by text,
            decided_at text,
            size_then integer -- stories when somebody decided
        ) strict, without rowid;
        create index weak_signals_by_collection on weak_signals (collection_id, state, place);
        create table weak_signal_stories (
            signal_id text not null references weak_signals (id) on delete cascade,
            narrative_id text not null references narratives (id) on delete cascade,
            place integer not null, -- 1: most typical of the pocket
            added_on text not null,
            primary key (signal_id, narrative_id)
        ) strict, without rowid;
        create index weak_signal_stories_by_narrative on weak_signal_stories (narrative_id);
        -- What a story was counted in says something of it: words and figures wait for the next search.
        create trigger weak_signals_lose_withdrawn before delete on narratives
        begin
            update weak_signals set terms = '[]', parts = json_set(parts, '$.gone', 1)
            where id in (select signal_id from weak_signal_stories where narrative_id = old.id);
        end;
        create trigger weak_signals_lose_unread after update of text, may_read, state on narratives
        when old.may_read = 1 and old.state = 'released'
            and (new.may_read = 0 or new.state <> 'released' or new.text <> old.text)
        begin
            update weak_signals set terms = '[]', parts = json_set(parts, '$.gone', 1)
            where id in (select signal_id from weak_signal_stories where narrative_id = old.id);
        end;
        create table weak_signal_decisions (
            signal_id text not null references weak_signals (id) on delete cascade,
            place integer not null,
            decision text not null check (decision in ('waiting', 'kept', 'merged', 'dismissed')), -- waiting: undone
            into_id text, -- of a merged one
            note text not null,
            actor text not null,
            at text not null,
            primary key (signal_id, place)
        ) strict, without rowid;
        create table weak_signal_looks ( -- the last time that somebody looked for pockets
            collection_id text primary key references collections (id),
            model_id text not null,
            looked_on text not null,
            stories text not null, -- which stories were looked at, as a hash
            found text not null -- JSON: how many, since when, how often chance alone makes such a queue
        ) strict, without rowid;
        create table text_drifts (
            alert_id text primary key references alerts (id) on delete cascade,
            model_id text not null,
            computed_on text not null,
            found text not null -- JSON: the two-sample test beside the alert; evidence only
        ) strict, without rowid;
        -- Words that stood in stories which are gone, or read no longer, are made again from those that are left.
        -- In a protected collection they wait until k stories came or went: figures made again would tell of this one.
        create trigger text_drifts_forget_withdrawn after delete on narratives
        when old.may_read = 1 and old.state = 'released'
        begin
            update text_drifts
            set found = json_set(found, '$.gained', json('[]'), '$.lost', json('[]'), '$.seen', case
                when exists (select 1 from collections where id = old.collection_id and policy = 'protected')
                then json_extract(found, '$.seen') else '' end)
            where alert_id in (select id from alerts where collection_id = old.collection_id)
                and (old.counted = 1 or exists (
                    select 1 from collections where id = old.collection_id and policy = 'open'));
        end;
        create trigger text_drifts_forget_unread after update of text, may_read, state on narratives
        when old.may_read = 1 and old.state = 'released'
            and (new.may_read = 0 or new.state <> 'released' or new.text <> old.text)
        begin
            update text_drifts
            set found = json_set(found, '$.gained', json('[]'), '$.lost', json('[]'), '$.seen', case
                when exists (select 1 from collections where id = old.collection_id and policy = 'protected')
                then json_extract(found, '$.seen') else '' end)
            where alert_id in (select id from alerts where collection_id = old.collection_id)
                and (old.counted = 1 or exists (
                    select 1 from collections where id = old.collection_id and policy = 'open'));
        end;
        """
    )
