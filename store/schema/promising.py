"""A promise about false alerts that may change, by an administrator's decision and in no other way."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.acting import stories

__all__ = ["stories"]


@stories()
def s021_promise_changes(db: SqliteUtilsDatabase) -> None:
    """The promise of a collection with stories changes only by a proposal that was accepted, once each.

    Decisions are never rewritten.
    """
    db.executescript(
        """
        create unique index promise_proposals_open on promise_proposals (collection_id) where decision is null;
        create index promise_proposals_by_collection on promise_proposals (collection_id, made_at);
        create trigger promise_decisions_are_frozen
        before update on promise_proposals when old.decision is not null
        begin
            select raise(abort, 'a decision about the promise is never rewritten; wait for the next proposal');
        end;
        create trigger promises_with_stories_are_frozen
        before update of alerts_a_year on collections
        when new.alerts_a_year <> old.alerts_a_year
            and exists (select 1 from narratives where collection_id = old.id)
            -- The newest decision, since an older one may have led from and to the same figures.
            and not exists (
                select 1 from (
                    select old_a_year, new_a_year from promise_proposals
                    where collection_id = old.id and decision = 'accepted' order by decided_at desc limit 1
                ) as newest
                where newest.old_a_year = old.alerts_a_year and newest.new_a_year = new.alerts_a_year
            )
        begin
            select raise(abort, 'the promise of a collection with stories changes only by an accepted proposal');
        end;
        """
    )
