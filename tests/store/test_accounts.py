import pytest

from store.accounts import (
    ABSOLUTE_SECONDS,
    IDLE_SECONDS,
    Role,
    add_account,
    delay_before,
    disable_account,
    get_session,
    hash_password,
    is_password,
    sign_in,
    sign_out,
)
from store.schema import open_accounts

NOON = 1_772_452_800.0
PASSWORD = "a bean for every day"


@pytest.fixture
def db(tmp_path):
    database = open_accounts(tmp_path / "accounts.db")
    add_account(database, username="Ada", name="Ada", password=PASSWORD, role=Role.MANAGER, organisation="north")
    yield database
    database.close()


def test_a_session_knows_its_account(db):
    session = get_session(db, sign_in(db, "ada", PASSWORD, now=NOON), now=NOON)
    assert (session.account.name, session.account.role, session.account.organisation) == ("Ada", Role.MANAGER, "north")


def test_a_wrong_password_opens_nothing(db):
    assert sign_in(db, "ada", "wrong", now=NOON) is None
    assert sign_in(db, "nobody", PASSWORD, now=NOON) is None


def test_a_session_ends_when_it_is_idle_and_when_the_day_is_over(db):
    token = sign_in(db, "ada", PASSWORD, now=NOON)
    assert get_session(db, token, now=NOON + IDLE_SECONDS + 1) is None
    now = NOON
    while now < NOON + ABSOLUTE_SECONDS - 1000:
        now += 1000
        assert get_session(db, token, now=now) is not None
    assert get_session(db, token, now=NOON + ABSOLUTE_SECONDS + 1) is None


def test_a_page_that_polls_does_not_keep_a_session_alive(db):
    token = sign_in(db, "ada", PASSWORD, now=NOON)
    assert get_session(db, token, now=NOON + IDLE_SECONDS - 1, renew=False) is not None
    assert get_session(db, token, now=NOON + IDLE_SECONDS + 1) is None


def test_signing_out_and_disabling_end_a_session_on_the_server(db):
    first, second = (sign_in(db, "ada", PASSWORD, now=NOON) for _ in range(2))
    assert first != second
    sign_out(db, first)
    assert get_session(db, first, now=NOON) is None
    assert get_session(db, second, now=NOON) is not None
    assert disable_account(db, "ada")
    assert get_session(db, second, now=NOON) is None
    assert sign_in(db, "ada", PASSWORD, now=NOON) is None


def test_wrong_passwords_cost_time_and_never_lock_anybody_out(db):
    for _ in range(9):
        sign_in(db, "ada", "wrong", now=NOON)
    assert delay_before(db, "ada", now=NOON) >= 30
    assert delay_before(db, "ada", now=NOON + 61) == 0
    assert sign_in(db, "ada", PASSWORD, now=NOON + 61)
    assert delay_before(db, "ada", now=NOON + 61) == 0


def test_a_password_is_kept_only_as_a_salted_hash(db):
    stored = hash_password(PASSWORD)
    assert stored != hash_password(PASSWORD)
    assert is_password(PASSWORD, stored)
    assert not is_password(PASSWORD + "!", stored)
    assert PASSWORD not in stored
