"""The database counts a vote by itself, and comes to what narratives.charter.outcome_of comes to."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narratives.charter import Charter, Choice, Constituency, Tally, outcome_of
from narratives.covered import Setting
from store.schema.vote_guards import VOTE_GUARDS
from tests.store.deciding import LATER, chartered, proposed, voted

PLAIN_TABLES = """
    create table charters (revision integer primary key, document text);
    create table roll (account_id text, constituency text);
    create table electorate (proposal_id text, account_id text, constituency text, has_voted integer);
    create table ballots (proposal_id text, constituency text, choice text);
    create table proposals (id text, charter integer, state text, tallies text, made_at text, closes_at text,
        closed_at text, applied_at text);
"""
UNGUARDED = "drop trigger electorate_is_the_roll; drop trigger proposals_begin_open;"
CHARTERS = st.builds(
    Charter,
    weights=st.fixed_dictionaries({one: st.sampled_from([0, 1, 1, 2, 3, 100]) for one in Constituency}).filter(
        lambda weights: sum(map(bool, weights.values())) > 1
    ),
    quorum=st.fixed_dictionaries({one: st.sampled_from([1, 25, 30, 50, 100]) for one in Constituency}),
    majority=st.sampled_from([50, 60, 66, 75, 90]),
)
# Small and like each other, so that ties and quorums that are just reached come up.
VOTES = st.fixed_dictionaries(
    {one: st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 2), st.integers(0, 8)) for one in Constituency}
)


@pytest.fixture(scope="module")
def counting():
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.executescript(PLAIN_TABLES + "".join(VOTE_GUARDS) + UNGUARDED)
    return db


def held(db, charter, votes):
    """A vote with these ballots, and its tallies; `votes` are yes, no, abstained and silent of each constituency."""
    for table in ("charters", "proposals", "electorate", "ballots"):
        db.execute(f"delete from {table}")
    db.execute("insert into charters values (1, ?)", [charter.to_json()])
    db.execute("insert into proposals values ('p', 1, 'open', '[]', '1', '2', null, null)")
    for constituency in charter.voting:
        yes, no, abstained, silent = votes[constituency]
        said = [Choice.YES] * yes + [Choice.NO] * no + [Choice.ABSTAIN] * abstained
        people = range(len(said) + silent)
        db.executemany("insert into electorate values ('p', ?, ?, 0)", [(one, constituency) for one in people])
        db.executemany("insert into ballots values ('p', ?, ?)", [(constituency, one) for one in said])
        if people:
            yield Tally(constituency, len(people), len(said), yes, no)


def takes(db, state):
    """Whether the database lets this result be written."""
    db.execute("begin")
    try:
        db.execute("update proposals set state = ?, closed_at = '3'", [state])
    except sqlite3.IntegrityError:
        return False
    finally:
        db.execute("rollback")
    return True


def agrees(db, charter, votes):
    passed = outcome_of(charter, held(db, charter, votes)).passed
    assert (takes(db, "passed"), takes(db, "failed")) == (passed, not passed)
    return passed


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHARTERS, VOTES)
def test_the_database_and_the_charter_count_alike(counting, charter, votes):
    agrees(counting, charter, votes)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHARTERS, st.integers(1, 9), st.integers(1, 9))
def test_an_exact_tie_fails_in_both(counting, charter, one, other):
    """Every constituency says yes by just the majority: the shares are no whole numbers, and their mean is it."""
    yes, no = charter.majority, 100 - charter.majority
    votes = dict(
        zip(Constituency, ((yes, no, 0, 0), (yes * one, no * one, 0, 0), (yes * other, no * other, 0, 0)), strict=True)
    )
    assert not agrees(counting, charter, votes)
    employees = (yes + 1, no - 1, 0, 0)
    weighs = bool(charter.weights[Constituency.EMPLOYEES])
    assert agrees(counting, charter, {**votes, Constituency.EMPLOYEES: employees}) is weighs


def test_a_third_each_split_down_the_middle_fails(counting):
    votes = {
        Constituency.EMPLOYEES: (2, 1, 0, 0),
        Constituency.USERS: (1, 2, 0, 0),
        Constituency.AUTHORITY: (5, 5, 0, 0),
    }
    assert not agrees(counting, Charter(), votes)


def test_nobody_writes_that_a_vote_that_was_won_failed(db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    voted(db, proposal)
    with pytest.raises(sqlite3.IntegrityError, match="it got the votes to pass"), db.write():
        db.execute("update proposals set state = 'failed', closed_at = :at", at=LATER.isoformat(timespec="seconds"))
