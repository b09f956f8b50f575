""" "Your account": what somebody may do, their password, their second step and their open sessions."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from store.accounts import Role, set_password
from store.collections import list_collections
from store.organisations import is_two_step_required
from store.passwords import password_problem
from store.sessions import Stage, begin_session, end_sessions, list_sessions
from store.two_step import count_recovery_codes, is_on, renew_recovery_codes, turn_off
from web.access import current_account, open_to
from web.staff import clock
from web.staff.again import SignIn
from web.staff.checking import one_of_few, present_password_errors
from web.staff.entering import own_token, with_cookie
from web.staff.grant_words import ROLES, in_words
from web.staff.second_step import recovery_codes_page
from web.stores import stores

_DONE = {
    "password": "Your password is changed. Every other session of yours is ended.",
    "off": "The second step is off. Your password alone now signs you in.",
    "sessions": "You are signed out everywhere else.",
}


@open_to(*Role, within_groups=True)
def show() -> ResponseReturnValue:
    """The page."""
    return _page(done=_DONE.get(request.args.get("done", ""), ""))


@open_to(*Role, within_groups=True)
def change_password() -> ResponseReturnValue:
    """Choose another password; it ends every other session, in case somebody else knew the old one."""
    account, new = current_account(), request.form.get("new", "")
    errors = present_password_errors(account.id, account.username, request.form.get("present", ""))
    if problem := password_problem(new, account.username):
        errors.append(FieldError("new", problem))
    elif new == request.form.get("present", ""):
        errors.append(FieldError("new", "Choose a password that is not your present one"))
    if errors:
        return _page(errors, about="password"), 422
    one_of_few(lambda: set_password(stores().accounts, account.id, new))
    token = begin_session(stores().accounts, account.id, Stage.IN, now=clock.now())
    return with_cookie(redirect(url_for("staff.account", done="password"), code=303), token)


@open_to(*Role, within_groups=True)
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them this once; the old ones are worthless from now on."""
    account = current_account()
    if errors := present_password_errors(account.id, account.username, request.form.get("present", "")):
        return _page(errors, about="two-step"), 422
    if not is_on(stores().accounts, account.id):
        return redirect(url_for("staff.set_up"), code=303)
    codes = renew_recovery_codes(stores().accounts, account.id, stores().settings.secret)
    return recovery_codes_page(codes, SignIn(), url_for("staff.account"))


@open_to(*Role, within_groups=True)
def turn_second_step_off() -> ResponseReturnValue:
    """Turn the second step off, where the organisation does not ask for it."""
    account = current_account()
    if is_two_step_required(stores().accounts, account.organisation):
        message = "Your organisation asks for a second step. To use another phone, choose “Use another app or phone”"
        return _page([FieldError("off", message)], about="two-step"), 422
    if errors := present_password_errors(account.id, account.username, request.form.get("present", "")):
        return _page(errors, about="two-step"), 422
    turn_off(stores().accounts, account.id, but=own_token())
    return redirect(url_for("staff.account", done="off"), code=303)


@open_to(*Role, within_groups=True)
def end_others() -> ResponseReturnValue:
    """Sign out everywhere else."""
    end_sessions(stores().accounts, current_account().id, but=own_token())
    return redirect(url_for("staff.account", done="sessions"), code=303)


def _page(errors: list[FieldError] | None = None, *, about: str = "", done: str = "") -> str:
    account = current_account()
    held, now = stores().accounts, clock.now()
    return render_template(
        "staff/account.html",
        person=account,
        grants=in_words(account.grants, list_collections(stores().stories)),
        roles=[ROLES[role] for role in Role if role in account.roles],
        two_step=is_on(held, account.id),
        codes_left=count_recovery_codes(held, account.id),
        required=is_two_step_required(held, account.organisation),
        sessions=list_sessions(held, account.id, this=own_token(), now=now),
        errors=errors or [],
        about=about,
        done=done,
    )


def add_to(bp: Blueprint) -> None:
    """Put these pages below /staff."""
    bp.add_url_rule("/account", "account", show, methods=["GET"])
    bp.add_url_rule("/account/password", "change_password", change_password, methods=["POST"])
    bp.add_url_rule("/account/recovery-codes", "renew_codes", renew_codes, methods=["POST"])
    bp.add_url_rule("/account/second-step-off", "turn_second_step_off", turn_second_step_off, methods=["POST"])
    bp.add_url_rule("/account/sessions", "end_others", end_others, methods=["POST"])
