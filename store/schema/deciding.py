"""The story store, further: what members decide, and that nothing they decide about is changed around them."""

from __future__ import annotations

from sqlite_utils import Database as SqliteUtilsDatabase

from store.schema.returns import stories
from store.schema.vote_guards import VOTE_GUARDS

__all__ = ["stories"]


@stories()
def s042_decisions(db: SqliteUtilsDatabase) -> None:
    """The charter, the roll, proposals, ballots, and the triggers that hold what is covered."""
    for script in (_CHARTER, _PROPOSALS, _BALLOTS, *VOTE_GUARDS, _RULES, *_guards()):
        db.executescript(script)


_CHARTER = """
    create table charters (
        revision integer primary key,
        document text not null, -- JSON, as narratives.charter writes it
        by_proposal text, -- null: the one that it began with
        made_by text not null,
        made_at text not null
    ) strict, without rowid;
    create table covered_settings (setting text primary key) strict, without rowid; -- those of the newest charter
    create table roll (
        account_id text primary key, -- in the accounts store
        constituency text not null check (constituency in ('employees', 'users', 'authority'))
    ) strict, without rowid;
    create table roll_changes ( -- the public log tells how many came and went, never who
        id text primary key,
        constituency text not null,
        change integer not null check (change in (-1, 1)),
        on_day text not null
    ) strict, without rowid;
"""

_PROPOSALS = """
    create table proposals (
        id text primary key,
        setting text not null,
        subject text not null,
        subject_title text not null,
        before text not null,
        after text not null,
        because text not null,
        charter integer not null references charters (revision),
        made_by text not null,
        made_at text not null,
        closes_at text not null,
        state text not null default 'open' check (state in ('open', 'passed', 'failed', 'withdrawn')),
        closed_at text,
        tallies text not null default '[]', -- JSON, when it is closed
        applied_at text,
        problem text not null default '' -- why what passed could not be applied
    ) strict, without rowid;
    create index proposals_by_state on proposals (state, closes_at);
    create unique index proposals_one_at_a_time on proposals (setting, subject) where state = 'open';
    create trigger proposals_stand
    before update of setting, subject, before, after, because, charter, made_by, made_at, closes_at on proposals
    begin
        select raise(abort, 'what is voted on never changes: withdraw it and propose again');
    end;
    create trigger closed_proposals_stay_closed before update of state on proposals when old.state <> 'open'
    begin
        select raise(abort, 'what was decided stays decided: propose another change');
    end;
    create trigger proposals_stay before delete on proposals
    begin
        select raise(abort, 'proposals stay in the log');
    end;
    create table proposal_remarks (
        id text primary key,
        proposal_id text not null references proposals (id),
        remark text not null,
        actor text not null,
        at text not null
    ) strict, without rowid;
    create index proposal_remarks_by_proposal on proposal_remarks (proposal_id, at);
"""

# Who voted and what was voted share nothing: no account, no time, and an order by chance. When a vote closes, who
# could vote and who did goes.
_BALLOTS = """
    create table electorate (
        proposal_id text not null references proposals (id),
        account_id text not null,
        constituency text not null,
        has_voted integer not null default 0 check (has_voted in (0, 1)),
        primary key (proposal_id, account_id)
    ) strict, without rowid;
    create trigger electorate_votes_once before update of has_voted on electorate when old.has_voted = 1
    begin
        select raise(abort, 'one person, one ballot');
    end;
    create trigger electorate_is_frozen before update of proposal_id, account_id, constituency on electorate
    begin
        select raise(abort, 'who can vote was settled when the proposal was made');
    end;
    create table ballots (
        id text primary key, -- random, which is their order too
        proposal_id text not null references proposals (id),
        constituency text not null,
        choice text not null check (choice in ('yes', 'no', 'abstain'))
    ) strict, without rowid;
    create index ballots_by_proposal on ballots (proposal_id, constituency, choice);
    create trigger ballots_while_open before insert on ballots
    when (select state from proposals where id = new.proposal_id) <> 'open'
        or (select count(*) from ballots where proposal_id = new.proposal_id and constituency = new.constituency)
            >= (select sum(has_voted) from electorate
                where proposal_id = new.proposal_id and constituency = new.constituency)
    begin
        select raise(abort, 'a ballot needs an open vote, and somebody who gave theirs up for it');
    end;
    create trigger ballots_stand before update on ballots
    begin
        select raise(abort, 'a ballot that was cast stays as it is');
    end;
    create trigger ballots_stay before delete on ballots
    begin
        select raise(abort, 'a ballot that was cast is kept');
    end;
"""

