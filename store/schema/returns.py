"""The story store, further: what other organisations saw too, and tension returns."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.publishing import stories

__all__ = ["stories"]


@stories()
def s041_tension_returns(db: SqliteUtilsDatabase) -> None:
    """What other members saw, and returns in the EEP form: experienced, evidenced, potential."""
    db.executescript(
        """
        create table told_confederations ( -- which are told that stories of ticked collections moved; none at first
            confederation text primary key -- its id in the commons
        ) strict, without rowid;
        create table seen_elsewhere ( -- copied from the commons, so that a message can say it the moment it is written
            confederation text not null, -- its id in the commons
            member integer not null, -- another member's letter, which is by chance
            framework_id text not null,
            framework_version integer not null,
            signifier text not null,
            direction text not null,
            month text not null, -- as 2026-11
            primary key (confederation, framework_id, framework_version, signifier, direction, month, member)
        ) strict, without rowid;
        create table watched_elsewhere (
            confederation text not null,
            member integer not null,
            framework_id text not null,
            framework_version integer not null,
            alerts_a_year real not null, -- the false alarms that it promised to stay below
            primary key (confederation, framework_id, framework_version, member)
        ) strict, without rowid;
        create table tension_returns (
            id text primary key,
            collection_id text not null references collections (id),
            alert_id text not null references alerts (id),
            fields text not null, -- JSON: what was typed and chosen
            revision integer not null default 1,
            made_by text not null,
            made_at text not null,
            frozen text, -- JSON: the whole return, once it is finished
            hash text, -- SHA-256 of that
            finished_by text,
            finished_at text,
            check ((finished_at is null) = (frozen is null) and (finished_at is null) = (hash is null))
        ) strict, without rowid;
        create index tension_returns_by_collection on tension_returns (collection_id, made_at);
        create index tension_returns_by_alert on tension_returns (alert_id);
        create trigger finished_returns_are_frozen before update on tension_returns when old.finished_at is not null
        begin
            select raise(abort, 'a finished return is never changed');
        end;
        create table tension_quotations ( -- words go with their story; the return keeps their mark, which tells nothing
            return_id text not null references tension_returns (id) on delete cascade,
            narrative_id text not null references narratives (id) on delete cascade,
            place integer not null,
            words text not null,
            salt text not null, -- random
            primary key (return_id, narrative_id)
        ) strict, without rowid;
        create index tension_quotations_by_narrative on tension_quotations (narrative_id);
        """
    )
