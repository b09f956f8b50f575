"""Signing in and out, for staff; tellers never need to."""

from __future__ import annotations

import threading
import time

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from narratives.errors import BusyError, FieldError
from store.accounts import ABSOLUTE_SECONDS, Role, Session, delay_before, get_session, sign_in, sign_out
from web.access import COOKIE, EVERYONE, open_to
from web.staff.again import SignIn, kept_fields, local_path
from web.stores import stores

bp = Blueprint("staff", __name__, url_prefix="/staff")
_FIRST_PAGE = {
    Role.MANAGER: "alerts.what_changed",
    Role.MEMBER: "alerts.what_changed",
    Role.ADMINISTRATOR: "alerts.what_changed",
    Role.PRACTITIONER: "casework.log",
    Role.MODERATOR: "moderate.queue",
}
# A password check takes 32 MiB: a flood of sign-ins must not take all the memory there is.
_CHECKING = threading.BoundedSemaphore(2)
_PATIENCE_SECONDS = 5.0


@bp.get("/sign-in", endpoint="sign_in")
@open_to(EVERYONE)
def ask() -> ResponseReturnValue:
    """The form."""
    return render_template("staff/sign-in.html", form=SignIn(following=local_path(request.args.get("next", ""))))


@bp.post("/sign-in")
@open_to(EVERYONE)
def begin() -> ResponseReturnValue:
    """Begin a session, or show the form again with what to do."""
    username, password = request.form.get("username", ""), request.form.get("password", "")
    following, kept = local_path(request.form.get("next", "")), kept_fields()
    now = time.time()
    errors, status = _missing(username, password), 422
    wait = delay_before(stores().accounts, username, now=now)
    if not errors and wait > 0:
        seconds = int(wait) + 1
        unit = "second" if seconds == 1 else "seconds"
        errors, status = [FieldError("username", f"Too many wrong passwords. Try again in {seconds} {unit}")], 429
    token = None if errors else _checked(username, password, now)
    if token is None:
        errors = errors or [FieldError("username", "Check your username and password: they do not fit together")]
        return render_template("staff/sign-in.html", form=SignIn(username, following, kept, errors)), status
    sign_out(stores().accounts, request.cookies.get(COOKIE, ""))
    session = get_session(stores().accounts, token, now=now)
    if kept and following and session is not None:
        g.session = session  # the page already carries this session's menu and form token
        response = make_response(render_template("staff/send-again.html", form=SignIn(username, following, kept)))
    else:
        response = make_response(redirect(following or _first_page(session), code=303))
    _set_cookie(response, token)
    return response


@bp.post("/sign-out")
@open_to(*Role)
def end() -> ResponseReturnValue:
    """End the session on the server and in the browser."""
    sign_out(stores().accounts, request.cookies.get(COOKIE, ""))
    response = make_response(redirect(url_for("staff.sign_in"), code=303))
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def _missing(username: str, password: str) -> list[FieldError]:
    errors = []
    if not username.strip():
        errors.append(FieldError("username", "Enter your username"))
    if not password:
        errors.append(FieldError("password", "Enter your password"))
    return errors


def _checked(username: str, password: str, now: float) -> str | None:
    """The token of a new session. Raises BusyError when too many passwords are being checked."""
    if not _CHECKING.acquire(timeout=_PATIENCE_SECONDS):
        raise BusyError("Too many people are signing in. Try again in a moment.")
    try:
        return sign_in(stores().accounts, username, password, now=now)
    finally:
        _CHECKING.release()


def _first_page(session: Session | None) -> str:
    if session is None or (endpoint := _FIRST_PAGE[session.account.role]) not in current_app.view_functions:
        return url_for("respond.home")
    return url_for(endpoint)


def _set_cookie(response: Response, token: str) -> None:
    response.set_cookie(COOKIE, token, max_age=ABSOLUTE_SECONDS, secure=True, httponly=True, samesite="Lax", path="/")