_RULES = """
    create table story_readers ( -- without a row both read
        collection_id text primary key references collections (id) on delete cascade,
        roles text not null check (roles in ('', 'manager', 'member', 'manager member'))
    ) strict, without rowid;
    create table told_outside (
        one integer primary key check (one = 1),
        allowed integer not null check (allowed in (0, 1))
    ) strict, without rowid;
    create trigger routes_where_alerts_may_leave before insert on routes
    when new.safeguarding = 0 and (select allowed from told_outside) = 0 -- who is in danger is never kept inside
    begin
        select raise(abort, 'it was decided that alerts do not leave these pages');
    end;
    create trigger routes_start_where_alerts_may_leave before update of stopped_at on routes
    when new.stopped_at is null and old.stopped_at is not null and new.safeguarding = 0
        and (select allowed from told_outside) = 0
    begin
        select raise(abort, 'it was decided that alerts do not leave these pages');
    end;
    create table never_kept (id text primary key check (0)) strict, without rowid;
    create table applying ( -- what is being put into force, inside of one transaction
        setting text not null,
        subject text not null,
        value text not null,
        -- of a row that is still there when the transaction ends, so that it is not kept; a trial has no proposal
        proposal_id text not null references never_kept (id) deferrable initially deferred,
        primary key (setting, subject)
    ) strict, without rowid;
    create trigger applying_what_was_decided before insert on applying
    when new.setting <> 'trial' and not exists (
        select 1 from proposals where id = new.proposal_id and state = 'passed' and applied_at is null
            and setting = new.setting and subject = new.subject and after = new.value
    )
    begin
        select raise(abort, 'members did not decide this');
    end;
    create trigger trials_are_new before insert on applying
    when new.setting = 'trial' and exists (select 1 from collections where id = new.subject)
    begin
        select raise(abort, 'only a trial is opened without a vote');
    end;
    create trigger applying_stands before update on applying
    begin
        select raise(abort, 'members did not decide this');
    end;
    create trigger trials_are_trials before delete on applying
    when old.setting = 'trial' and not exists (select 1 from trials where collection_id = old.subject)
    begin
        select raise(abort, 'only a trial is opened without a vote');
    end;
"""

_SAYS = "members decide about this: propose the change under Decisions"


def _guard(name: str, when: str, setting: str, subject: str, *, unless: str = "0") -> str:
    """A trigger that lets a change of a covered setting through only while its decision is applied."""
    return f"""
    create trigger {name} before {when}
    when ({unless}) = 0 and exists (select 1 from covered_settings where setting = '{setting}')
        and not exists (select 1 from applying where setting = '{setting}' and subject = {subject})
    begin
        select raise(abort, '{_SAYS}');
    end;
    """


