import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.errors import FrozenError, NotFoundError
from narratives.promise import Kind
from store.collections import add_collection, get_collection
from store.promise_proposals import (
    accept,
    add_proposal,
    changed_on,
    decline,
    get_proposal,
    list_changes,
    list_proposals,
    promised_at_first,
)
from store.promises import KeptOutlook, get_outlook, get_replays, keep_outlook, keep_replays
from tests.analysis.conftest import keep
from tests.builders import TODAY, make_collection, make_narrative, open_plot
from tests.store.test_promises import FOUND, OUTLOOK

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def plot(db):
    """A collection with a story, so that its rules are frozen."""
    collection, framework = open_plot(db)
    keep(db, framework, [make_narrative()])
    return collection


def propose(db, old=1.0, new=0.5, at=AT):
    return add_proposal(db, "plot", old_a_year=old, new_a_year=new, because="So they said.", at=at)


def test_one_proposal_is_open_at_a_time(db, plot):
    assert propose(db) is not None
    assert propose(db, new=2.0) is None
    assert [one.new_a_year for one in list_proposals(db, "plot")] == [0.5]


def test_two_open_proposals_cannot_even_be_written(db, plot):
    propose(db)
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(
            "insert into promise_proposals (id, collection_id, old_a_year, new_a_year, because, made_at) "
            "values ('x', 'plot', 1.0, 2.0, '', '2026-03-02T12:00:00+00:00')"
        )


@pytest.mark.parametrize("decide", [accept, decline])
def test_nothing_is_proposed_within_90_days_of_a_decision(db, plot, decide):
    assert decide(db, propose(db), because="We talked.", actor="ade", at=AT + timedelta(days=10))
    assert propose(db, 0.5, 0.25, AT + timedelta(days=99)) is None
    assert propose(db, 0.5, 0.25, AT + timedelta(days=100)) is not None


def test_accepting_changes_the_promise_and_records_who_when_and_why(db, plot):
    proposal = propose(db)
    assert accept(db, proposal, because="Too much noise.", actor="ade", at=AT)
    assert get_collection(db, "plot").alerts_a_year == 0.5
    found = get_proposal(db, proposal)
    assert (found.decision, found.decided_by, found.decided_because) == ("accepted", "ade", "Too much noise.")
    assert found.decided_at == AT and changed_on(db, "plot") == TODAY
    assert list_changes(db, "plot") == [found] and promised_at_first(db, "plot") == 1.0


def test_accepting_forgets_what_was_measured_of_the_old_promise(db, plot):
    keep_replays(db, "plot", FOUND, previous=None)
    keep_outlook(db, "plot", KeptOutlook("engine", TODAY, OUTLOOK))
    accept(db, propose(db), because="Yes.", actor="ade", at=AT)
    assert all(get_replays(db, "plot", kind) is None for kind in Kind) and get_outlook(db, "plot") is None


def test_declining_changes_nothing_but_stands_in_the_record(db, plot):
    proposal = propose(db)
    assert decline(db, proposal, because="Rather noise than silence.", actor="ade", at=AT)
    assert get_collection(db, "plot").alerts_a_year == 1.0
    assert get_proposal(db, proposal).decision == "declined"
    assert changed_on(db, "plot") is None and promised_at_first(db, "plot") is None


def test_who_comes_second_changes_nothing(db, plot):
    proposal = propose(db)
    decline(db, proposal, because="No.", actor="ade", at=AT)
    assert not accept(db, proposal, because="Yes.", actor="bo", at=AT)
    assert get_collection(db, "plot").alerts_a_year == 1.0
    assert get_proposal(db, proposal).decided_by == "ade"


@pytest.mark.parametrize(
    "figure", [2.0, 0.25, 1.0 + 1e-9], ids=["another", "half of what was accepted", "hardly another"]
)
def test_the_promise_of_a_collection_with_stories_never_changes_silently(db, plot, figure):
    propose(db)  # an open proposal allows nothing yet
    with pytest.raises(sqlite3.IntegrityError, match="only by an accepted proposal"):
        db.execute("update collections set alerts_a_year = :figure where id = 'plot'", figure=figure)


def test_an_accepted_proposal_lets_its_own_change_through_once(db, plot):
    accept(db, propose(db), because="Yes.", actor="ade", at=AT)
    for figure in (1.0, 0.25):
        with pytest.raises(sqlite3.IntegrityError, match="only by an accepted proposal"):
            db.execute("update collections set alerts_a_year = :figure where id = 'plot'", figure=figure)


def test_an_older_decision_between_the_same_figures_allows_nothing(db, plot):
    later = AT
    for old, new in ((1.0, 0.5), (0.5, 1.0)):
        accept(db, propose(db, old, new, later), because="Yes.", actor="ade", at=later)
        later += timedelta(days=91)
    with pytest.raises(sqlite3.IntegrityError, match="only by an accepted proposal"):
        db.execute("update collections set alerts_a_year = 0.5 where id = 'plot'")


def test_before_the_first_story_the_promise_is_as_free_as_the_other_rules(db):
    open_plot(db)
    assert db.execute("update collections set alerts_a_year = 4.0 where id = 'plot'") == 1


def test_no_other_rule_of_a_collection_was_let_loose(db, plot):
    accept(db, propose(db), because="Yes.", actor="ade", at=AT)
    with pytest.raises(sqlite3.IntegrityError, match="never changes its rules"):
        db.execute("update collections set k = 20 where id = 'plot'")


def test_a_decision_is_never_rewritten(db, plot):
    proposal = propose(db)
    decline(db, proposal, because="No.", actor="ade", at=AT)
    with pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        db.execute("update promise_proposals set decision = 'accepted' where id = :id", id=proposal)


def test_a_proposal_of_a_promise_that_is_gone_cannot_be_accepted(db, plot):
    proposal = propose(db, old=3.0, new=1.5)
    with pytest.raises(FrozenError, match="decline the proposal instead"):
        accept(db, proposal, because="Yes.", actor="ade", at=AT)
    assert get_proposal(db, proposal).decision is None
    with pytest.raises(NotFoundError):
        get_proposal(db, "nowhere")


def test_opening_the_collection_again_as_it_was_opened_first_is_no_conflict(db, plot):
    accept(db, propose(db), because="Yes.", actor="ade", at=AT)
    assert not add_collection(db, make_collection())
    assert not add_collection(db, replace(make_collection(), alerts_a_year=0.5))
    assert get_collection(db, "plot").alerts_a_year == 0.5
    with pytest.raises(FrozenError):
        add_collection(db, replace(make_collection(), alerts_a_year=3.0))
