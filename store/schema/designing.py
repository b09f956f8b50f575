"""The story store, further: questions that are still being written, and what was said of them."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.releasing import stories

__all__ = ["stories"]


@stories()
def s034_drafts(db: SqliteUtilsDatabase) -> None:
    """Drafts of frameworks with how they are to be opened, each revision kept, and what colleagues said of them."""
    db.executescript(
        """
        create table drafts (
            id text primary key,
            title text not null,
            document text not null, -- JSON: the questions, perhaps unfinished, and how they are to be opened
            revision integer not null default 1,
            state text not null default 'draft' check (state in ('draft', 'review', 'opened')),
            replaces_id text not null default '', -- the framework that it is a new version of
            replaces_version integer not null default 0,
            made_by text not null,
            made_at text not null,
            changed_by text not null,
            changed_at text not null,
            opened_as text not null default '' -- the collection
        ) strict, without rowid;
        create table draft_revisions (
            draft_id text not null references drafts (id) on delete cascade,
            revision integer not null,
            document text not null,
            what text not null, -- what was done, in words for the person who might undo it
            actor text not null,
            at text not null,
            primary key (draft_id, revision)
        ) strict, without rowid;
        create table draft_reviews (
            draft_id text not null references drafts (id) on delete cascade,
            place integer not null,
            revision integer not null, -- the one that was looked at
            verdict text not null check (verdict in ('asked', 'agreed', 'remark')),
            remark text not null default '',
            actor text not null,
            at text not null,
            primary key (draft_id, place)
        ) strict, without rowid;
        create table design_questions (
            id text primary key, -- a hash of what is asked, so that asking twice costs nothing
            draft_id text not null references drafts (id) on delete cascade,
            what text not null check (what in ('alike', 'power')),
            asked text not null, -- JSON
            asked_at real not null, -- seconds since 1970
            done integer not null default 0,
            out_of integer not null default 0,
            answer text, -- JSON; null until the worker is done
            problem text not null default ''
        ) strict, without rowid;
        create index design_questions_by_draft on design_questions (draft_id, what, asked_at);
        """
    )


@stories()
def s035_trials_and_wording(db: SqliteUtilsDatabase) -> None:
    """Collections to try questions in, which count nowhere and are deleted; and wording mended after opening."""
    db.executescript(
        """
        create table trials (
            collection_id text primary key references collections (id) on delete cascade,
            draft_id text not null,
            made_by text not null,
            made_at text not null
        ) strict, without rowid;
        create table wording_changes (
            id text primary key,
            framework_id text not null,
            version integer not null,
            language text not null,
            key text not null,
            before text not null,
            after text not null,
            reason text not null,
            actor text not null,
            at text not null,
            foreign key (framework_id, version) references frameworks (id, version)
        ) strict, without rowid;
        create index wording_changes_by_framework on wording_changes (framework_id, version, at);
        create trigger wording_changes_stand before update on wording_changes
        begin
            select raise(abort, 'what was changed stays on record');
        end;
        """
    )
