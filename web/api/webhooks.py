"""Webhooks that a program looks after: the routes of the page “Where alerts go”, with the same guard and signature."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from narratives.alert import Signal
from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.route import Medium, Pace, Route, webhook_secret
from narratives.webhook_address import Resolver, system_resolver
from store.api_tokens import ApiScope
from store.routes import Standing, add_route, get_route, list_standings, stop_route
from web.access import EVERYONE, open_to
from web.api.answers import check_query, listed
from web.api.blueprint import bp
from web.api.caller import caller, demands
from web.api.story_body import UnreadableError, pointer, read_object
from web.problem_details import problem
from web.reach import current_reach, visible_collections
from web.routes.form import EVERY, RouteForm, read_route
from web.routes.views import RESOLVER
from web.stores import stores

_KNOWN = ("address", "collection", "pace", "signals")


@bp.get("/webhooks")
@open_to(EVERYONE)
@demands(ApiScope.WRITE_WEBHOOKS)
def webhooks() -> ResponseReturnValue:
    """The webhooks that lie within what the token is made for, without their secrets."""
    check_query(())
    found = [one for one in list_standings(stores().stories) if _sees(one.route) and not one.route.stopped_because]
    return listed([_standing(one) for one in found], {"next": None})


@bp.post("/webhooks")
@open_to(EVERYONE)
@demands(ApiScope.WRITE_WEBHOOKS, recorded="always")
def add_webhook() -> ResponseReturnValue:
    """Add a webhook; its secret is shown this once."""
    check_query(())
    if request.mimetype != "application/json":
        return problem(415)
    try:
        body = read_object(request.get_data())
    except UnreadableError as error:
        return problem(400, str(error))
    try:
        route = _read(body)
    except SubmissionError as error:
        return _invalid(error)
    if not add_route(stores().stories, route, datetime.now(UTC)):
        return problem(409, "These alerts go to this address already: look at the list.", name="known")
    answer = jsonify(_webhook(route) | {"secret": webhook_secret(route.id, stores().settings.secret)})
    answer.headers["Location"] = url_for(".remove_webhook", route_id=route.id)
    return answer, 201


@bp.delete("/webhooks/<route_id>")
@open_to(EVERYONE)
@demands(ApiScope.WRITE_WEBHOOKS, recorded="always")
def remove_webhook(route_id: str) -> ResponseReturnValue:
    """Send nothing more there; the page “Where alerts go” still shows it, as stopped."""
    check_query(())
    route = get_route(stores().stories, route_id)
    if not _sees(route):
        raise NotFoundError("route", route_id)
    because, by = f"The program “{caller().title}” stopped it.", caller().made_by
    stop_route(stores().stories, route_id, because=because, by=by, at=datetime.now(UTC))
    return Response(status=204)


def _sees(route: Route) -> bool:
    reach = current_reach()
    within = reach.is_whole if route.collection is None else reach.sees(route.collection)
    return within and route.medium is Medium.WEBHOOK


def _read(body: dict[str, Any]) -> Route:
    """The route that a body asks for. Raises SubmissionError with everything that is wrong at its JSON pointer."""
    errors = [
        FieldError(pointer(name), f"There is no “{name[:40]}” in a webhook: there is {', '.join(_KNOWN)}")
        for name in body
        if name not in _KNOWN
    ]
    for name in ("address", "collection", "pace"):
        if name in body and not isinstance(body[name], str):
            errors.append(FieldError(pointer(name), f"“{name}” is a text"))
    signals = body.get("signals", [signal.value for signal in Signal])
    if not isinstance(signals, list) or not all(isinstance(one, str) for one in signals):
        errors.append(FieldError("/signals", f"“signals” is a list of some of {', '.join(s.value for s in Signal)}"))
    if errors:
        raise SubmissionError(errors)
    form = RouteForm(
        Medium.WEBHOOK,
        key=_id(body),
        address=body.get("address", "").strip(),
        collection=body.get("collection", EVERY),
        pace=body.get("pace", Pace.IMMEDIATE.value),
        signals=tuple(signals),
    )
    return read_route(
        form,
        visible_collections(),
        takes_all=current_reach().is_whole,
        made_by=caller().made_by,
        secret=stores().settings.secret,
        can_mail=False,
        resolve=_resolver(),
    )


def _id(body: dict[str, Any]) -> str:
    """A new one each time: a webhook that was stopped may be added again, with another secret."""
    told = f"{caller().id}:{body.get('address')}:{datetime.now(UTC).timestamp()}"
    return hashlib.sha256(f"webhook:{told}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _invalid(error: SubmissionError) -> Response:
    listed_errors = [
        {"pointer": one.field if one.field.startswith("/") else pointer(one.field), "detail": one.message}
        for one in error.errors
    ]
    return problem(422, errors=listed_errors)


def _webhook(route: Route) -> dict[str, Any]:
    return {
        "id": route.id,
        "address": route.address,
        "collection": route.collection,
        "pace": route.pace.value,
        "signals": sorted(signal.value for signal in route.signals),
    }


def _standing(one: Standing) -> dict[str, Any]:
    at = None if one.delivered_at is None else datetime.fromtimestamp(one.delivered_at, UTC)
    return _webhook(one.route) | {
        "waiting": one.waiting,
        "delivered_at": at.isoformat(timespec="seconds") if at else None,
        "last_problem": one.last_error or None,
    }


def _resolver() -> Resolver:
    resolve: Resolver = current_app.extensions.get(RESOLVER, system_resolver)
    return resolve
