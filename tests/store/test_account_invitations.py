from pathlib import Path

import pytest

from narratives.roles import Grant, Role
from store import passwords
from store.account_invitations import (
    VALID_HOURS,
    accept_for,
    accept_invitation,
    find_invitation,
    invite,
    list_invitations,
    withdraw_invitation,
)
from store.accounts import add_account, list_accounts
from store.schema import open_accounts

NOON = 1_772_452_800.0
GRANTS = (Grant(Role.MEMBER), Grant(Role.MANAGER, "streets", "Castle Hill"))
ASKED = {"name": "Ada", "grants": GRANTS, "organisation": "north", "invited_by": "ade"}


@pytest.fixture
def db(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_N", 16)
    database = open_accounts(tmp_path / "accounts.db")
    yield database
    database.close()


def asked(db, username="Ada@Example.org", now=NOON):
    return invite(db, username=username, now=now, **ASKED)


def test_an_invitation_becomes_an_account_once(db):
    token = asked(db)
    assert accept_invitation(db, token, "a bean for every day", organisation="north", now=NOON + 60)
    account = list_accounts(db, "north")[0]
    assert (account.username, account.name, set(account.grants)) == ("ada@example.org", "Ada", set(GRANTS))
    assert accept_invitation(db, token, "another bean for me", organisation="north", now=NOON + 60) is None
    assert list_invitations(db, "north", now=NOON + 60) == ()


def test_it_is_good_for_three_days(db):
    token = asked(db)
    last = NOON + VALID_HOURS * 3600
    assert find_invitation(db, token, organisation="north", now=last)
    assert find_invitation(db, token, organisation="north", now=last + 1) is None
    assert accept_invitation(db, token, "a bean for every day", organisation="north", now=last + 1) is None


def test_it_is_good_in_its_own_organisation_alone(db):
    token = asked(db)
    assert find_invitation(db, token, organisation="south", now=NOON) is None
    invitation = list_invitations(db, "north", now=NOON)[0]
    assert withdraw_invitation(db, "south", invitation.id) == ""
    assert find_invitation(db, token, organisation="north", now=NOON)
    assert accept_for(db, "ada@example.org", organisation="south", now=NOON) is None


def test_withdrawn_it_opens_nothing(db):
    token = asked(db)
    assert withdraw_invitation(db, "north", list_invitations(db, "north", now=NOON)[0].id) == "ada@example.org"
    assert find_invitation(db, token, organisation="north", now=NOON) is None


def test_of_the_link_only_a_hash_is_kept_and_it_cannot_be_guessed(db):
    token = asked(db)
    assert len(bytes.fromhex(token)) * 8 == 128
    db.execute("pragma wal_checkpoint(truncate)")
    assert token.encode() not in b"".join(path.read_bytes() for path in Path(db.path).parent.iterdir())


def test_a_username_is_invited_once_until_that_has_ended(db):
    assert asked(db)
    assert asked(db, "ADA@example.org ") is None
    assert asked(db, now=NOON + VALID_HOURS * 3600 + 1)
    add_account(db, username="mo", name="Mo", password="x" * 15, role=Role.MEMBER, organisation="north")
    assert asked(db, "mo") is None
