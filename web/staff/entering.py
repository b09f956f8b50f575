"""What follows a step of signing in: the second step, or the page that was asked for."""

from __future__ import annotations

from flask import current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from store.accounts import ABSOLUTE_SECONDS, Account, Role, get_session
from store.back_off import forget_failures
from store.sessions import Stage, get_halfway
from web.access import COOKIE
from web.auditing import record
from web.staff import clock
from web.staff.again import Fields, SignIn
from web.staff.known import mark, tries_of
from web.staff.step_pages import step_page
from web.stores import stores

_FIRST_PAGE = {
    Role.MANAGER: "alerts.what_changed",
    Role.MEMBER: "alerts.what_changed",
    Role.ADMINISTRATOR: "alerts.what_changed",
    Role.PRACTITIONER: "casework.log",
    Role.MODERATOR: "moderate.queue",
    Role.SAFEGUARDING: "urgent.queue",
}
_STEP_PAGE = {Stage.CODE: "staff.second_step", Stage.SET_UP: "staff.set_up"}


def own_token() -> str:
    """The token of the session or the half of one that this request came with."""
    return request.cookies.get(COOKIE, "")


def go_on(token: str, following: str, kept: Fields = ()) -> ResponseReturnValue:
    """The answer to a step that was right, with the cookie of the session it began.

    An unsent form travels on in the page, and so that page is the answer instead of a way to it.
    """
    halfway = get_halfway(stores().accounts, token, now=clock.now())
    session = get_session(stores().accounts, token, now=clock.now())
    form = SignIn(following=following, kept=kept)
    if halfway is not None:
        g.halfway = halfway
        page = url_for(_STEP_PAGE[halfway.stage], next=following or None)
        return with_cookie(step_page(halfway, token, form) if kept else redirect(page, code=303), token)
    if session is None:
        return redirect(url_for("staff.sign_in"), code=303)
    record("signed.in", session.account.id, by=session.account)
    username = session.account.username
    forget_failures(stores().accounts, tries_of(username))
    if kept and following:
        g.session = session  # the page already carries this session's menu and form token
        return mark(with_cookie(render_template("staff/send-again.html", form=form), token), username)
    return mark(with_cookie(redirect(following or first_page(session.account), code=303), token), username)


def with_cookie(answer: ResponseReturnValue, token: str) -> Response:
    """An answer that gives the browser the token of a session."""
    response = make_response(answer)
    response.set_cookie(COOKIE, token, max_age=ABSOLUTE_SECONDS, secure=True, httponly=True, samesite="Lax", path="/")
    return response


def first_page(account: Account) -> str:
    """The page that somebody starts on."""
    endpoint = _FIRST_PAGE[account.role]
    return url_for(endpoint if endpoint in current_app.view_functions else "respond.home")
