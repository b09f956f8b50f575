"""The story store, further: what people see in charts, what they make of it, and the workshops they do it in."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.claiming import stories

__all__ = ["stories"]


@stories()
def s039_sensing(db: SqliteUtilsDatabase) -> None:
    """Observations, interpretations, clusters and workshops."""
    db.executescript(
        """
        create table observations (
            id text primary key,
            collection_id text not null references collections (id) on delete cascade,
            title text not null,
            body text not null,
            remarkable text not null check (remarkable in ('yes', 'maybe', 'no')),
            strength text not null check (strength in ('strong', 'medium', 'weak')),
            author text not null, -- a username
            voice text not null default '', -- for whom it was written down, as "Table 2"
            made_at text not null,
            changed_at text not null,
            revision integer not null default 1,
            chart text not null default '', -- the address of the page that it was seen on, within this product
            claim_id text not null default '', -- what the chart showed, where it can be asked again
            workshop_id text not null default '', -- empty outside of one
            withdrawn_at text not null default '',
            withdrawn_by text not null default '',
            withdrawn_because text not null default '' -- said by who takes out what somebody else wrote
        ) strict, without rowid;
        create index observations_by_collection on observations (collection_id, made_at);
        create index observations_by_workshop on observations (workshop_id) where workshop_id <> '';
        create table interpretations (
            id text primary key,
            observation_id text not null references observations (id) on delete cascade,
            title text not null,
            body text not null,
            idea text not null default '',
            questions text not null default '',
            author text not null,
            voice text not null default '',
            made_at text not null,
            changed_at text not null,
            revision integer not null default 1,
            workshop_id text not null default '',
            withdrawn_at text not null default '',
            withdrawn_by text not null default '',
            withdrawn_because text not null default '' -- said by who takes out what somebody else wrote
        ) strict, without rowid;
        create index interpretations_by_observation on interpretations (observation_id, made_at);
        create table observation_revisions ( -- the words as they were before each change
            observation_id text not null references observations (id) on delete cascade,
            revision integer not null,
            document text not null, -- JSON
            at text not null, -- when they were written
            primary key (observation_id, revision)
        ) strict, without rowid;
        create table interpretation_revisions (
            interpretation_id text not null references interpretations (id) on delete cascade,
            revision integer not null,
            document text not null,
            at text not null,
            primary key (interpretation_id, revision)
        ) strict, without rowid;
        create table sense_probes ( -- what is tried because of how something was understood
            probe_id text primary key references probes (id) on delete cascade,
            interpretation_id text not null references interpretations (id) on delete cascade
        ) strict, without rowid;
        create index sense_probes_by_interpretation on sense_probes (interpretation_id);
        create table boards ( -- every revision of what people gathered, so that any move can be taken back
            collection_id text not null references collections (id) on delete cascade,
            kind text not null check (kind in ('perspective', 'theme')),
            revision integer not null,
            document text not null, -- JSON: the clusters from the left, each with its members from above
            what text not null, -- what was done, in words for the person who might undo it
            actor text not null,
            at text not null,
            primary key (collection_id, kind, revision)
        ) strict, without rowid;
        create table workshops (
            id text primary key,
            collection_id text not null references collections (id) on delete cascade,
            title text not null,
            purpose text not null default '',
            held_on text not null, -- a day
            begins_at text not null default '', -- HH:MM
            place text not null default '',
            facilitator text not null default '',
            agenda text not null, -- JSON: a list of {title, minutes, how}
            taken text not null default '[]', -- JSON: the charts, observations and claims that are taken along
            revision integer not null default 1,
            made_by text not null,
            made_at text not null,
            changed_by text not null
        ) strict, without rowid;
        create index workshops_by_collection on workshops (collection_id, held_on);
        create table workshop_stories ( -- the stories that are taken along, until they are taken back
            workshop_id text not null references workshops (id) on delete cascade,
            narrative_id text not null references narratives (id) on delete cascade,
            place integer not null,
            primary key (workshop_id, narrative_id)
        ) strict, without rowid;
        create index workshop_stories_by_story on workshop_stories (narrative_id);
        create table workshop_records (
            workshop_id text primary key references workshops (id) on delete cascade,
            document text not null, -- JSON: seats and how many sat there, what was noticed, decided, and comes next
            revision integer not null default 1,
            changed_by text not null,
            changed_at text not null
        ) strict, without rowid;
        """
    )
