from datetime import UTC, datetime, timedelta

import pytest

from narratives.charter import Choice
from narratives.covered import Setting
from store.ballots import vote
from store.smallest_group import smallest_group
from tests.people import make_app, stores_of
from tests.store.deciding import ROLL, chartered, decided, proposed

LONG_AGO = datetime(2020, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def db(app):
    return stores_of(app).stories


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def test_without_a_charter_it_says_who_decides(app):
    assert run(app, "decisions", "list").output.startswith("There is no charter: administrators change everything.")


def test_the_list_says_what_is_open_what_passed_and_what_did_not(app, db):
    chartered(db)
    decided(db, Setting.SMALLEST_GROUP, "12")
    decided(db, Setting.SMALLEST_GROUP, "15", no=list(ROLL))
    proposed(db, Setting.TOLD_OUTSIDE, "no")
    listed = run(app, "decisions", "list").output
    assert "Charter 1, since 23 November 2026. Members decide about: what is asked, " in listed
    assert "Whether alerts leave these pages, it: yes -> no; open until 7 December 2026" in listed
    assert "at least 10 people -> at least 12 people; passed on 8 December 2026, in force" in listed
    assert "at least 12 people -> at least 15 people; failed on 8 December 2026" in listed


def test_closing_puts_in_force_what_is_due_and_nothing_twice(app, db):
    chartered(db)
    proposal = proposed(db, Setting.SMALLEST_GROUP, "12", at=LONG_AGO)
    for account in ROLL:
        vote(db, proposal.id, account, Choice.YES, at=LONG_AGO + timedelta(days=1))
    assert "passed on" in run(app, "decisions", "close").output
    assert smallest_group(db) == 12
    assert run(app, "decisions", "close").output == "No vote is due.\n"
