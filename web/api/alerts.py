"""Alerts in the words in which they leave the platform: those of a webhook, without a story or a theme's words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from narratives.alert import AlertState
from narratives.alert_message import alert_message
from narratives.collection import Collection
from narratives.errors import FieldError, NotFoundError, SubmissionError
from narratives.framework import Framework
from narratives.route import Occasion
from store.alerts import Alert, get_alert
from store.api_tokens import ApiScope
from store.collections import framework_of
from web.access import EVERYONE, open_to
from web.api.answers import check_query, listed
from web.api.blueprint import bp
from web.api.caller import allowed, demands
from web.api.cursors import page_of, read_page
from web.reach import visible_collections
from web.seen import seen_alerts
from web.stores import stores

_TOLD = (AlertState.RAISED, AlertState.ACKNOWLEDGED, AlertState.CLOSED)


@bp.get("/alerts")
@open_to(EVERYONE)
@demands(ApiScope.READ_ALERTS)
def alerts() -> ResponseReturnValue:
    """The alerts that were raised, newest first; one that is told inside another is in that one."""
    check_query(("collection", "state", "cursor", "limit"))
    named, states = request.args.get("collection", ""), _states()
    of = f"alerts/{named}/{request.args.get('state', '')}"
    asked = read_page(of)
    collections = [allowed(named)] if named else visible_collections()
    found = sorted(_found(collections, states), key=lambda one: _place(one[2]))
    if asked.after is not None:
        found = [one for one in found if _place(one[2]) > (int(asked.after[0]), str(asked.after[1]))]
    items = [alert_json(*one) for one in found[: asked.limit]]
    return listed(items, page_of(of, asked, found, lambda one: list(_place(one[2]))))


@bp.get("/alerts/<alert_id>")
@open_to(EVERYONE)
@demands(ApiScope.READ_ALERTS)
def alert(alert_id: str) -> ResponseReturnValue:
    """One alert."""
    check_query(())
    found = get_alert(stores().stories, alert_id)
    collection = allowed(found.collection)
    if found.state not in _TOLD:
        raise NotFoundError("alert", alert_id)
    return jsonify(alert_json(collection, framework_of(stores().stories, collection), found))


def alert_json(collection: Collection, framework: Framework, alert: Alert) -> dict[str, Any]:
    """One alert as it is told outside."""
    beside = [one.finding.group for one in alert.members if one.finding.group != alert.finding.group]
    told = alert_message(alert.id, Occasion.RAISED, alert.finding, collection, framework, beside)
    return {
        "id": alert.id,
        "collection": collection.id,
        "state": alert.state.value,
        "signal": told.signal.value,
        "tone": told.tone.value,
        "sentence": told.sentence,
        "where": told.where,
        "how_much": told.size or None,
        "since": told.since.isoformat(),
        "noticed": told.raised_on.isoformat(),
        "course": alert.course.value,
        "silenced": alert.silence_id is not None,
        "told_inside": alert.folded_into,
    }


def _states() -> tuple[AlertState, ...]:
    """Raises SubmissionError for a state that no alert of this list has."""
    typed = request.args.get("state", "")
    if typed and typed not in {state.value for state in _TOLD}:
        known = ", ".join(state.value for state in _TOLD)
        raise SubmissionError([FieldError("state", f"There is no state “{typed[:40]}”: ask for one of {known}")])
    return (AlertState(typed),) if typed else _TOLD


def _found(
    collections: list[Collection], states: tuple[AlertState, ...]
) -> Iterator[tuple[Collection, Framework, Alert]]:
    for collection in collections:
        framework = framework_of(stores().stories, collection)
        for one in seen_alerts(collection, framework):
            if one.state in states:
                yield collection, framework, one


def _place(alert: Alert) -> tuple[int, str]:
    """Newest first, and of one day by id."""
    return -_number(alert.finding.raised_on), alert.id


def _number(day: date) -> int:
    return day.toordinal()
