import pytest

from store import passwords, sessions
from store.accounts import (
    ABSOLUTE_SECONDS,
    IDLE_SECONDS,
    Role,
    add_account,
    close_account,
    delay_before,
    get_session,
    set_password,
    sign_in,
    sign_out,
)
from store.organisations import set_two_step
from store.password_links import find_password_link, make_password_link
from store.passwords import hash_password, is_password
from store.schema import open_accounts
from store.staff import id_of

NOON = 1_772_452_800.0
PASSWORD = "a bean for every day"


@pytest.fixture
def db(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_N", 16)
    database = open_accounts(tmp_path / "accounts.db")
    set_two_step(database, "north", "offered")
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
    close_account(db, id_of(db, "north", "ada"))
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


def test_a_password_that_was_changed_while_it_was_checked_opens_nothing(db, monkeypatch):
    account = get_session(db, sign_in(db, "ada", PASSWORD, now=NOON), now=NOON).account
    check = sessions.is_password

    def slow(password, stored):
        fits = check(password, stored)
        set_password(db, account.id, "another bean for today")
        return fits

    monkeypatch.setattr(sessions, "is_password", slow)
    assert sign_in(db, "ada", PASSWORD, now=NOON) is None


def test_a_new_password_makes_a_link_for_one_worthless(db):
    account = get_session(db, sign_in(db, "ada", PASSWORD, now=NOON), now=NOON).account
    link = make_password_link(db, account.id, now=NOON)
    set_password(db, account.id, "another bean for today")
    assert find_password_link(db, link, organisation=account.organisation, now=NOON) is None
