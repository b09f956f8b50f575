"""The chart that something was seen on: its address checked, what it is called, and its picture where it is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from store.alerts import get_alert
from web.sense.blueprint import bp
from web.stores import stores

MOST_ADDRESS = 2_000
# The pages that show a chart, each with what it is called in a sentence.
CHARTS: Mapping[str, str] = {
    "explore.map": "the map",
    "explore.picture_svg": "a picture of the map",
    "explore.places": "the places",
    "explore.temperature": "the temperature",
    "explore.themes": "the themes",
    "explore.theme": "a theme",
    "explore.patterns": "the patterns of answers",
    "explore.pattern": "a pattern of answers",
    "explore.common_ground": "the common ground",
    "explore.weak_signals": "the weak signals",
    "explore.weak_signal": "a weak signal",
    "explore.compare": "a comparison",
    "explore.crosstab": "two questions at once",
    "explore.association": "what goes together",
    "explore.conditions": "the conditions",
    "alerts.alert_page": "an alert",
    "combined.page": "several collections together",
}
_PICTURES = {"explore.picture_svg": "explore.picture_svg", "explore.places": "explore.places_svg"}
# What an address carries besides what is asked: of a picture, which one the map shows large; and single stories.
_NOT_ASKED = frozenset({"show", "like", "story", "saved"})
_OF_THE_MAP = frozenset({"triad", "picture"})
_LINE = "line"


@dataclass(frozen=True, slots=True)
class Seen:
    """A chart: its address within the product, as it is kept, what it is called, and where it and its picture are."""

    address: str
    words: str
    page: str
    picture: str = ""


@bp.app_template_global()
def this_address() -> str:
    """The address of the page that is being drawn, as the form of an observation takes it."""
    return request.full_path.rstrip("?")


def read_seen(collection: Collection, framework: Framework, address: str) -> Seen | None:
    """The chart of an address; None for what is no chart of this collection."""
    inside = address.removeprefix(request.script_root)
    if not inside.startswith("/") or len(address) > MOST_ADDRESS:
        return None
    try:
        parts = urlsplit(inside)
        endpoint, names = current_app.url_map.bind("").match(parts.path, method="GET")
        asked = parse_qsl(parts.query, max_num_fields=64)
    except (HTTPException, ValueError):
        return None
    if parts.netloc or endpoint not in CHARTS or not _is_of(collection, endpoint, names, asked):
        return None
    left_out = _NOT_ASKED | _OF_THE_MAP if endpoint in _PICTURES else _NOT_ASKED
    kept = [(name, value) for name, value in asked if name not in left_out]
    query = f"?{urlencode(kept)}" if kept else ""
    words = CHARTS[endpoint]
    if endpoint == "explore.picture_svg":
        title = _title(framework, names["signifier"])
        if not title:
            return None
        words = f"“{title}” on the map" if names["signifier"] != _LINE else title
    picture = f"{url_for(_PICTURES[endpoint], **names)}{query}" if endpoint in _PICTURES else ""
    page = f"{_page(collection, endpoint, names)}{query}"
    return Seen(f"{parts.path}{query}", words, page, picture)


def _is_of(collection: Collection, endpoint: str, names: Mapping[str, Any], asked: list[tuple[str, str]]) -> bool:
    if endpoint == "combined.page":
        return ("collection", collection.id) in asked
    if endpoint == "alerts.alert_page":
        try:
            return get_alert(stores().stories, names["alert_id"]).collection == collection.id
        except NotFoundError:
            return False
    return names.get("collection_id") == collection.id


def _title(framework: Framework, name: str) -> str:
    """What a picture is called; empty for one that there is not."""
    if name == _LINE:
        return "the line week by week"
    found = next((one for one in framework.told if one.id == name), None)
    return found.title.rstrip("….: ") if found else ""


def _page(collection: Collection, endpoint: str, names: Mapping[str, Any]) -> str:
    """Where the chart is looked at: of a picture, the map that it is in."""
    if endpoint == "explore.picture_svg":
        return url_for("explore.map", collection_id=collection.id)
    return url_for(endpoint, **names)
