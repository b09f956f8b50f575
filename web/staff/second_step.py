"""The second step of signing in, and setting it up: at the first sign-in, or under "Your account"."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from store.accounts import Account, Role, get_session
from store.back_off import note_failure
from store.sessions import Stage, go_in
from store.two_step import AlreadyOnError, is_code, set_up
from web.access import current_account, open_to
from web.auditing import record
from web.staff import clock
from web.staff.again import SignIn, carried
from web.staff.checking import present_password_errors, too_soon
from web.staff.entering import first_page, go_on, own_token, with_cookie
from web.staff.halfway import HALFWAY, current_halfway
from web.staff.known import mark, tries_of
from web.staff.step_pages import code_page, set_up_of, set_up_page
from web.stores import stores

_WRONG = "This is not the code that is due. Wait until your app shows the next one, and type that"
_SET_UP_WRONG = (
    "This is not the code of this square. Scan it once more, and type the six digits that your app shows now"
)


@open_to(HALFWAY, *Role, within_groups=True)
def ask() -> ResponseReturnValue:
    """Ask for the code."""
    halfway = current_halfway()
    if halfway is None:
        return redirect(first_page(current_account()), code=303)
    if halfway.stage is Stage.SET_UP:
        return redirect(url_for("staff.set_up", next=carried().following or None), code=303)
    return code_page(carried())


@open_to(HALFWAY, *Role, within_groups=True)
def check() -> ResponseReturnValue:
    """Let somebody in whose code is right, with a new session in place of the half."""
    halfway = current_halfway()
    if halfway is None or halfway.stage is not Stage.CODE:
        return ask()
    account, typed = halfway.account, request.form.get("code", "")
    if not typed.strip():
        return code_page(carried([FieldError("code", "Enter the code that your app shows, or a recovery code")])), 422
    with stores().accounts.write():  # one try at a time: of many at once, all but the first find that they have to wait
        errors = too_soon(account.username, "code", "tries")
        fits = not errors and is_code(
            stores().accounts, account.id, typed, secret=stores().settings.secret, now=clock.now()
        )
        if not errors and not fits:
            note_failure(stores().accounts, tries_of(account.username), now=clock.now())
    if errors:
        return code_page(carried(errors)), 429
    if not fits:
        record("second.step", account.id, "refused")
        return code_page(carried([FieldError("code", _WRONG)])), 422
    record("second.step", account.id, by=account)
    token = go_in(stores().accounts, own_token(), now=clock.now())
    form = carried()
    return go_on(token or "", form.following, form.kept)


@open_to(HALFWAY, *Role, within_groups=True)
def show_set_up() -> ResponseReturnValue:
    """Show the square and ask for a first code."""
    halfway = current_halfway()
    if halfway is not None and halfway.stage is not Stage.SET_UP:
        return redirect(url_for("staff.second_step"), code=303)
    return _set_up_page(halfway.account if halfway else current_account(), carried())


@open_to(HALFWAY, *Role, within_groups=True)
def finish_set_up() -> ResponseReturnValue:
    """Turn the second step on with a first code, and show the recovery codes this once."""
    halfway = current_halfway()
    if halfway is not None and halfway.stage is not Stage.SET_UP:
        return redirect(url_for("staff.second_step"), code=303)
    account = halfway.account if halfway else current_account()
    if errors := _set_up_errors(account):
        return _set_up_page(account, carried(errors)), 422
    given = set_up_of(account, own_token())
    try:
        codes = set_up(
            stores().accounts,
            account.id,
            given.key,
            request.form.get("code", ""),
            secret=stores().settings.secret,
            now=clock.now(),
            token=own_token(),
            is_first=halfway is not None,
        )
    except AlreadyOnError as error:
        return _set_up_page(account, carried([FieldError("code", str(error))])), 422
    if not codes:
        return _set_up_page(account, carried([FieldError("code", _SET_UP_WRONG)])), 422
    record("second.step.set.up", account.id, by=account)
    token = go_in(stores().accounts, own_token(), now=clock.now()) if halfway else None
    return _codes_page(account, codes, token)


def recovery_codes_page(codes: tuple[str, ...], form: SignIn, onward: str) -> str:
    """Recovery codes, which are kept as hashes: this is the once that they can be shown."""
    return render_template("staff/recovery-codes.html", codes=codes, form=form, onward=onward)


def _codes_page(account: Account, codes: tuple[str, ...], token: str | None) -> ResponseReturnValue:
    form = carried()
    if token is None:
        return recovery_codes_page(codes, form, url_for("staff.account"))
    g.session = get_session(stores().accounts, token, now=clock.now())
    g.pop("halfway", None)
    record("signed.in", account.id)
    page = recovery_codes_page(codes, form, form.following or first_page(account))
    return mark(with_cookie(page, token), account.username)


def _set_up_page(account: Account, form: SignIn) -> str:
    return set_up_page(account, own_token(), form, signed_in=current_halfway() is None)


def _set_up_errors(account: Account) -> list[FieldError]:
    errors = []
    if current_halfway() is None:
        errors += present_password_errors(account.id, account.username, request.form.get("present", ""))
    if not request.form.get("code", "").strip():
        errors.append(FieldError("code", "Enter the six digits that your app shows"))
    return errors


def add_to(bp: Blueprint) -> None:
    """Put these pages below /staff."""
    bp.add_url_rule("/second-step", "second_step", ask, methods=["GET"])
    bp.add_url_rule("/second-step", "check_second_step", check, methods=["POST"])
    bp.add_url_rule("/set-up", "set_up", show_set_up, methods=["GET"])
    bp.add_url_rule("/set-up", "finish_set_up", finish_set_up, methods=["POST"])
