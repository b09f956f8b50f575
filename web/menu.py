"""The staff menu: the pages that the signed-in person may open, and how much waits behind an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app, g, request, url_for

from narratives.errors import BusyError
from store.accounts import Role, Session
from store.alert_counts import count_new
from store.collections import list_collections
from store.urgency import count_waiting
from web.stores import stores

# In the order of the menu; a page that is not installed, or not open to the role, is left out. The other pages about a
# collection are in the line below its title, beside the map (web/explore/sub_navigation.py).
MENU = (
    ("What changed", "alerts.what_changed"),
    ("Map", "explore.map"),
    ("Probes", "probes.portfolio"),
    ("Log an interaction", "casework.log"),
    ("To read first", "moderate.queue"),
    ("Urgent", "urgent.queue"),
    ("Key paper forms", "keying.choose"),
    ("Invite", "invite.choose"),
    ("Routes", "routes.page"),
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the staff menu; `current` is the value of aria-current: page, true for a page below it, or empty.

    `waiting` is how much waits for somebody there, and `waits` says what that is.
    """

    text: str
    href: str
    current: str
    waiting: int = 0
    waits: str = ""


def serve(app: Flask) -> None:
    """Let an application's templates ask for `navigation`: counted only by pages that show it."""
    app.context_processor(lambda: {"navigation": menu})


def menu() -> tuple[MenuItem, ...]:
    """The pages that the signed-in person may open."""
    session: Session | None = g.get("session")
    if session is None:
        return ()
    role, views = session.account.role, current_app.view_functions
    return tuple(
        _item(text, endpoint, role)
        for text, endpoint in MENU
        if endpoint in views and role.value in getattr(views[endpoint], "roles", ())
    )


def _item(text: str, endpoint: str, role: Role) -> MenuItem:
    count, waits = _WAITING.get(endpoint, (_nothing, ""))
    try:
        waiting = count(role)
    except BusyError:
        waiting = 0  # the page that says that the store is busy has a menu too
    return MenuItem(text, url_for(endpoint), _current(endpoint), waiting, waits)


def _current(endpoint: str) -> str:
    """Whatever a blueprint shows belongs to its entry of the menu."""
    if request.endpoint == endpoint:
        return "page"
    return "true" if request.blueprint == endpoint.partition(".")[0] else ""


def _nothing(role: Role) -> int:
    return 0


def _alerts(role: Role) -> int:
    return count_new(stores().stories, datetime.now(UTC).date())


def _urgent(role: Role) -> int:
    """Only moderators may know how many: others may read some of those stories and not the rest."""
    if role is not Role.MODERATOR:
        return 0
    db = stores().stories
    return sum(count_waiting(db, collection.id).n for collection in list_collections(db))


_WAITING: Mapping[str, tuple[Callable[[Role], int], str]] = {
    "alerts.what_changed": (_alerts, "that nobody has acknowledged"),
    "urgent.queue": (_urgent, "waiting"),
}
