"""What changed: every alert in plain sentences, and what people did about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.alert import AlertState
from narratives.collection import Collection
from narratives.framework import Framework
from store import alerts as alert_rows
from store import release, release_results
from store.accounts import Role, list_accounts
from store.collections import framework_of, list_collections
from web.access import current_account, open_to
from web.alerts.cards import AlertCard, alert_card, step_words
from web.alerts.moved import Moved, moved
from web.alerts.watching import Watching, watching
from web.explore.blueprint import VIEWERS, may_read
from web.explore.reading.story_cards import QUOTE_CHARACTERS, StoryCard, story_cards
from web.explore.temperature_page import temperature_page
from web.stores import stores

bp = Blueprint("alerts", __name__)

ACTORS = (Role.MANAGER,)
_SHOWN_STORIES = 3


@dataclass(frozen=True, slots=True)
class CollectionAlerts:
    """One collection's alerts by state, what is being watched, and the serial that this shows."""

    collection: Collection
    raised: tuple[Moved, ...]
    raised_count: int
    acknowledged: tuple[AlertCard, ...]
    closed: tuple[AlertCard, ...]
    levels: tuple[tuple[int, float], ...]
    watching: Watching
    serial: int


@bp.get("/changed")
@open_to(*VIEWERS)
def what_changed() -> ResponseReturnValue:
    """What moved, newest first."""
    return _page({})


@bp.post("/changed/<alert_id>/acknowledge")
@open_to(*ACTORS)
def acknowledge(alert_id: str) -> ResponseReturnValue:
    """Say that somebody is looking into an alert."""
    return _move(alert_id, AlertState.RAISED, AlertState.ACKNOWLEDGED)


@bp.post("/changed/acknowledge")
@open_to(*ACTORS)
def acknowledge_all() -> ResponseReturnValue:
    """Say that somebody is looking into everything that moved in a group; what was moved meanwhile stays as it is."""
    db, actor, now = stores().stories, current_account().username, datetime.now(UTC)
    for alert_id in request.form.getlist("alert"):
        alert_rows.get_alert(db, alert_id)
        alert_rows.change_state(db, alert_id, AlertState.RAISED, AlertState.ACKNOWLEDGED, actor=actor, at=now)
    return redirect(url_for("alerts.what_changed"), code=303)


@bp.post("/changed/<alert_id>/close")
@open_to(*ACTORS)
def close(alert_id: str) -> ResponseReturnValue:
    """Say that an alert needs nothing more."""
    return _move(alert_id, AlertState.ACKNOWLEDGED, AlertState.CLOSED)


def _move(alert_id: str, old: AlertState, new: AlertState) -> ResponseReturnValue:
    db = stores().stories
    alert_rows.get_alert(db, alert_id)
    actor = current_account().username
    if alert_rows.change_state(db, alert_id, old, new, actor=actor, at=datetime.now(UTC)):
        return redirect(url_for("alerts.what_changed", _anchor=f"alert-{alert_id}"), code=303)
    last = alert_rows.list_events(db, alert_id)[-1]
    return _page({alert_id: f"{step_words(last, _names())}. Nothing was changed."}), 409


def _page(notices: Mapping[str, str]) -> str:
    db = stores().stories
    parts = [_collection_alerts(collection, notices) for collection in list_collections(db)]
    return render_template(
        "alerts/changed.html",
        notices=release_results.list_notices(db),
        collections=sorted(parts, key=lambda part: not part.raised),  # what moved comes before what is calm
        may_act=current_account().role in ACTORS,
        may_read=may_read(),
    )


def _collection_alerts(collection: Collection, notices: Mapping[str, str]) -> CollectionAlerts:
    db = stores().stories
    serial = release.serial(db, collection)
    framework = framework_of(db, collection)
    names = _names()
    cards = [
        alert_card(
            alert,
            collection,
            framework,
            alert_rows.list_events(db, alert.id),
            names,
            _stories(collection, framework, alert.id),
            notices.get(alert.id, ""),
        )
        for alert in alert_rows.list_alerts(db, collection.id)
    ]
    page = temperature_page(collection, release_results.list_released_readings(db, collection))
    return CollectionAlerts(
        collection=collection,
        raised=moved((card for card in cards if card.state is AlertState.RAISED), page),
        raised_count=sum(card.state is AlertState.RAISED for card in cards),
        levels=() if page is None else page.scales.levels,
        acknowledged=tuple(card for card in cards if card.state is AlertState.ACKNOWLEDGED),
        closed=tuple(card for card in cards if card.state is AlertState.CLOSED),
        watching=watching(db, stores().landscape, collection, framework),
        serial=serial,
    )


def _stories(collection: Collection, framework: Framework, alert_id: str) -> tuple[StoryCard, ...]:
    if not may_read():
        return ()
    found = release.list_exemplars(stores().stories, collection, alert_id)[:_SHOWN_STORIES]
    return story_cards(collection, framework, found, {}, most=QUOTE_CHARACTERS)


def _names() -> dict[str, str]:
    """People's names by username."""
    accounts = list_accounts(stores().accounts, stores().settings.organisation)
    return {account.username: account.name for account in accounts}
