"""The live map of a collection."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, choose, may_read, opened, others, raised, today
from web.explore.filters import kind_choices, read_filters
from web.explore.library import plotly_version
from web.explore.map_page import MapBuilder
from web.stores import stores


@bp.get("/explore", endpoint="map")
@bp.get("/explore/<collection_id>", endpoint="map")
@open_to(*VIEWERS)
def show_map(collection_id: str | None = None) -> ResponseReturnValue:
    """The live map."""
    if collection_id is None:
        return choose("explore.map", "Map")
    collection, framework = opened(collection_id)
    filters = read_filters(collection, request.args, framework)
    page = MapBuilder(stores(), collection, framework, filters, may_read=may_read()).page(request.args.get("triad", ""))
    query = filters.query | ({"triad": page.triad.id} if page.triad else {})
    return render_template(
        "explore/map.html",
        collection=collection,
        page=page,
        live=url_for("explore.live", collection_id=collection.id, **query),  # type: ignore[arg-type]
        read_drawn=url_for("explore.stories", collection_id=collection.id, **query),  # type: ignore[arg-type]
        kinds=kind_choices(stores().stories, collection),
        filters=filters,
        errors=filters.errors,
        periods=filters.quick_periods("explore.map", today(), triad=request.args.get("triad", "")),
        others=others(collection),
        may_read=may_read(),
        raised=raised(collection),
        plotly_version=plotly_version(),
    )
