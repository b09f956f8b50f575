"""A link that an administrator sent: to a new account, or to another password. Somebody chooses one, and is in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from store.account_invitations import AccountInvitation, accept_invitation, find_invitation
from store.account_rows import Account
from store.accounts import sign_out
from store.collections import list_collections
from store.organisations import get_organisation
from store.password_links import find_password_link, use_password_link
from store.passwords import password_problem
from store.sessions import begin_session, first_stage
from web.access import EVERYONE, open_to
from web.auditing import record
from web.organisation import here
from web.staff import clock
from web.staff.checking import one_of_few
from web.staff.entering import go_on, own_token
from web.staff.grant_words import in_words
from web.stores import stores


@open_to(EVERYONE)
def show(invitation_token: str) -> ResponseReturnValue:
    """What the link is for. Opening it uses nothing up: mail scanners open links too."""
    found = _find(invitation_token)
    return _page(found, []) if found else _ended()


@open_to(EVERYONE)
def accept(invitation_token: str) -> ResponseReturnValue:
    """Take the password that was chosen, and go on to the second step or in."""
    found = _find(invitation_token)
    if found is None:
        return _ended()
    password = request.form.get("password", "")
    if errors := _errors(password, found):
        return _page(found, errors), 422
    use = accept_invitation if isinstance(found, AccountInvitation) else use_password_link
    account_id = one_of_few(
        lambda: use(stores().accounts, invitation_token, password, organisation=here().organisation, now=clock.now())
    )
    if account_id is None:
        return _ended()
    record("account.accepted" if isinstance(found, AccountInvitation) else "password.renewed", account_id)
    sign_out(stores().accounts, own_token())
    token = begin_session(stores().accounts, account_id, first_stage(stores().accounts, account_id), now=clock.now())
    return go_on(token, "")


def _find(token: str) -> AccountInvitation | Account | None:
    held, organisation, now = stores().accounts, here().organisation, clock.now()
    return find_invitation(held, token, organisation=organisation, now=now) or find_password_link(
        held, token, organisation=organisation, now=now
    )


def _errors(password: str, found: AccountInvitation | Account) -> list[FieldError]:
    if problem := password_problem(password, found.username):
        return [FieldError("password", problem)]
    if password != request.form.get("again", ""):
        return [FieldError("again", "The two passwords differ. Type the same one twice")]
    return []


def _page(found: AccountInvitation | Account, errors: list[FieldError]) -> str:
    organisation = get_organisation(stores().accounts, found.organisation)
    return render_template(
        "staff/invitation.html",
        invitation=found,
        is_new=isinstance(found, AccountInvitation),
        organisation=organisation.title if organisation else found.organisation,
        grants=in_words(found.grants, list_collections(stores().stories)),
        errors=errors,
    )


def _ended() -> ResponseReturnValue:
    return render_template("staff/invitation-ended.html"), 410


def add_to(bp: Blueprint) -> None:
    """Put these pages below /staff."""
    bp.add_url_rule("/invitation/<invitation_token>", "invitation", show, methods=["GET"])
    bp.add_url_rule("/invitation/<invitation_token>", "accept", accept, methods=["POST"])
