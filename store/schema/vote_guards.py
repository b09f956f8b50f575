"""Triggers by which the database counts a vote itself: whoever writes another result than its own is refused."""

from __future__ import annotations

# Every constituency with a weight, and its votes, by proposal.
_VOTES = """
    create view constituency_votes as
    select p.id as proposal_id, w.key as constituency, w.value as weight,
        json_extract(c.document, '$.quorum.' || w.key) as quorum, json_extract(c.document, '$.majority') as majority,
        (select count(*) from electorate as e where e.proposal_id = p.id and e.constituency = w.key) as roll,
        (select count(*) from ballots as b where b.proposal_id = p.id and b.constituency = w.key) as cast_votes,
        (select count(*) from ballots as b
            where b.proposal_id = p.id and b.constituency = w.key and b.choice = 'yes') as yes,
        (select count(*) from ballots as b
            where b.proposal_id = p.id and b.constituency = w.key and b.choice = 'no') as no
    from proposals as p join charters as c on c.revision = p.charter, json_each(c.document, '$.weights') as w
    where w.value > 0;
"""

# As narratives.charter.outcome_of counts, in whole numbers, so that a tie is a tie: every share is brought to the one
# denominator of them all. `others` is what the other constituencies, two at most, bring to it.
_WON = """
    create view votes_won as
    select proposal_id from (
        select v.*, (
            select coalesce(min(o.yes + o.no), 1) * iif(count(*) = 2, max(o.yes + o.no), 1) from constituency_votes as o
            where o.proposal_id = v.proposal_id and o.constituency <> v.constituency and o.yes + o.no > 0
        ) as others
        from constituency_votes as v
    )
    group by proposal_id
    having min(roll > 0 and 100 * cast_votes >= quorum * roll) = 1
        and sum(weight * (100 * yes - majority * (yes + no)) * others) > 0;
"""

_PASSING = """
    create trigger passing_takes_the_votes before update of state on proposals
    when new.state = 'passed' and new.id not in (select proposal_id from votes_won)
    begin
        select raise(abort, 'it did not get the votes to pass');
    end;
    create trigger what_is_won_does_not_fail before update of state on proposals
    when new.state = 'failed' and new.id in (select proposal_id from votes_won)
    begin
        select raise(abort, 'it got the votes to pass');
    end;
    create trigger votes_run_their_time before update of state on proposals
    when new.state in ('passed', 'failed') and coalesce(new.closed_at, '') < new.closes_at
    begin
        select raise(abort, 'a vote is closed when its time is over, and not before');
    end;
    create trigger proposals_begin_open before insert on proposals
    when new.state <> 'open' or new.closed_at is not null or new.applied_at is not null or new.tallies <> '[]'
        or new.closes_at <= new.made_at
        or new.charter <> (select max(revision) from charters)
    begin
        select raise(abort, 'a proposal begins open, under the charter in force');
    end;
    create trigger counts_stand before update of closed_at, tallies on proposals when old.state <> 'open'
    begin
        select raise(abort, 'what was counted stays as it was counted');
    end;
    create trigger applied_once before update of applied_at on proposals
    when old.applied_at is not null or old.state <> 'passed'
    begin
        select raise(abort, 'a decision is put in force once, when it passed');
    end;
"""

_VOTERS = """
    create trigger electorate_is_the_roll before insert on electorate
    when new.has_voted <> 0
        or exists (select 1 from ballots where proposal_id = new.proposal_id)
        or not exists (select 1 from roll where account_id = new.account_id and constituency = new.constituency)
    begin
        select raise(abort, 'who can vote was settled when the proposal was made');
    end;
    create trigger electorate_stays_while_open before delete on electorate
    when (select state from proposals where id = old.proposal_id) = 'open'
    begin
        select raise(abort, 'who can vote was settled when the proposal was made');
    end;
"""

VOTE_GUARDS = (_VOTES, _WON, _PASSING, _VOTERS)
