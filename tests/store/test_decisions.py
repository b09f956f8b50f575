"""Proposals and votes: one secret ballot each, closed at the deadline, put in force once and whole."""

import sqlite3
from datetime import timedelta

import pytest

from narratives.charter import Charter, Choice, Constituency
from narratives.covered import Setting
from narratives.errors import FrozenError, SubmissionError
from narratives.proposal import ProposalState
from store import decisions
from store.ballots import count_electorate, has_voted, may_vote, vote
from store.charters import begin_charter, current_charter, get_charter
from store.collections import add_collection, get_collection
from store.decisions import close_due, propose, withdraw
from store.frameworks import add_framework
from store.promise_proposals import list_changes
from store.proposals import add_remark, get_proposal, list_decisions, list_proposals, list_remarks
from store.release_shares import list_shared_collections, set_shared_collections
from store.rolls import count_roll, list_roll, list_roll_changes, put_on_roll, take_off_roll
from store.smallest_group import smallest_group
from tests.builders import make_collection, make_framework
from tests.store.deciding import LATER, NOW, ROLL, chartered, decided, proposed, voted


def test_there_is_no_vote_before_there_is_a_charter(db):
    with pytest.raises(FrozenError) as refused:
        proposed(db, Setting.SMALLEST_GROUP, "12")
    assert str(refused.value) == "Members do not decide about this: it is changed where it is shown."


def test_a_charter_needs_somebody_on_the_roll_of_each_constituency_with_a_weight(db):
    put_on_roll(db, "e0", Constituency.EMPLOYEES, on=NOW.date())
    with pytest.raises(FrozenError, match="Nobody is on the roll of users and authority"):
        begin_charter(db, Charter(), actor="ade", at=NOW)
    assert current_charter(db) is None


def test_a_second_charter_is_never_begun(db):
    chartered(db)
    with pytest.raises(FrozenError, match="There is a charter already"):
        begin_charter(db, Charter(days=1), actor="ade", at=NOW)


def test_the_roll_counts_who_came_and_went_and_never_who(db):
    chartered(db)
    put_on_roll(db, "e0", Constituency.USERS, on=NOW.date())
    assert take_off_roll(db, "a0", on=LATER.date())
    assert not take_off_roll(db, "nobody", on=LATER.date())
    assert count_roll(db) == {Constituency.EMPLOYEES: 11, Constituency.USERS: 13, Constituency.AUTHORITY: 0}
    assert "a0" not in list_roll(db)
    assert [(one.constituency.value, one.came, one.went) for one in list_roll_changes(db)] == [
        ("authority", 0, 1),
        ("authority", 1, 0),
        ("employees", 12, 1),
        ("users", 13, 0),
    ]


