"""The staff menu: the pages that the signed-in person may open, and how much waits behind an entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app, g, request, url_for

from narratives.errors import BusyError
from narratives.roles import NOWHERE
from store.accounts import Session
from store.alert_counts import count_new
from store.charters import current_charter
from store.safeguarding import count_awaited
from store.safeguarding_clocks import is_overdue
from store.urgency import count_waiting
from web.confederation.commons import belongs
from web.reach import groups_within, may_open, reach_for, visible_collections
from web.stores import stores
from web.urgent.roles import ACTING

# In the order of the menu; a page that is not installed, or not open to the role, is left out. The other pages about a
# collection are in the line below its title, beside the map (web/explore/sub_navigation.py).
MENU = (
    ("What changed", "alerts.what_changed"),
    ("Map", "explore.map"),
    ("Events", "events.overview"),
    ("Probes", "probes.portfolio"),
    ("Log an interaction", "casework.log"),
    ("To read first", "moderate.queue"),
    ("Urgent", "urgent.queue"),
    ("Key paper forms", "keying.choose"),
    ("Questions", "design.overview"),
    ("Invite", "invite.choose"),
    ("Decisions", "decisions.overview"),
    ("Other organisations", "confederation.benchmarks"),
    ("Exports", "bulk.page"),
    ("Administration", "administration.page"),
)
_ADMINISTRATION = "administration.page"
# Whatever a blueprint shows belongs to its own entry, and what is below to that of another.
_ENTRIES = {
    "audit.own": "",
    "break_glass.opened": _ADMINISTRATION,
    "confederation.benchmarks": "confederation.benchmarks",
    **dict.fromkeys(("audit", "confederation", "people", "routes"), _ADMINISTRATION),
    **dict.fromkeys(("break_glass", "log_offline", "pair_codes", "reflection"), "casework.log"),
    **dict.fromkeys(("alike", "deciding", "messages", "redacting", "urgent_mark"), "moderate.queue"),
    **dict.fromkeys(("judging", "report_back"), "alerts.what_changed"),
    **dict.fromkeys(("flagged", "working_hours"), "urgent.queue"),
    **dict.fromkeys(("opening", "wording", "checking", "taking", "packs"), "design.overview"),
    **dict.fromkeys(("bring", "tokens"), _ADMINISTRATION),
    "boards": "explore.map",
    "claims": "explore.map",
    "combined": "explore.map",
    "keeping": "explore.map",
    "pairs": "explore.map",
    "publishing": "explore.map",
    "reports": "explore.map",
    "sense": "explore.map",
    "tension": "alerts.what_changed",
    "workshops": "explore.map",
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the staff menu; `current` is the value of aria-current: page, true for a page below it, or empty.

    `waiting` is how much waits for somebody there, `waits` says what that is, and `is_late` that it waits too long.
    """

    text: str
    href: str
    current: str
    waiting: int = 0
    waits: str = ""
    is_late: bool = False


def serve(app: Flask) -> None:
    """Let an application's templates ask for `navigation`: counted only by pages that show it."""
    app.context_processor(lambda: {"navigation": menu})


def menu() -> tuple[MenuItem, ...]:
    """The pages that the signed-in person may open."""
    session: Session | None = g.get("session")
    if session is None:
        return ()
    return tuple(_item(text, endpoint) for text, endpoint in MENU if may_open(endpoint) and _is_wanted(endpoint))


def _is_wanted(endpoint: str) -> bool:
    """Whether there is anything to see, and no other entry leads there.

    Most organisations are in no confederation, and in most of them members do not vote.
    """
    if endpoint == "bulk.page":
        return not may_open(_ADMINISTRATION)
    if endpoint == "decisions.overview":
        return may_open("decisions.begin") or current_charter(stores().stories) is not None
    return endpoint != "confederation.benchmarks" or belongs()


def _item(text: str, endpoint: str) -> MenuItem:
    count, waits = _WAITING.get(endpoint, (_nothing, ""))
    try:
        waiting, is_late = count(), _is_late(endpoint)
    except BusyError:
        waiting, is_late = 0, False  # the page that says that the store is busy has a menu too
    return MenuItem(text, url_for(endpoint), _current(endpoint), waiting, waits, is_late)


def _current(endpoint: str) -> str:
    """Whether the page is the one that an entry leads to, or below it."""
    if request.endpoint == endpoint:
        return "page"
    return "true" if _entry() == endpoint.partition(".")[0] else ""


def _entry() -> str:
    """The blueprint of the entry that the page belongs to; empty for none."""
    blueprint = request.blueprint or ""
    if blueprint in {"bulk", "keeping"} and may_open(_ADMINISTRATION):
        return _ADMINISTRATION.partition(".")[0]
    found = _ENTRIES.get(request.endpoint or "", _ENTRIES.get(blueprint, blueprint))
    return found.partition(".")[0]


def _nothing() -> int:
    return 0


def _alerts() -> int:
    db, today = stores().stories, datetime.now(UTC).date()
    reach = reach_for(current_app.view_functions["alerts.what_changed"].__dict__["roles"])
    if reach.is_whole:
        return count_new(db, today)
    return sum(count_new(db, today, one.id, groups_within(one, reach)) for one in visible_collections(reach))


def _urgent() -> int:
    """Only those who act may know how many: others may read some of those stories and not the rest."""
    db, reach = stores().stories, reach_for(ACTING)
    if reach == NOWHERE:
        return 0
    found = ((one, groups_within(one, reach)) for one in visible_collections(reach, trials=True))
    return sum(count_waiting(db, one.id, groups).n + count_awaited(db, one.id, groups) for one, groups in found)


def _is_late(endpoint: str) -> bool:
    """Whether something behind an entry waits for longer than it may."""
    reach = reach_for(ACTING)
    if endpoint != "urgent.queue" or reach == NOWHERE:
        return False
    db, now = stores().stories, datetime.now(UTC)
    found = visible_collections(reach, trials=True)
    return any(is_overdue(db, one.id, now, groups_within(one, reach)) for one in found)


_WAITING: Mapping[str, tuple[Callable[[], int], str]] = {
    "alerts.what_changed": (_alerts, "that nobody has acknowledged"),
    "urgent.queue": (_urgent, "waiting"),
}
