"""An administrator with every page, every command and a connection to the store tries to decide for the members."""

import sqlite3

import pytest

from narratives.charter import Charter, Choice, Constituency
from narratives.covered import Setting
from store.ballots import vote
from store.charters import current_charter
from store.proposals import get_proposal
from store.public_pages import get_public_page
from store.retention_rules import change_months, months_kept
from store.rolls import put_on_roll
from store.routes import list_standings
from store.smallest_group import smallest_group
from tests.builders import make_collection, open_plot
from tests.people import Person, make_app, stores_of
from tests.store.deciding import LATER, NOW, ROLL, chartered, decided, proposed, voted

PLOT = make_collection()
LATE = LATER.isoformat(timespec="seconds")


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    chartered(stores_of(app).stories)
    return app


@pytest.fixture
def db(app):
    return stores_of(app).stories


@pytest.fixture
def proposal(db):
    return proposed(db, Setting.SMALLEST_GROUP, "14")


def refused(db, message, *statements, **parameters):
    with pytest.raises(sqlite3.IntegrityError, match=message), db.write():
        for statement in statements:
            db.execute(statement, **parameters)


def passing(db, proposal_id):
    refused(
        db,
        "it did not get the votes to pass",
        "update proposals set state = 'passed', closed_at = :at where id = :id",
        id=proposal_id,
        at=LATE,
    )


def test_no_page_for_administrators_changes_how_long_stories_are_kept(app, db):
    change_months(db, PLOT, 24, by="ade", at=LATE)  # what it is opened with is nobody's to vote on
    page = Person(app, "ade").post("/keeping/plot", {"months": "3", "sure": "yes"})
    assert page.status_code == 409
    assert "Members decide about this" in page.text
    assert months_kept(db, "plot") == 24


def test_no_page_for_administrators_puts_a_page_before_everybody(app, db):
    page = Person(app, "ade").post("/publishing/plot/switch", {"is_on": "1"})
    assert page.status_code == 409
    assert "Members decide about this" in page.text
    assert not get_public_page(db, "plot").is_on


@pytest.mark.parametrize(
    "command",
    [["organisations", "change", "north", "--k", "20"], ["collections", "open", "other", "garden", "--title", "Other"]],
    ids=lambda one: one[0],
)
def test_no_command_changes_what_is_covered(app, db, command):
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 1
    assert "Error: Members decide about this" in done.output
    assert smallest_group(db) == 10
    assert db.one("select 1 from collections where id = 'other'") is None


def test_a_proposal_is_not_passed_without_votes(db, proposal):
    passing(db, proposal.id)


def test_a_proposal_is_not_passed_without_the_quorum_of_every_constituency(db, proposal):
    for account in ROLL:
        if account[0] != "a":
            vote(db, proposal.id, account, Choice.YES, at=NOW)
    passing(db, proposal.id)


def test_a_proposal_is_not_passed_against_the_majority_by_weight(db, proposal):
    voted(db, proposal, no=[one for one in ROLL if one[0] in "ua"])  # 12 say yes, 13 no
    passing(db, proposal.id)


def test_a_vote_that_is_won_is_not_closed_before_its_time(db, proposal):
    voted(db, proposal)
    refused(
        db,
        "a vote is closed when its time is over",
        "update proposals set state = 'passed', closed_at = :at where id = :id",
        id=proposal.id,
        at=NOW.isoformat(timespec="seconds"),
    )


def test_a_proposal_cannot_begin_as_passed_or_under_another_charter(db, proposal):
    columns = "id, setting, subject, subject_title, before, after, because, charter, made_by, made_at, closes_at, state"
    copied = f"insert into proposals ({columns}) select 'sly', 'readers', '', '', '', '', '', {{}} from proposals"
    message = "a proposal begins open, under the charter in force"
    refused(db, message, copied.format("charter, 'x', made_at, closes_at, 'passed'"))
    refused(db, message, copied.format("charter - 1, 'x', made_at, closes_at, 'open'"))
    refused(db, message, copied.format("charter, 'x', closes_at, made_at, 'open'"))


def test_nobody_is_added_to_a_vote_or_taken_out_of_it(db, proposal):
    message = "who can vote was settled when the proposal was made"
    refused(db, message, "insert into electorate values (:id, 'nobody', 'employees', 0)", id=proposal.id)
    refused(db, message, "delete from electorate where proposal_id = :id and account_id = 'u1'", id=proposal.id)
    vote(db, proposal.id, "e1", Choice.NO, at=NOW)
    put_on_roll(db, "e99", Constituency.EMPLOYEES, on=NOW.date())
    refused(db, message, "insert into electorate values (:id, 'e99', 'employees', 0)", id=proposal.id)


def test_permission_to_apply_a_decision_does_not_outlive_its_transaction(db):
    """A charter that passed but waits to be put in force: its row of `applying` cannot be left behind for later."""
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    voted(db, proposal)
    with db.write():
        db.execute("update proposals set state = 'passed', closed_at = :at where id = :id", at=LATE, id=proposal.id)
    refused(db, "FOREIGN KEY", "insert into applying values ('smallest-group', '', '14', :id)", id=proposal.id)
    refused(db, "FOREIGN KEY", "insert into applying values ('trial', 'sly', '', '')")
    assert db.rows("select * from applying") == []


def test_what_was_counted_and_applied_stays_so(db):
    done = decided(db, Setting.SMALLEST_GROUP, "14")
    refused(db, "what was counted stays", "update proposals set tallies = '[]'")
    refused(db, "put in force once", "update proposals set applied_at = null")
    assert get_proposal(db, done.id) == done


def test_the_words_of_open_questions_do_not_change_by_what_is_stored_in_their_own_language(db):
    refused(
        db,
        "members decide about this",
        "insert into framework_texts select id, version, 'en', 'title', 'Other' from frameworks",
    )


def test_a_charter_is_not_replaced_by_one_that_covers_less(db):
    refused(
        db,
        "members decide about this",
        "insert into charters select 2, document, null, 'ade', made_at from charters",
        "delete from covered_settings",
    )
    assert current_charter(db).charter.covered == Charter().covered


def test_where_alerts_stay_inside_an_administrator_adds_no_address(app, db):
    decided(db, Setting.TOLD_OUTSIDE, "no")
    page = Person(app, "ade").post(
        "/routes/add/feed", {"pace": "daily", "signals": "temperature", "collection": "plot"}
    )
    assert page.status_code == 409
    assert "Members decide about this" in page.text
    assert list_standings(db) == []
