"""What people do about alerts: their life, delivery, judgements, probes, and what the tellers are told."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.detecting import stories

__all__ = ["stories"]


@stories()
def s017_alert_life(db: SqliteUtilsDatabase) -> None:
    """One open alert for a unit, signal and tone, what the stories do after it, and what was done about it."""
    db.executescript(
        """
        alter table alerts add column tone text not null default 'change';
        alter table alerts add column slot text; -- held by one alert at a time; null once it is rearmed
        alter table alerts add column course text not null default 'moving'
            check (course in ('moving', 'recovering', 'no-data', 'back'));
        alter table alerts add column course_since text; -- a day
        alter table alerts add column recent text; -- JSON: [change, low, high, n, day] of the newest stories
        alter table alerts add column missing text; -- JSON: [who, share before, share since] of who tells less
        alter table alerts add column folded_into text references alerts (id); -- told inside that one
        alter table alerts add column folded_because text check (folded_because in ('together', 'wider', 'inhibited'));
        alter table alerts add column silence_id text; -- nobody was told of it
        alter table alerts add column assignee text; -- a username
        alter table alerts add column due_on text;
        alter table alerts add column closed_because text;
        create unique index alerts_by_slot on alerts (collection_id, slot) where slot is not null;
        create index alerts_folded on alerts (folded_into) where folded_into is not null;
        create table alert_events_now (
            id text primary key,
            alert_id text not null references alerts (id),
            place integer not null default 0, -- tells apart what happened in one second
            kind text not null, -- state, course, assigned, due, note, judged, silenced, folded, sign, rearmed, told
            old_value text not null default '',
            new_value text not null default '',
            note text not null default '',
            actor text not null, -- a username, or "monitor"
            at text not null
        ) strict, without rowid;
        insert into alert_events_now (id, alert_id, kind, old_value, new_value, actor, at)
            select id, alert_id, 'state', old_state, new_state, actor, at from alert_events;
        drop table alert_events;
        alter table alert_events_now rename to alert_events;
        create index alert_events_by_alert on alert_events (alert_id, at);
        create table silences (
            id text primary key,
            collection_id text not null references collections (id),
            group_name text, -- null: every group
            signal text, -- null: every signal
            reason text not null,
            until_on text not null, -- the last day
            made_by text not null,
            made_at text not null,
            lifted_by text,
            lifted_at text
        ) strict, without rowid;
        create table judgements (
            alert_id text not null references alerts (id),
            account text not null, -- a username
            judgement text not null check (judgement in ('real', 'known', 'noise', 'unclear')),
            at text not null,
            primary key (alert_id, account)
        ) strict, without rowid;
        create table promise_proposals (
            id text primary key,
            collection_id text not null references collections (id),
            old_a_year real not null,
            new_a_year real not null,
            because text not null,
            made_at text not null,
            decision text check (decision in ('accepted', 'declined')),
            decided_because text,
            decided_by text,
            decided_at text
        ) strict, without rowid;
        """
    )


@stories()
def s018_delivery(db: SqliteUtilsDatabase) -> None:
    """Where alerts are told, and the outbox: a message is a row from the transaction that raised its alert."""
    db.executescript(
        """
        create table routes (
            id text primary key,
            collection_id text references collections (id), -- null: every collection
            medium text not null check (medium in ('email', 'webhook', 'feed')),
            address text not null, -- of a feed, the hash of its token
            pace text not null check (pace in ('immediate', 'daily', 'weekly')),
            signals text not null, -- separated by spaces
            made_by text not null,
            made_at text not null,
            stopped_because text not null default '',
            stopped_by text,
            stopped_at text
        ) strict, without rowid;
        create table outbox (
            id integer primary key, -- in the order of posting, which is the order of telling
            route_id text not null references routes (id),
            key text not null, -- the idempotency key: the same message has the same key for ever
            alert_id text references alerts (id), -- null: a test
            occasion text not null,
            body text not null, -- JSON, without a word of any story
            made_at real not null, -- seconds since 1970
            due_at real not null,
            batch text, -- the key of the message that it is told in, fixed when that is first tried
            attempts integer not null default 0,
            try_at real not null, -- not before
            holder text, -- who is sending it
            leased_until real,
            delivered_at real,
            given_up_at real,
            last_error text,
            unique (route_id, key)
        ) strict, without rowid;
        create index outbox_waiting on outbox (route_id, id) where delivered_at is null and given_up_at is null;
        create index outbox_delivered on outbox (route_id, delivered_at) where delivered_at is not null;
        create index outbox_given_up on outbox (route_id, given_up_at) where given_up_at is not null;
        create index outbox_by_alert on outbox (alert_id, delivered_at);
        """
    )


@stories()
def s019_probes(db: SqliteUtilsDatabase) -> None:
    """Safe-to-fail probes, how they read day by day, and what was decided."""
    db.executescript(
        """
        create table probes (
            id text primary key,
            collection_id text not null references collections (id),
            alert_id text references alerts (id),
            title text not null,
            tries text not null,
            because text not null,
            success text not null,
            failure text not null,
            amplify text not null,
            dampen text not null,
            owner text not null, -- a username
            starts_on text not null,
            ends_on text not null,
            state text not null check (state in ('planned', 'running', 'ended')),
            decision text,
            decided_because text not null default '',
            decided_on text, -- a day
            before_from text, -- the first day of the time before; null: a year before the start
            made_by text not null,
            made_at text not null
        ) strict, without rowid;
        create index probes_by_collection on probes (collection_id, state);
        create table probe_aims (
            probe_id text not null references probes (id),
            place integer not null,
            signifier text not null,
            region text not null,
            grows integer not null,
            size real not null,
            primary key (probe_id, place)
        ) strict, without rowid;
        create table probe_groups (
            probe_id text not null references probes (id),
            group_name text not null,
            is_beside integer not null,
            primary key (probe_id, group_name)
        ) strict, without rowid;
        create table probe_readings (
            probe_id text not null references probes (id),
            place integer not null,
            on_day text not null,
            verdict text not null,
            effect real, -- null: too few stories
            low real,
            high real,
            change real,
            change_beside real,
            n_before integer not null,
            n_after integer not null,
            n_before_beside integer not null,
            n_after_beside integer not null,
            is_compared integer not null,
            primary key (probe_id, place, on_day)
        ) strict, without rowid;
        create table probe_outlooks ( -- made by the worker, again whenever what is planned changes
            probe_id text not null references probes (id),
            place integer not null,
            on_day text not null,
            needed integer, -- null: no number of stories would do
            a_week real not null,
            n_before integer not null,
            n_before_beside integer not null,
            has_enough integer not null,
            primary key (probe_id, place)
        ) strict, without rowid;
        create table probe_events (
            id text primary key,
            probe_id text not null references probes (id),
            place integer not null, -- the order within a probe
            kind text not null, -- made, changed, state, decided, taken-back, end, owner, note
            old_value text not null default '',
            new_value text not null default '',
            note text not null default '',
            actor text not null,
            at text not null
        ) strict, without rowid;
        create index probe_events_by_probe on probe_events (probe_id, place);
        """
    )


@stories()
def s020_telling_back(db: SqliteUtilsDatabase) -> None:
    """What tellers are told, and stories that cannot wait."""
    db.executescript(
        """
        create table report_backs (
            id text primary key,
            collection_id text not null references collections (id),
            alert_id text references alerts (id),
            probe_id text references probes (id),
            groups text not null, -- JSON; empty: the whole collection
            outcome text not null check (outcome in ('did', 'did-not', 'too-early', 'not-tried')),
            words text not null, -- JSON: by language, [you said, we tried, it did]
            made_by text not null,
            published_on text not null,
            taken_back_on text
        ) strict, without rowid;
        create index report_backs_by_collection on report_backs (collection_id, published_on);
        create table report_back_events (
            id text primary key,
            report_back_id text not null references report_backs (id),
            kind text not null, -- published, changed, taken-back, put-back
            old_words text not null default '',
            actor text not null,
            at text not null
        ) strict, without rowid;
        create table urgencies (
            narrative_id text primary key references narratives (id) on delete cascade,
            marked_by text, -- a moderator's username; null: the teller alone marked it
            marked_at text,
            reason text not null default '',
            seen_by text,
            seen_at text,
            done_by text,
            done_at text,
            done_how text not null default ''
        ) strict, without rowid;
        create table urgency_events (
            id text primary key,
            narrative_id text not null references narratives (id) on delete cascade,
            kind text not null, -- marked, unmarked, seen, unseen, done, reopened
            note text not null default '', -- the reason of a mark, or what was done
            actor text not null, -- a username
            at text not null
        ) strict, without rowid;
        create index urgency_events_by_narrative on urgency_events (narrative_id, at);
        create table refused_quotations (
            account text not null, -- a username
            day text not null,
            n integer not null, -- how often words of a story were refused: guessing at stories ends at a limit
            primary key (account, day)
        ) strict, without rowid;
        """
    )
