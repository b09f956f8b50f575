"""The map as it changes: what is new since a page was drawn, and the map of another choice."""

from __future__ import annotations

from flask import Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Framework
from store import release
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, raised
from web.explore.filters import read_filters
from web.explore.map_page import MapBuilder, MapPage
from web.explore.recent import RecentAnswers
from web.stores import stores

_REGIONS = ("totals", "triads", "legend", "zones", "others")


@bp.get("/explore/<collection_id>/live")
@open_to(*VIEWERS)
def live(collection_id: str) -> ResponseReturnValue:
    """What changed on the map since a serial: nothing (204), or the figures and the parts of the page."""
    collection, framework = opened(collection_id)
    serial = release.serial(stores().stories, collection)
    if request.args.get("since", "") == str(serial):
        return "", 204
    if request.args.get("only") == "alerts":
        return jsonify(serial=serial, alerts=raised(collection))
    asked = tuple(sorted((name, text) for name, text in request.args.items() if name != "since"))
    recent: RecentAnswers = current_app.extensions.setdefault("explore.recent", RecentAnswers())
    news = recent.get((collection_id, serial, may_read(), asked), lambda: _news(collection, framework))
    return Response(news, mimetype="application/json")


def _news(collection: Collection, framework: Framework) -> bytes:
    filters = read_filters(collection, request.args, framework)
    page = MapBuilder(stores(), collection, framework, filters, may_read=may_read()).page(request.args.get("triad", ""))
    regions = _regions(collection, page)
    return jsonify(serial=page.serial, shape=page.shape, regions=regions, alerts=raised(collection)).get_data()


def _regions(collection: Collection, page: MapPage) -> dict[str, str]:
    return {name: render_template(f"explore/parts/{name}.html", collection=collection, page=page) for name in _REGIONS}
