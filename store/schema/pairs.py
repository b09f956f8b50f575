"""The case store, further: a supervised person's own account beside the practitioner's."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.casework import cases

__all__ = ["cases"]


@cases()
def c003_pairs(db: SqliteUtilsDatabase) -> None:
    """Codes for the other side of a meeting, what waits to be compared, and the sums that stay of it.

    None of these tables has row numbers or times: their order is that of keyed marks, which is no order at all.
    """
    db.executescript(
        """
        create table pair_codes (
            code_mark text primary key, -- keyed mark of the code, which is not kept
            meeting_mark text not null, -- keyed mark of the interaction
            forgotten_in text not null, -- the month, such as 2026-06, in which the row is deleted
            sealed blob not null -- the meeting, the last day and whether the code was used, of one length for all
        ) strict, without rowid;
        create index pair_codes_by_meeting on pair_codes (meeting_mark);
        create index pair_codes_by_month on pair_codes (forgotten_in);
        create table pair_answers (
            answer_mark text primary key, -- keyed mark of the teller's receipt and the question
            pile_mark text not null, -- keyed mark of collection, question and team
            sealed blob not null -- both placements of this one question; deleted when its batch closes
        ) strict, without rowid;
        create index pair_answers_by_pile on pair_answers (pile_mark);
        create table pair_batches (
            id text primary key, -- random
            collection_id text not null,
            signifier text not null,
            group_name text not null,
            contact text not null, -- empty when contacts of several kinds were closed together
            quarter text not null, -- in which it closed, such as 2026-Q4
            n integer not null, -- pairs, of at least as many people as the collection's k
            sums text not null -- JSON: frozen
        ) strict, without rowid;
        create index pair_batches_by_collection on pair_batches (collection_id, signifier);
        create trigger pair_batches_stay before update on pair_batches
        begin
            select raise(abort, 'a closed batch never changes');
        end;
        """
    )
