"""Inviting somebody: who, what they may do where, and a link that is shown once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.roles import Grant
from store.account_invitations import VALID_HOURS, find_invitation, invite, withdraw_invitation
from store.account_rows import plain_username
from store.accounts import Role
from store.collections import list_collections
from web.access import current_account, open_to
from web.auditing import record
from web.organisation import here
from web.staff import clock
from web.staff.addresses import whole
from web.staff.grant_words import ROLES, in_words, place_of, role_name
from web.staff.people.grants_form import Choice, carried_grants, grants_chosen, read_choice, with_added, written
from web.stores import stores

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._+'-]{1,63}(?:@[a-z0-9-]+(?:\.[a-z0-9-]+)+)?")
_MOST_NAME = 80
_TAKEN = "This username has an account or an open invitation. Choose another, or withdraw the invitation first"


@dataclass(frozen=True, slots=True)
class InviteForm:
    """An invitation as it is being written."""

    username: str = ""
    name: str = ""
    grants: tuple[Grant, ...] = ()
    choice: Choice = Choice()
    errors: tuple[FieldError, ...] = ()


@open_to(Role.ADMINISTRATOR)
def ask() -> ResponseReturnValue:
    """The form."""
    return _page(InviteForm())


@open_to(Role.ADMINISTRATOR)
def make() -> ResponseReturnValue:
    """Add or remove a role on the page, or make the link and show it this once."""
    collections = list_collections(stores().stories)
    form = _read(collections)
    step = request.form.get("step", "invite")
    if step.startswith("remove "):
        left = tuple(one for one in form.grants if written(one) != step.removeprefix("remove "))
        return _page(replace(form, grants=left))
    form = _with_choice(form, collections, adding=step == "add")
    if step == "add" or form.errors:
        return (_page(form), 422) if form.errors else _page(form)
    token = invite(
        stores().accounts,
        username=form.username,
        name=form.name,
        grants=form.grants,
        organisation=here().organisation,
        invited_by=current_account().id,
        now=clock.now(),
    )
    if token is None:
        taken = FieldError("username", _TAKEN)
        return _page(replace(form, errors=(taken,))), 422
    made = find_invitation(stores().accounts, token, organisation=here().organisation, now=clock.now())
    record("account.invited", made.id if made else "")
    return render_template(
        "staff/people/invited.html",
        name=form.name,
        grants=in_words(form.grants, collections),
        link=whole(url_for("staff.invitation", invitation_token=token)),
        hours=VALID_HOURS,
    )


@open_to(Role.ADMINISTRATOR)
def withdraw(invitation_id: str) -> ResponseReturnValue:
    """Make an invitation's link worthless."""
    done = "withdrawn" if withdraw_invitation(stores().accounts, here().organisation, invitation_id) else None
    return redirect(url_for("people.everybody", done=done), code=303)


def _read(collections: list[Collection]) -> InviteForm:
    return InviteForm(
        username=plain_username(request.form.get("username", "")),
        name=" ".join(request.form.get("name", "").split()),
        grants=carried_grants(request.form, collections),
        choice=read_choice(request.form, collections),
    )


def _with_choice(form: InviteForm, collections: list[Collection], *, adding: bool) -> InviteForm:
    """The form with what was chosen added to its grants, and with everything that is wrong."""
    errors = [] if adding else _who_errors(form)
    if adding or not form.grants or not form.choice.is_empty:
        try:
            chosen = grants_chosen(form.choice, collections)
            form = replace(form, grants=with_added(form.grants, chosen), choice=Choice())
        except SubmissionError as error:
            errors += error.errors
    return replace(form, errors=tuple(errors))


def _who_errors(form: InviteForm) -> list[FieldError]:
    errors = []
    if not 1 <= len(form.name) <= _MOST_NAME or not form.name.isprintable():
        errors.append(FieldError("name", f"Enter the name that colleagues know them by, at most {_MOST_NAME} letters"))
    if not _USERNAME.fullmatch(form.username):
        message = "Enter an e-mail address, or a short name of letters and digits, such as ada.okafor"
        errors.append(FieldError("username", message))
    return errors


def _page(form: InviteForm) -> str:
    collections = list_collections(stores().stories)
    held = [(role_name(one.role), place_of(one, collections), written(one)) for one in form.grants]
    return render_template(
        "staff/people/invite.html", form=form, held=held, collections=collections, roles=ROLES, hours=VALID_HOURS
    )


def add_to(bp: Blueprint) -> None:
    """Put these pages below /staff/people."""
    bp.add_url_rule("/invite", "invite", ask, methods=["GET"])
    bp.add_url_rule("/invite", "make_invitation", make, methods=["POST"])
    bp.add_url_rule("/invitations/<invitation_id>/withdraw", "withdraw", withdraw, methods=["POST"])
