"""Who may open which page: every view names its roles, and a view that names none opens for nobody."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from narratives.roles import NOWHERE, reach_of
from store.accounts import Account, Role, Session, get_session
from store.limits import close_stories_of, limit_to
from store.sessions import Halfway
from web import reach as reaching
from web.audit.recorded import asks_by_itself
from web.organisation import here
from web.place import check_place
from web.reach import holds_group, reach_for
from web.readers import closed_to
from web.staff.again import ask_again, path_asked_for
from web.staff.halfway import HALFWAY, find_halfway, form_token_halfway
from web.stores import stores

COOKIE = "__Host-session"
EVERYONE = "everyone"
_View = TypeVar("_View", bound=Callable[..., object])
_SAFE = {"GET", "HEAD", "OPTIONS"}


def open_to(
    *roles: Role | str, within_collections: bool = False, within_groups: bool = False
) -> Callable[[_View], _View]:
    """Name the roles that may call a view; EVERYONE for pages that need no sign-in.

    A view opens for somebody whose roles are limited to some collections or groups only if it narrows itself:
    a list `within_collections` is made of `visible_collections()`, and what is `within_groups` shows nothing of
    groups that are not theirs, or is about nothing but the person themself (docs/adr/0040-reach.md).
    """

    def named(view: _View) -> _View:
        view.__dict__["roles"] = frozenset(str(role) for role in roles)
        view.__dict__["within_collections"] = within_collections or within_groups
        view.__dict__["within_groups"] = within_groups
        return view

    return named


def current_account() -> Account:
    """The signed-in account; only inside a view that is not open to EVERYONE."""
    session: Session = g.session
    return session.account


def may(*roles: Role | str, collection: str | None = None, group: str | None = None) -> bool:
    """Whether the signed-in person has one of these roles here: in the collection of this page, or in the one named.

    A group asks whether they have it there; the empty one, whether they have it in the whole collection.
    """
    reach = reach_for(str(role) for role in roles)
    place = g.get("collection_id") if collection is None else collection
    if not place:
        return reach != NOWHERE
    return reach.sees(place) and (group is None or holds_group(reach, place, group))


def guard(app: Flask) -> None:
    """Check every request before its view runs: role, organisation, and where a form came from."""
    app.before_request(_check)
    app.context_processor(_signed_in)
    app.add_template_global(may)
    reaching.serve(app)


def _check() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    limit_to({})
    close_stories_of(frozenset())
    if endpoint is None or endpoint == "static":
        return None
    g.session = None
    view = current_app.view_functions[endpoint]
    roles: frozenset[str] = getattr(view, "roles", frozenset())
    if request.method not in _SAFE and _came_from_elsewhere():
        abort(403)
    if EVERYONE in roles:
        return None
    g.session = _live_session(endpoint)
    if g.session is None and HALFWAY in roles and find_halfway(request.cookies.get(COOKIE, "")):
        return None if request.method in _SAFE or _carries_token(g.halfway) else abort(403)
    if g.session is None:
        return _ask_to_sign_in(endpoint)
    account = g.session.account
    reach = reach_of(account.grants, roles)
    if reach is None:
        abort(403)
    g.reach = reach
    close_stories_of(closed_to(account.grants))
    if request.method not in _SAFE and not _carries_token(g.session):
        abort(403)
    return check_place(view)


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
    session = get_session(stores().accounts, token, now=time.time(), renew=not asks_by_itself(endpoint))
    # Somebody of another organisation is nobody here, and learns no more than anybody.
    return session if session is not None and session.account.organisation == here().organisation else None


def _ask_to_sign_in(endpoint: str) -> ResponseReturnValue:
    if asks_by_itself(endpoint):
        abort(401)
    if request.method in _SAFE:
        return redirect(url_for("staff.sign_in", next=path_asked_for()), code=303)
    return ask_again()


def _carries_token(session: Session | Halfway) -> bool:
    carried = request.form.get("form_token", "")
    return hmac.compare_digest(carried.encode(), session.form_token.encode())


def _signed_in() -> dict[str, object]:
    session: Session | None = g.get("session")
    if session is None:
        return {"account": None, "form_token": form_token_halfway()}
    return {"account": session.account, "form_token": session.form_token}
