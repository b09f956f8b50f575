"""Where alerts go: administrators add, test, stop and start routes; a feed opens for whoever has its address."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.route import Medium, Route, feed_token
from narratives.webhook_address import Resolver, system_resolver
from store.accounts import Role
from store.collections import list_collections
from store.feeds import find_feed, list_items
from store.outbox import post_test
from store.routes import add_route, get_route, list_standings, start_route, stop_route
from store.sending import notice_name
from store.worker import set_notice
from web.access import EVERYONE, current_account, open_to
from web.people import names
from web.reach import current_reach, visible_collections
from web.routes.feed import rss
from web.routes.form import RouteForm, read_route, typed
from web.routes.page import MEDIA, route_cards
from web.stores import stores

bp = Blueprint("routes", __name__)
RESOLVER = "routes.resolver"  # of the application's extensions: tests answer for the internet
_ADMINISTRATORS = (Role.ADMINISTRATOR,)


@bp.get("/routes")
@open_to(*_ADMINISTRATORS, within_collections=True)
def page() -> ResponseReturnValue:
    """Every route and how it fares."""
    titles = {one.id: one.title for one in visible_collections()}
    seen = [one for one in list_standings(stores().stories) if _sees(one.route)]
    now = datetime.now().astimezone()
    return render_template(
        "routes/page.html",
        cards=route_cards(seen, titles, names(), stores().settings.secret, now),
        done=request.args.get("done", ""),
        done_on=request.args.get("route", ""),
        has_link=bool(stores().settings.public_url),
        can_mail=_can_mail(),
        now=now,
    )


@bp.get("/routes/add/<medium>")
@open_to(*_ADMINISTRATORS, within_collections=True)
def new(medium: str) -> ResponseReturnValue:
    """An empty form for an e-mail address, a webhook or a feed."""
    return _form(RouteForm(_medium(medium)))


@bp.post("/routes/add/<medium>")
@open_to(*_ADMINISTRATORS, within_collections=True)
def add(medium: str) -> ResponseReturnValue:
    """Add a route; the address of a feed is shown this once."""
    db, form = stores().stories, typed(_medium(medium), request.form)
    try:
        route = read_route(
            form,
            visible_collections(),
            takes_all=current_reach().is_whole,
            made_by=current_account().username,
            secret=stores().settings.secret,
            can_mail=_can_mail(),
            resolve=_resolver(),
        )
    except SubmissionError as error:
        return _form(form, error.errors), 422
    is_new = add_route(db, route, datetime.now(UTC))
    if route.medium is Medium.FEED:
        return _feed_made(route, form)
    if not is_new and not _is_there(route.id):
        known = FieldError("address", "These alerts go to this address already: look at the list under Routes")
        return _form(form, (known,)), 422
    return _back(route.id, "added")


@bp.post("/routes/<route_id>/test")
@open_to(*_ADMINISTRATORS)
def test(route_id: str) -> ResponseReturnValue:
    """Put a test message into the outbox, where the worker finds it."""
    route = get_route(stores().stories, route_id)
    if route.medium is Medium.FEED or route.stopped_because:
        return _back(route_id, "not-tested")
    post_test(stores().stories, route, datetime.now(UTC))
    return _back(route_id, "tested")


@bp.post("/routes/<route_id>/stop")
@open_to(*_ADMINISTRATORS)
def stop(route_id: str) -> ResponseReturnValue:
    """Send nothing more by a route."""
    db, account = stores().stories, current_account()
    get_route(db, route_id)
    stop_route(db, route_id, because=f"{account.name} stopped it.", by=account.username, at=datetime.now(UTC))
    set_notice(db, notice_name(route_id), None, date.today())
    return _back(route_id, "stopped")


@bp.post("/routes/<route_id>/start")
@open_to(*_ADMINISTRATORS)
def start(route_id: str) -> ResponseReturnValue:
    """Send by a route again."""
    db = stores().stories
    get_route(db, route_id)
    start_route(db, route_id)
    set_notice(db, notice_name(route_id), None, date.today())
    return _back(route_id, "started")


@bp.get("/feeds/<token>.xml")
@open_to(EVERYONE)
def feed(token: str) -> ResponseReturnValue:
    """The alerts of the last 90 days for a feed reader, which has no account."""
    found = find_feed(stores().stories, token)
    if found is None:
        abort(404)
    if found.stopped_because:
        abort(410)
    titles = {one.id: one.title for one in list_collections(stores().stories)}
    title = "every collection" if found.collection is None else titles.get(found.collection, found.collection)
    body = rss(title, _site(), list_items(stores().stories, found, date.today()))
    response = Response(body, content_type="application/rss+xml; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request)


def _form(form: RouteForm, errors: tuple[FieldError, ...] = ()) -> str:
    if errors:
        form = RouteForm(form.medium, form.key, form.address, form.collection, form.pace, form.signals, errors)
    return render_template(
        "routes/add.html",
        form=form,
        medium=form.medium.value,
        name=MEDIA[form.medium],
        collections=visible_collections(),
        takes_all=current_reach().is_whole,
        can_mail=_can_mail(),
    )


def _sees(route: Route) -> bool:
    """Whether all that a route tells of lies within the administrator's reach."""
    reach = current_reach()
    return reach.is_whole if route.collection is None else reach.sees(route.collection)


def _feed_made(route: Route, form: RouteForm) -> str:
    token = feed_token(form.key, stores().settings.secret)
    return render_template("routes/feed-made.html", address=f"{_site()}/feeds/{token}.xml", route=route)


def _medium(name: str) -> Medium:
    if name not in {medium.value for medium in Medium}:
        abort(404)
    return Medium(name)


def _is_there(route_id: str) -> bool:
    """Whether this very form was sent before."""
    try:
        get_route(stores().stories, route_id)
    except NotFoundError:
        return False
    return True


def _back(route_id: str, done: str) -> ResponseReturnValue:
    return redirect(url_for(".page", done=done, route=route_id, _anchor=f"route-{route_id}"), code=303)


def _can_mail() -> bool:
    return stores().settings.mail is not None


def _resolver() -> Resolver:
    resolve: Resolver = current_app.extensions.get(RESOLVER, system_resolver)
    return resolve


def _site() -> str:
    """This deployment's address, without a slash at the end."""
    return stores().settings.public_url or request.url_root.rstrip("/")
