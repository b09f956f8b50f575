"""The accounts store, further: programs that call the interface."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.signing_in import accounts

__all__ = ["accounts"]


@accounts()
def a006_api_tokens(db: SqliteUtilsDatabase) -> None:
    """Tokens of programs: what each may do, where, for how long, and who made it."""
    db.executescript(
        """
        create table api_tokens (
            id text primary key,
            organisation text not null,
            title text not null,
            token_hash text not null unique, -- the token itself is shown once
            scopes text not null, -- JSON list
            collections text not null default '[]', -- JSON list; empty: all
            made_by text not null,
            made_at real not null,
            ends real, -- null: until somebody ends it
            used_on text, -- the last day on which it was used
            ended_by text,
            ended_at real
        ) strict, without rowid;
        create index api_tokens_by_organisation on api_tokens (organisation, made_at);
        """
    )