def test_what_passed_is_in_force_once_its_time_is_over_and_not_before(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    voted(db, proposal)
    assert close_due(db, LATER - timedelta(days=2)) == []
    assert smallest_group(db) == 10
    assert [one.id for one in close_due(db, LATER)] == [proposal.id]
    assert smallest_group(db) == 14
    kept = get_proposal(db, proposal.id)
    assert (kept.state, kept.applied_at, kept.problem) == (ProposalState.PASSED, LATER, "")


def test_closing_again_changes_nothing(db):
    chartered(db)
    done = decided(db, Setting.SMALLEST_GROUP, "14")
    assert close_due(db, LATER + timedelta(days=1)) == []
    assert get_proposal(db, done.id) == done


def test_what_did_not_pass_changes_nothing(db):
    chartered(db)
    done = decided(db, Setting.SMALLEST_GROUP, "14", no=[one for one in ROLL if one[0] in "ua"])
    assert (done.state, done.applied_at, smallest_group(db)) == (ProposalState.FAILED, None, 10)


def test_too_few_votes_in_one_constituency_change_nothing(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    for account in ("a0", *(one for one in ROLL if one[0] == "e"), "u0", "u1", "u2"):
        vote(db, proposal.id, account, Choice.YES, at=NOW)
    close_due(db, LATER)
    assert get_proposal(db, proposal.id).state is ProposalState.FAILED


def test_one_person_has_one_ballot(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    assert may_vote(db, proposal, "e1")
    vote(db, proposal.id, "e1", Choice.YES, at=NOW)
    assert has_voted(db, proposal, "e1") and not may_vote(db, proposal, "e1")
    with pytest.raises(FrozenError, match="You have voted on this. A ballot cannot be changed"):
        vote(db, proposal.id, "e1", Choice.NO, at=NOW)
    assert count_electorate(db, proposal.id).voted == 1


def test_whoever_came_after_the_proposal_votes_from_the_next_one_on(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    for number in range(50):
        put_on_roll(db, f"new{number}", Constituency.EMPLOYEES, on=NOW.date())
    with pytest.raises(FrozenError, match="You were not on the roll when this was proposed"):
        vote(db, proposal.id, "new0", Choice.YES, at=NOW)
    assert count_electorate(db, proposal.id).people == len(ROLL)


def test_a_closed_vote_takes_no_ballot_even_before_it_is_counted(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    with pytest.raises(FrozenError, match="This vote is closed. Your ballot was not counted"):
        vote(db, proposal.id, "e1", Choice.YES, at=proposal.closes_at)


def test_who_voted_and_what_was_voted_share_nothing_and_who_voted_goes_at_the_end(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    voted(db, proposal, no=["u3"])
    ballots = db.rows("select * from ballots order by id")
    assert {name for row in ballots for name in row} == {"id", "proposal_id", "constituency", "choice"}
    assert not {str(value) for row in ballots for value in row.values()} & ROLL.keys()
    in_order = [row["constituency"] for row in ballots]
    assert in_order != sorted(in_order)  # by chance, and not as they voted
    close_due(db, LATER)
    assert db.rows("select * from electorate") == []


def test_a_ballot_is_never_changed_taken_out_or_added_without_a_voter(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    vote(db, proposal.id, "e1", Choice.NO, at=NOW)
    stuffed = "insert into ballots values ('x', :id, 'employees', 'yes')"
    for sql in ("update ballots set choice = 'yes'", "delete from ballots"):
        with pytest.raises(sqlite3.IntegrityError, match="a ballot that was cast"):
            db.execute(sql)
    with pytest.raises(sqlite3.IntegrityError, match="somebody who gave theirs up for it"):
        db.execute(stuffed, id=proposal.id)
    with pytest.raises(sqlite3.IntegrityError, match="one person, one ballot"):
        db.execute("update electorate set has_voted = 1 where account_id = 'e1'")


def test_what_is_voted_on_never_changes_and_stays_decided(db):
    chartered(db)
    done = decided(db, Setting.SMALLEST_GROUP, "14")
    for sql, message in (
        ("update proposals set after = '10'", "what is voted on never changes"),
        ("update proposals set state = 'open'", "what was decided stays decided"),
        ("delete from proposals", "proposals stay in the log"),
    ):
        with pytest.raises(sqlite3.IntegrityError, match=message):
            db.execute(sql)
    assert get_proposal(db, done.id) == done


@pytest.mark.parametrize(
    ("after", "because", "field"), [("10", "Why not", "after"), ("12", " ", "because"), ("12", "x" * 2001, "because")]
)
def test_a_proposal_changes_something_and_says_why(db, after, because, field):
    chartered(db)
    with pytest.raises(SubmissionError) as refused:
        propose(
            db, Setting.SMALLEST_GROUP, "", title="it", before="10", after=after, because=because, actor="mo", at=NOW
        )
    assert [error.field for error in refused.value.errors] == [field]


def test_one_change_of_a_setting_is_voted_on_at_a_time(db):
    chartered(db)
    proposed(db, Setting.SMALLEST_GROUP, "12")
    with pytest.raises(FrozenError, match="A change of this is being voted on already"):
        proposed(db, Setting.SMALLEST_GROUP, "14")


def test_only_whoever_proposed_takes_it_back_and_only_while_it_is_open(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "12")
    assert not withdraw(db, proposal.id, actor="ade", at=NOW)
    assert withdraw(db, proposal.id, actor="mo", at=NOW)
    assert not withdraw(db, proposal.id, actor="mo", at=NOW)
    assert list_decisions(db) == []
    assert [one.state for one in list_proposals(db)] == [ProposalState.WITHDRAWN]
    proposed(db, Setting.SMALLEST_GROUP, "12")  # and it can be proposed again


def test_what_changed_since_it_was_proposed_is_not_put_in_force_and_says_why(db):
    add_framework(db, make_framework())
    for name in ("plot", "shed"):
        add_collection(db, make_collection(id=name))
    set_shared_collections(db, "north", ["plot"])
    chartered(db)
    proposal = proposed(db, Setting.SHARED_WITH, '["plot", "shed"]', "north")
    voted(db, proposal)
    set_shared_collections(db, "north", [])  # taking figures back is always free
    close_due(db, LATER)
    kept = get_proposal(db, proposal.id)
    assert (kept.state, kept.applied_at) == (ProposalState.PASSED, None)
    assert kept.problem.startswith("What was to be changed is not as it was when this was proposed.")
    assert list_shared_collections(db, "north") == []
    assert close_due(db, LATER + timedelta(days=1)) == []


def test_a_decision_that_a_kill_kept_from_being_applied_is_applied_next_time(db, monkeypatch):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    voted(db, proposal)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(decisions, "put_in_force", killed)
        with pytest.raises(KeyboardInterrupt):
            close_due(db, LATER)
    assert (get_proposal(db, proposal.id).state, smallest_group(db)) == (ProposalState.PASSED, 10)
    close_due(db, LATER)
    assert smallest_group(db) == 14


def test_a_charter_is_changed_by_a_vote_and_votes_that_are_open_keep_theirs(db):
    chartered(db, Charter(days=14))
    other = proposed(db, Setting.SMALLEST_GROUP, "14")
    changed = Charter(days=3, majority=60, covered=frozenset({Setting.SMALLEST_GROUP}))
    done = decided(db, Setting.CHARTER, changed.to_json())
    assert done.applied_at == LATER
    assert [get_charter(db, revision).by_proposal for revision in (2, 1)] == [done.id, None]
    assert current_charter(db).charter.covered == {Setting.SMALLEST_GROUP, Setting.CHARTER}
    assert get_proposal(db, other.id).charter == 1


def test_false_alarms_are_changed_by_a_vote_and_kept_among_the_changes(db):
    add_framework(db, make_framework())
    add_collection(db, make_collection())
    chartered(db)
    assert decided(db, Setting.FALSE_ALARMS, "4", make_collection().id).applied_at == LATER
    assert get_collection(db, make_collection().id).alerts_a_year == 4
    assert [(one.new_a_year, one.decided_by) for one in list_changes(db, make_collection().id)] == [(4, "members")]


def test_remarks_are_kept_in_order_while_a_vote_is_open(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    add_remark(db, proposal.id, "Why 14?", actor="ada", at=NOW)
    add_remark(db, proposal.id, "Two shifts.", actor="mo", at=NOW + timedelta(seconds=1))
    assert [(one.remark, one.actor) for one in list_remarks(db, proposal.id)] == [
        ("Why 14?", "ada"),
        ("Two shifts.", "mo"),
    ]
    close_due(db, LATER)
    with pytest.raises(FrozenError, match="This vote is closed"):
        add_remark(db, proposal.id, "Too late", actor="mo", at=LATER)
