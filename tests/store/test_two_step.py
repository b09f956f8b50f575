from pathlib import Path

import pytest

from store.accounts import Role, add_account
from store.schema import open_accounts
from store.staff import id_of
from store.two_step import (
    AlreadyOnError,
    _step_of,
    address_of,
    count_recovery_codes,
    is_code,
    is_on,
    key_to_set_up,
    renew_recovery_codes,
    set_up,
    turn_off,
)

NOON = 1_772_452_800.0
SECRET = b"a secret that is long enough for this test"
KEY = b"12345678901234567890"
# The last six digits of the eight in RFC 6238, appendix B, for SHA-1.
PUBLISHED = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924")]
PUBLISHED += [(2000000000, "279037"), (20000000000, "353130")]


@pytest.fixture
def db(tmp_path):
    database = open_accounts(tmp_path / "accounts.db")
    add_account(database, username="ada", name="Ada", password="x" * 15, role=Role.MANAGER, organisation="north")
    yield database
    database.close()


@pytest.fixture
def ada(db):
    return id_of(db, "north", "ada")


def turned_on(db, ada, now=59):
    return set_up(db, ada, KEY, "287082", secret=SECRET, now=now)


@pytest.mark.parametrize(("now", "code"), PUBLISHED)
def test_codes_are_those_of_the_standard(now, code):
    assert _step_of(KEY, code, now) == now // 30


def test_a_clock_may_be_one_step_out_and_no_more(db, ada):
    assert _step_of(KEY, "287082", 59 + 30) == 1
    assert _step_of(KEY, "287082", 59 - 30) == 1
    assert _step_of(KEY, "287082", 59 + 60) is None


def test_a_wrong_first_code_turns_nothing_on(db, ada):
    assert set_up(db, ada, KEY, "287083", secret=SECRET, now=59) == ()
    assert not is_on(db, ada)


def test_the_code_of_setting_up_signs_nobody_in(db, ada):
    turned_on(db, ada)
    assert not is_code(db, ada, "287082", secret=SECRET, now=59)


def test_the_key_lies_sealed_in_the_store_and_recovery_codes_as_hashes(db, ada):
    codes = turned_on(db, ada)
    assert len(set(codes)) == 10
    db.execute("pragma wal_checkpoint(truncate)")
    held = b"".join(path.read_bytes() for path in Path(db.path).parent.iterdir())
    assert KEY not in held
    for code in codes:
        assert code.encode() not in held
        assert code.replace("-", "").encode() not in held


def test_a_key_sealed_for_one_account_opens_for_no_other(db, ada):
    turned_on(db, ada)
    add_account(db, username="mo", name="Mo", password="x" * 15, role=Role.MEMBER, organisation="north")
    mo = id_of(db, "north", "mo")
    db.execute(
        "insert into second_steps select :mo, sealed, 0 from second_steps where account_id = :ada", mo=mo, ada=ada
    )
    assert not is_code(db, mo, "081804", secret=SECRET, now=1111111109)
    assert is_code(db, ada, "081804", secret=SECRET, now=1111111109)


def test_with_another_secret_nothing_opens_and_the_log_says_why(db, ada, caplog):
    turned_on(db, ada)
    assert not is_code(db, ada, "081804", secret=b"another secret that is long enough too", now=1111111109)
    assert "MURMURATION_SECRET" in caplog.text


def test_recovery_codes_are_used_up_one_by_one_and_renewed_together(db, ada):
    old = turned_on(db, ada)
    assert is_code(db, ada, old[0], secret=SECRET, now=NOON)
    assert not is_code(db, ada, old[0], secret=SECRET, now=NOON)
    assert count_recovery_codes(db, ada) == 9
    new = renew_recovery_codes(db, ada, SECRET)
    assert not is_code(db, ada, old[1], secret=SECRET, now=NOON)
    assert is_code(db, ada, new[9], secret=SECRET, now=NOON)


def test_the_key_to_set_up_stays_with_the_session_and_changes_after_it_is_used(db, ada):
    first = key_to_set_up(db, ada, "one", SECRET)
    assert first == key_to_set_up(db, ada, "one", SECRET) != key_to_set_up(db, ada, "two", SECRET)
    turned_on(db, ada)
    assert key_to_set_up(db, ada, "one", SECRET) != first


def test_turned_off_it_leaves_nothing(db, ada):
    turned_on(db, ada)
    assert turn_off(db, ada)
    assert not turn_off(db, ada)
    assert (is_on(db, ada), count_recovery_codes(db, ada)) == (False, 0)


def test_an_app_reads_name_and_issuer_from_the_square():
    address = address_of(KEY, "ada@example.org", "Murmuration North")
    assert address.startswith("otpauth://totp/Murmuration%20North:ada%40example.org?")
    assert {"digits=6", "period=30", "issuer=Murmuration%20North"} <= set(address.partition("?")[2].split("&"))


def test_a_first_step_never_takes_the_place_of_one_that_is_on(db, ada):
    """Whoever was halfway in with a password alone when its owner set the second step up."""
    turned_on(db, ada)
    with pytest.raises(AlreadyOnError, match="Sign in again"):
        set_up(db, ada, KEY, "287082", secret=SECRET, now=59, is_first=True)
