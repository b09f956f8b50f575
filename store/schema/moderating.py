"""The story store, further: what moderators did with a story before anybody else read it."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.sharing import stories

__all__ = ["stories"]


@stories()
def s028_moderating(db: SqliteUtilsDatabase) -> None:
    """Why a story was withheld or given back, what was redacted, and who did it; all of it goes with the story."""
    db.executescript(
        """
        create table moderations (
            narrative_id text primary key references narratives (id) on delete cascade,
            outcome text not null check (outcome in ('withheld', 'returned', 'escalated')),
            reason text not null, -- one of narratives.moderation
            note text not null default '', -- a moderator's own words; those to the teller where it was returned
            actor text not null,
            at text not null
        ) strict, without rowid;
        create index moderations_by_outcome on moderations (outcome, at);
        create table redactions (
            narrative_id text primary key references narratives (id) on delete cascade,
            title text not null, -- as the teller wrote it, until purge_day
            text text not null,
            short text not null, -- JSON: short answers by signifier
            taken text not null, -- JSON: the words that were taken out, and what stands in their place
            media_type text, -- the recording that was dropped with them
            sound blob,
            actor text not null,
            purge_day integer not null -- the words of before are deleted on this day
        ) strict, without rowid;
        create index redactions_to_purge on redactions (purge_day);
        create table moderation_events (
            id text primary key, -- random
            narrative_id text not null references narratives (id) on delete cascade,
            kind text not null,
            old_state text not null default '', -- of the story, for undoing it
            reason text not null default '',
            note text not null default '',
            actor text not null, -- empty: the teller, who is noted by the day alone
            at text not null
        ) strict, without rowid;
        create index moderation_events_by_story on moderation_events (narrative_id, at);
        create index moderation_events_by_actor on moderation_events (actor, at);
        """
    )
