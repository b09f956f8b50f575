"""Signing in and out, for staff; tellers never need to."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError
from store.accounts import Role, sign_in, sign_out
from store.staff import id_of
from web.access import COOKIE, EVERYONE, open_to
from web.auditing import record
from web.organisation import here
from web.staff import account, clock, invitation, second_step
from web.staff.again import SignIn, carried
from web.staff.checking import one_of_few, too_soon
from web.staff.entering import go_on, own_token
from web.staff.known import tries_of
from web.staff.single_sign_on import sign_on_label
from web.stores import stores

bp = Blueprint("staff", __name__, url_prefix="/staff")
for part in (second_step, account, invitation):
    part.add_to(bp)


@bp.get("/sign-in", endpoint="sign_in")
@open_to(EVERYONE)
def ask() -> ResponseReturnValue:
    """The form."""
    return _page(carried())


@bp.post("/sign-in")
@open_to(EVERYONE)
def begin() -> ResponseReturnValue:
    """Begin a session, or half of one where a second step is due; or show the form again with what to do."""
    username, password = request.form.get("username", ""), request.form.get("password", "")
    if errors := _missing(username, password):
        return _page(carried(errors)), 422
    if errors := too_soon(username, "username", "passwords"):
        return _page(carried(errors)), 429

    def check() -> str | list[FieldError] | None:
        # Once more when it is this one's turn: those who waited with it may have been wrong meanwhile.
        return too_soon(username, "username", "passwords") or sign_in(
            stores().accounts,
            username,
            password,
            now=clock.now(),
            organisation=here().organisation,
            tries=tries_of(username),
        )

    token = one_of_few(check)
    if isinstance(token, list):
        return _page(carried(token)), 429
    if token is None:
        # Only an id: what was typed may be a password in the wrong field.
        record("signed.in", id_of(stores().accounts, here().organisation, username), "refused")
        return _page(carried([_WRONG])), 422
    sign_out(stores().accounts, own_token())
    form = carried()
    return go_on(token, form.following, form.kept)


@bp.post("/sign-out")
@open_to(*Role, within_groups=True)
def end() -> ResponseReturnValue:
    """End the session on the server and in the browser."""
    sign_out(stores().accounts, own_token())
    response = make_response(redirect(url_for("staff.sign_in"), code=303))
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    return response


_WRONG = FieldError("username", "Check your username and password: they do not fit together")


def _page(form: SignIn) -> str:
    return render_template("staff/sign-in.html", form=form, sign_on=sign_on_label())


def _missing(username: str, password: str) -> list[FieldError]:
    errors = []
    if not username.strip():
        errors.append(FieldError("username", "Enter your username"))
    if not password:
        errors.append(FieldError("password", "Enter your password"))
    return errors
