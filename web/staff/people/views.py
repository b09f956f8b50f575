"""Everybody with an account, what they may do, and switching accounts off and on again."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.roles import Grant
from store.account_invitations import list_invitations
from store.accounts import Account, Role
from store.collections import list_collections
from store.password_links import VALID_HOURS, make_password_link
from store.sessions import end_sessions
from store.staff import (
    NotAllowedError,
    StaffMember,
    change_grants,
    get_member,
    list_staff,
    reset_second_step,
    switch_off,
    switch_on,
)
from web.access import current_account, open_to
from web.auditing import record
from web.organisation import here
from web.staff import clock
from web.staff.addresses import whole
from web.staff.grant_words import ROLES, in_words, place_of, role_name
from web.staff.people import inviting
from web.staff.people.grants_form import Choice, grants_chosen, is_place, read_choice, read_grant, with_added, written
from web.stores import stores

bp = Blueprint("people", __name__, url_prefix="/staff/people")
inviting.add_to(bp)
_DONE = {
    "added": "The role is added. It holds from now on.",
    "removed": "The role is removed. It held until now.",
    "off": "The account is switched off, and signed out everywhere.",
    "on": "The account is switched on. They sign in as before.",
    "reset": "The second step is reset, and they are signed out. At the next sign-in they set it up anew.",
    "ended": "They are signed out everywhere.",
}


@bp.get("")
@open_to(Role.ADMINISTRATOR)
def everybody() -> ResponseReturnValue:
    """The list, with the open invitations."""
    organisation, collections = here().organisation, list_collections(stores().stories)
    return render_template(
        "staff/people/list.html",
        people=[
            (one, in_words(one.account.grants, collections)) for one in list_staff(stores().accounts, organisation)
        ],
        invitations=[
            (one, in_words(one.grants, collections))
            for one in list_invitations(stores().accounts, organisation, now=clock.now())
        ],
        withdrawn=request.args.get("done") == "withdrawn",
    )


@bp.get("/<account_id>")
@open_to(Role.ADMINISTRATOR)
def person(account_id: str) -> ResponseReturnValue:
    """One person, with everything that can be changed about them."""
    return _page(_member(account_id), Choice(), done=request.args.get("done", ""))


@bp.post("/<account_id>/roles/add")
@open_to(Role.ADMINISTRATOR)
def add_role(account_id: str) -> ResponseReturnValue:
    """Give somebody one more role, or one that was just removed."""
    member, collections = _member(account_id), list_collections(stores().stories)
    held = member.account.grants
    choice = read_choice(request.form, collections)
    again = read_grant(request.form.get("again", ""))
    try:
        added = (again,) if again and is_place(again, collections) else grants_chosen(choice, collections)
        change_grants(stores().accounts, member.account, with_added(held, added), by=current_account())
    except SubmissionError as error:
        return _page(member, choice, list(error.errors)), 422
    except NotAllowedError as error:
        return _page(member, choice, [FieldError("roles", str(error))]), 422
    _record("given", account_id, set(added) - set(held))
    return _back(account_id, "added")


@bp.post("/<account_id>/roles/remove")
@open_to(Role.ADMINISTRATOR)
def remove_role(account_id: str) -> ResponseReturnValue:
    """Take one role away."""
    member, removed = _member(account_id), read_grant(request.form.get("grant", ""))
    left = tuple(one for one in member.account.grants if one != removed)
    try:
        change_grants(stores().accounts, member.account, left, by=current_account())
    except NotAllowedError as error:
        return _page(member, Choice(), [FieldError("roles", str(error))]), 422
    _record("taken", account_id, set(member.account.grants) - set(left))
    return _back(account_id, "removed", written(removed) if removed else "")


@bp.post("/<account_id>/off")
@open_to(Role.ADMINISTRATOR)
def off(account_id: str) -> ResponseReturnValue:
    """Switch an account off."""
    return _changed(account_id, "off", switch_off)


@bp.post("/<account_id>/on")
@open_to(Role.ADMINISTRATOR)
def on(account_id: str) -> ResponseReturnValue:
    """Switch an account on again."""
    return _changed(account_id, "on", switch_on)


@bp.post("/<account_id>/second-step")
@open_to(Role.ADMINISTRATOR)
def reset(account_id: str) -> ResponseReturnValue:
    """Take the second step of a lost phone away."""
    return _changed(account_id, "reset", reset_second_step)


@bp.post("/<account_id>/password-link")
@open_to(Role.ADMINISTRATOR)
def password_link(account_id: str) -> ResponseReturnValue:
    """Make a link with which somebody chooses another password, and show it this once."""
    member = _member(account_id)
    if member.disabled or member.account.id == current_account().id:
        advice = "Switch the account on first." if member.disabled else "Your own is changed under your account."
        return _page(member, Choice(), [FieldError("account", advice)]), 422
    token = make_password_link(stores().accounts, member.account.id, now=clock.now())
    link = whole(url_for("staff.invitation", invitation_token=token))
    return render_template(
        "staff/people/invited.html", name=member.account.name, grants=(), link=link, hours=VALID_HOURS
    )


@bp.post("/<account_id>/sessions")
@open_to(Role.ADMINISTRATOR)
def end_all(account_id: str) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    member = _member(account_id)
    end_sessions(stores().accounts, member.account.id)
    return _back(account_id, "ended")


def _record(what: str, account_id: str, grants: set[Grant]) -> None:
    """Which role, and of which collection; a group's name is words, and so the collection stands for it."""
    for one in sorted(grants):
        record(f"account.{what}.{one.role.value}", "/".join(filter(None, (account_id, one.collection))))


def _changed(account_id: str, done: str, change: Callable[..., None]) -> ResponseReturnValue:
    member = _member(account_id)
    try:
        change(stores().accounts, member.account, by=current_account())
    except NotAllowedError as error:
        return _page(member, Choice(), [FieldError("account", str(error))]), 422
    return _back(account_id, done)


def _member(account_id: str) -> StaffMember:
    return get_member(stores().accounts, here().organisation, account_id)


def _back(account_id: str, done: str, grant: str = "") -> ResponseReturnValue:
    return redirect(url_for("people.person", account_id=account_id, done=done, grant=grant or None), code=303)


def _page(member: StaffMember, choice: Choice, errors: list[FieldError] | None = None, done: str = "") -> str:
    collections = list_collections(stores().stories)
    removed = read_grant(request.args.get("grant", "")) if done == "removed" else None
    if removed and (removed in member.account.grants or not is_place(removed, collections)):
        removed = None
    by: Account = current_account()
    return render_template(
        "staff/people/person.html",
        member=member,
        is_own=member.account.id == by.id,
        held=[_line(one, collections) for one in member.account.grants],
        collections=collections,
        roles=ROLES,
        choice=choice,
        errors=errors or [],
        done=_DONE.get(done, ""),
        undo=_line(removed, collections) if removed else None,
    )


def _line(grant: Grant, collections: list[Collection]) -> tuple[str, str, str]:
    return role_name(grant.role), place_of(grant, collections), written(grant)
