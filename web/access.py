"""Who may open which page: every view names its roles, and a view that names none opens for nobody."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from store.accounts import Account, Role, Session, get_session
from web.staff.again import ask_again, path_asked_for
from web.stores import stores

COOKIE = "__Host-session"
EVERYONE = "everyone"
_View = TypeVar("_View", bound=Callable[..., object])
_POLLED = {"explore.live", "explore.stream"}
_SAFE = {"GET", "HEAD", "OPTIONS"}


def open_to(*roles: Role | str) -> Callable[[_View], _View]:
    """Name the roles that may call a view; EVERYONE for pages that need no sign-in."""

    def named(view: _View) -> _View:
        view.__dict__["roles"] = frozenset(str(role) for role in roles)
        return view

    return named


def current_account() -> Account:
    """The signed-in account; only inside a view that is not open to EVERYONE."""
    session: Session = g.session
    return session.account


def guard(app: Flask) -> None:
    """Check every request before its view runs: role, organisation, and where a form came from."""
    app.before_request(_check)
    app.context_processor(_signed_in)


def _check() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    g.session = None
    roles: frozenset[str] = getattr(current_app.view_functions[endpoint], "roles", frozenset())
    if request.method not in _SAFE and _came_from_elsewhere():
        abort(403)
    if EVERYONE in roles:
        return None
    g.session = _live_session(endpoint)
    if g.session is None:
        return _ask_to_sign_in(endpoint)
    account = g.session.account
    if account.role.value not in roles or account.organisation != stores().settings.organisation:
        abort(403)
    if request.method not in _SAFE and not _carries_token(g.session):
        abort(403)
    return None


def _came_from_elsewhere() -> bool:
    """Whether another site made the browser send this form.

    Browsers leave `Sec-Fetch-Site` out on plain http, and our own no-referrer policy makes them say `Origin: null`.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    own = {"null", f"http://{request.host}", f"https://{request.host}"}
    return request.headers.get("Origin", "null") not in own


def _live_session(endpoint: str) -> Session | None:
    token = request.cookies.get(COOKIE, "")
    if not token:
        return None
    return get_session(stores().accounts, token, now=time.time(), renew=endpoint not in _POLLED)


def _ask_to_sign_in(endpoint: str) -> ResponseReturnValue:
    if endpoint in _POLLED:
        abort(401)
    if request.method in _SAFE:
        return redirect(url_for("staff.sign_in", next=path_asked_for()), code=303)
    return ask_again()


def _carries_token(session: Session) -> bool:
    carried = request.form.get("form_token", "")
    return hmac.compare_digest(carried.encode(), session.form_token.encode())


def _signed_in() -> dict[str, object]:
    session: Session | None = g.get("session")
    if session is None:
        return {"account": None, "form_token": ""}
    return {"account": session.account, "form_token": session.form_token}
