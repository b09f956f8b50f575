import pytest

from narratives.errors import NotFoundError
from narratives.roles import Grant, Role
from store import passwords
from store.account_invitations import find_invitation, invite
from store.accounts import add_account, get_session, sign_in
from store.organisations import set_two_step
from store.password_links import find_password_link, make_password_link
from store.schema import open_accounts
from store.staff import (
    NotAllowedError,
    change_grants,
    get_member,
    id_of,
    list_staff,
    reset_second_step,
    switch_off,
    switch_on,
)

NOON = 1_772_452_800.0
PASSWORD = "a bean for every day"


@pytest.fixture
def db(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "_N", 16)
    database = open_accounts(tmp_path / "accounts.db")
    for username, role in (("ade", Role.ADMINISTRATOR), ("ida", Role.ADMINISTRATOR), ("mo", Role.MEMBER)):
        add_account(database, username=username, name=username, password=PASSWORD, role=role, organisation="north")
    set_two_step(database, "north", "offered")
    yield database
    database.close()


@pytest.fixture
def person(db):
    return lambda username: get_member(db, "north", id_of(db, "north", username)).account


def test_roles_are_changed_by_another_administrator_and_hold_at_once(db, person):
    token = sign_in(db, "mo", PASSWORD, now=NOON)
    change_grants(db, person("mo"), [Grant(Role.MANAGER, "streets")], by=person("ade"))
    assert get_session(db, token, now=NOON).account.grants == (Grant(Role.MANAGER, "streets"),)


@pytest.mark.parametrize("change", [switch_off, reset_second_step, switch_on])
def test_nobody_does_it_to_themselves(db, person, change):
    with pytest.raises(NotAllowedError, match="another administrator"):
        change(db, person("ade"), by=person("ade"))
    with pytest.raises(NotAllowedError, match="Nobody changes their own roles. Ask another administrator."):
        change_grants(db, person("ade"), [Grant(Role.MEMBER)], by=person("ade"))


def test_the_last_administrator_stays_one(db, person):
    by = person("ade")
    switch_off(db, by, by=person("ida"))
    for change in (
        lambda: switch_off(db, person("ida"), by=by),
        lambda: change_grants(db, person("ida"), [Grant(Role.MEMBER)], by=by),
    ):
        with pytest.raises(NotAllowedError, match="This is the last administrator. Make somebody else one first."):
            change()
    change_grants(db, person("mo"), [Grant(Role.ADMINISTRATOR)], by=person("ida"))
    switch_off(db, person("ida"), by=person("mo"))


def test_an_account_keeps_at_least_one_role(db, person):
    with pytest.raises(NotAllowedError, match="Leave at least one role, or switch the account off."):
        change_grants(db, person("mo"), [], by=person("ade"))


def test_switched_off_one_is_out_at_once_and_back_when_switched_on(db, person):
    token = sign_in(db, "mo", PASSWORD, now=NOON)
    switch_off(db, person("mo"), by=person("ade"))
    assert get_session(db, token, now=NOON) is None
    assert sign_in(db, "mo", PASSWORD, now=NOON) is None
    switch_on(db, person("mo"), by=person("ade"))
    assert get_session(db, token, now=NOON) is None  # the old session stays ended
    assert sign_in(db, "mo", PASSWORD, now=NOON)


def test_of_when_somebody_was_here_only_the_week_is_kept(db):
    sign_in(db, "mo", PASSWORD, now=NOON)
    kept = {one.account.username: one.seen_week for one in list_staff(db, "north")}
    assert kept == {"ade": "", "ida": "", "mo": "2026-03-02"}
    columns = {row["name"] for row in db.rows("select name from pragma_table_info('accounts')")}
    assert columns == {"id", "username", "name", "password_hash", "organisation", "disabled", "seen_week"}


def test_people_of_another_organisation_are_not_there(db):
    with pytest.raises(NotFoundError):
        get_member(db, "south", id_of(db, "north", "mo"))
    assert list_staff(db, "south") == ()


def test_roles_that_somebody_else_changed_meanwhile_are_not_brought_back(db, person):
    ade, mo = person("ade"), person("mo")
    change_grants(db, mo, [Grant(Role.MODERATOR)], by=ade)
    with pytest.raises(NotAllowedError, match="Somebody else changed these roles just now"):
        change_grants(db, mo, [Grant(Role.MEMBER), Grant(Role.MANAGER)], by=ade)
    assert person("mo").grants == (Grant(Role.MODERATOR),)


@pytest.mark.parametrize(
    "leave",
    [
        lambda db, ade, ida: switch_off(db, ida, by=ade),
        lambda db, ade, ida: change_grants(db, ida, [Grant(Role.MEMBER)], by=ade),
    ],
)
def test_an_administrator_who_leaves_keeps_no_link_to_come_back_by(db, person, leave):
    ade, ida, mo = person("ade"), person("ida"), person("mo")
    asked = {"name": "New", "grants": [Grant(Role.MANAGER)], "organisation": "north", "now": NOON}
    kept = invite(db, username="kept", invited_by=ade.id, **asked)
    own = invite(db, username="second.self", invited_by=ida.id, **asked)
    link = make_password_link(db, mo.id, now=NOON)
    leave(db, ade, ida)
    assert find_invitation(db, own, organisation="north", now=NOON) is None
    assert find_password_link(db, link, organisation="north", now=NOON) is None
    assert find_invitation(db, kept, organisation="north", now=NOON)
