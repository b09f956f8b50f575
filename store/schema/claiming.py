"""The story store, further: sentences that can be asked again, and the reports that are made of them."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.bringing import stories

__all__ = ["stories"]


@stories()
def s038_claims_and_reports(db: SqliteUtilsDatabase) -> None:
    """Claims with what they stand on, and reports."""
    db.executescript(_CLAIMS)
    db.executescript(_REPORTS)


_CLAIMS = """
    create table claims (
        id text primary key,
        collection_id text not null references collections (id) on delete cascade,
        text text not null, -- the sentence, in the words of whoever claims it
        query text not null, -- JSON: what was asked
        rules text not null, -- JSON: under which rules and wording, to say what has changed since
        n integer not null,
        withheld integer not null,
        figures text not null, -- JSON: every number that the page showed, by name
        shape text not null,
        sentence text not null, -- what came of it, in the platform's words
        batches text not null, -- JSON: ids of closed batches
        story_set text not null, -- a hash of the ids of its open stories; empty without any
        n_stories integer not null, -- stays when stories go
        hash text not null, -- SHA-256 of what was asked and what came of it, in hexadecimal
        made_by text not null, -- a username
        made_at text not null
    ) strict, without rowid;
    create index claims_by_collection on claims (collection_id, made_at);
    create table claim_stories ( -- once for all claims on the same stories; what is erased goes from it too
        story_set text not null,
        narrative_id text not null references narratives (id) on delete cascade,
        primary key (story_set, narrative_id)
    ) strict, without rowid;
    create index claim_stories_by_narrative on claim_stories (narrative_id);
    create trigger claims_stand before update on claims
    begin
        select raise(abort, 'a claim stays as it was made: make another one');
    end;
    """


_REPORTS = """
    create table reports (
        id text primary key,
        collection_id text not null references collections (id) on delete cascade,
        title text not null,
        document text not null, -- JSON: its purpose and its parts
        revision integer not null default 1,
        made_by text not null,
        made_at text not null,
        changed_by text not null,
        changed_at text not null
    ) strict, without rowid;
    create index reports_by_collection on reports (collection_id, changed_at);
    create table report_revisions (
        report_id text not null references reports (id) on delete cascade,
        revision integer not null,
        document text not null,
        what text not null, -- what was done, in words for the person who might undo it
        actor text not null,
        at text not null,
        primary key (report_id, revision)
    ) strict, without rowid;
    create table report_issues ( -- words and figures as they were frozen; never a story's id, nor a picture of dots
        report_id text not null references reports (id) on delete cascade,
        number integer not null,
        document text not null, -- JSON
        hash text not null, -- SHA-256, in hexadecimal
        made_by text not null,
        made_at text not null,
        primary key (report_id, number)
    ) strict, without rowid;
    create trigger report_issues_stand before update on report_issues
    begin
        select raise(abort, 'an issue of a report stays as it was frozen: freeze the next one');
    end;
    """
