"""What a wrong clock has dated holds nobody up, and opens nothing, once the clock is right."""

from datetime import UTC, datetime, timedelta

import pytest

from narratives.roles import Role
from store.account_invitations import list_invitations
from store.back_off import delay_before, note_failure
from store.password_links import find_password_link, make_password_link
from store.schema import open_accounts, open_stories
from store.sessions import Stage, begin_session, get_session, list_sessions, sign_in
from store.worker import take_lease
from tests.people import PASSWORD, add_staff

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp()
WRONG = NOW + 12 * 365 * 86_400


@pytest.fixture
def accounts(tmp_path):
    db = open_accounts(tmp_path / "accounts.db")
    add_staff(db, "ada", name="Ada", role=Role.MANAGER)
    yield db
    db.close()


def account_id(accounts) -> str:
    return accounts.one("select id from accounts")["id"]


def test_a_session_of_the_future_opens_nothing(accounts):
    token = sign_in(accounts, "ada", PASSWORD, now=WRONG)
    assert get_session(accounts, token, now=WRONG + 60) is not None
    assert get_session(accounts, token, now=NOW) is None
    assert list_sessions(accounts, account_id(accounts), this=token, now=NOW) == ()


def test_clocks_that_differ_by_seconds_sign_nobody_out(accounts):
    token = sign_in(accounts, "ada", PASSWORD, now=NOW)
    assert get_session(accounts, token, now=NOW - 30) is not None


def test_signing_in_clears_away_the_sessions_of_the_future(accounts):
    for now in (WRONG, NOW):
        begin_session(accounts, account_id(accounts), Stage.IN, now=now)
    assert accounts.tuples("select began from sessions") == [(NOW,)]


def test_wrong_passwords_of_the_future_cost_a_minute_at_most(accounts):
    for _ in range(12):
        note_failure(accounts, "ada", now=WRONG)
    assert 0 < delay_before(accounts, "ada", now=NOW) <= 60


def test_a_link_of_the_future_opens_nothing(accounts):
    token = make_password_link(accounts, account_id(accounts), now=WRONG)
    assert find_password_link(accounts, token, organisation="north", now=WRONG) is not None
    assert find_password_link(accounts, token, organisation="north", now=NOW) is None
    assert list_invitations(accounts, "north", now=NOW) == ()


def test_a_lease_of_the_future_is_taken_over_and_one_of_now_is_not(tmp_path):
    db = open_stories(tmp_path / "stories.db")
    assert take_lease(db, "embedding", "gone", now=WRONG, seconds=30)
    assert take_lease(db, "embedding", "here", now=NOW, seconds=30)
    assert not take_lease(db, "embedding", "other", now=NOW + timedelta(seconds=20).total_seconds(), seconds=30)
    db.close()