def _all_guards() -> list[tuple[str, str, str, str, str]]:
    """(name, when, setting, subject, unless) of every guard."""
    opening = "exists (select 1 from applying where setting in ('questions', 'trial'))"
    asked = "exists (select 1 from applying where setting = 'questions')"
    # What a new collection is opened with is said once before its first story.
    untold = """not exists (select 1 from retentions where collection_id = new.collection_id)
        and not exists (select 1 from narratives where collection_id = new.collection_id)"""
    own_opening = """exists (select 1 from applying
        where setting = 'questions' or (setting = 'trial' and subject = new.collection_id))"""
    text = "json_array({row}.framework_id, {row}.version, {row}.language, {row}.key)"
    new_text = text.format(row="new")
    # In the framework's own language a stored text stands in the place of what was opened.
    own_words = """new.language = (
            select json_extract(definition, '$.language') from frameworks
            where id = new.framework_id and version = new.version)
        and exists (
            select 1 from collections where framework_id = new.framework_id and framework_version = new.version)"""
    chartered = "not exists (select 1 from charters)"
    return [
        ("covered_smallest_group_set", "insert on smallest_groups", "smallest-group", "''", "0"),
        ("covered_smallest_group", "update on smallest_groups", "smallest-group", "''", "0"),
        ("covered_smallest_group_gone", "delete on smallest_groups", "smallest-group", "''", "0"),
        (
            "covered_false_alarms",
            "update of alerts_a_year on collections",
            "false-alarms",
            "new.id",
            "new.alerts_a_year = old.alerts_a_year",
        ),
        (
            "covered_months_set",
            "insert on retentions",
            "months-kept",
            "new.collection_id",
            f"{own_opening} or {untold}",
        ),
        ("covered_months", "update of months on retentions", "months-kept", "new.collection_id", own_opening),
        (
            "covered_months_gone",
            "delete on retentions",
            "months-kept",
            "old.collection_id",
            "not exists (select 1 from collections where id = old.collection_id)",
        ),
        (
            "covered_public_page_gone",
            "delete on public_pages",
            "public-page",
            "old.collection_id",
            "not exists (select 1 from collections where id = old.collection_id)",
        ),
        ("covered_readers_set", "insert on story_readers", "readers", "new.collection_id", "0"),
        ("covered_readers", "update on story_readers", "readers", "new.collection_id", "0"),
        (
            "covered_readers_gone",
            "delete on story_readers",
            "readers",
            "old.collection_id",
            "not exists (select 1 from collections where id = old.collection_id)",
        ),
        ("covered_shared_with", "insert on shared_collections", "shared-with", "new.confederation", "0"),
        ("covered_telling", "insert on told_confederations", "shared-with", "new.confederation", "0"),
        ("covered_told_outside_set", "insert on told_outside", "told-outside", "''", "0"),
        ("covered_told_outside", "update on told_outside", "told-outside", "''", "0"),
        ("covered_told_outside_gone", "delete on told_outside", "told-outside", "''", "0"),
        ("covered_public_page_set", "insert on public_pages", "public-page", "new.collection_id", "new.is_on = 0"),
        (
            "covered_public_page",
            "update of is_on on public_pages",
            "public-page",
            "new.collection_id",
            "new.is_on = old.is_on",
        ),
        ("covered_opening", "update of state on drafts", "questions", "new.id", "new.state <> 'opened'"),
        ("covered_collections", "insert on collections", "questions", "'-'", opening),
        ("covered_wording", "insert on wording_changes", "wording", new_text, "0"),
        ("covered_texts", "update on framework_texts", "wording", new_text, f"new.text = old.text or {asked}"),
        ("covered_own_words", "insert on framework_texts", "wording", new_text, f"{asked} or not ({own_words})"),
        (
            "covered_own_words_gone",
            "delete on framework_texts",
            "wording",
            text.format(row="old"),
            f"not ({own_words.replace('new.', 'old.')})",
        ),
        ("covered_charter", "insert on charters", "charter", "''", chartered),
        ("covered_charter_kept", "update on charters", "charter", "'-'", "0"),
        ("covered_charter_stays", "delete on charters", "charter", "'-'", "0"),
        ("covered_list_added", "insert on covered_settings", "charter", "''", "(select count(*) from charters) < 2"),
        ("covered_list_shortened", "delete on covered_settings", "charter", "''", "0"),
    ]


def _guards() -> list[str]:
    return [_guard(*one[:4], unless=one[4]) for one in _all_guards()]
