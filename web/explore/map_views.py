"""The live map of a collection."""

from __future__ import annotations

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from store.cohorts import list_cohorts
from web.access import open_to
from web.assets import static_url
from web.explore import sub_navigation
from web.explore.blueprint import VIEWERS, bp, choose, may_read, opened, others, raised, today
from web.explore.filters import read_filters
from web.explore.map_page import MapBuilder
from web.explore.stored import page_sent
from web.reach import may_open
from web.stores import stores

__all__ = ["show_map", "sub_navigation"]


@bp.get("/explore", endpoint="map")
@bp.get("/explore/<collection_id>", endpoint="map")
@open_to(*VIEWERS, within_groups=True)
def show_map(collection_id: str | None = None) -> ResponseReturnValue:
    """The live map."""
    if collection_id is None:
        return choose("explore.map", "Map")
    collection, framework = opened(collection_id)
    filters = read_filters(collection, request.args, framework)
    shown = request.args.getlist("show")
    builder = MapBuilder(stores(), collection, framework, filters, may_read=may_read(), on=today(), shown=shown)
    page = builder.page(request.args.get("triad", ""))
    html = render_template(
        "explore/map.html",
        collection=collection,
        page=page,
        # The picture on the page holds its dots: they are not sent twice.
        shape=page.shape | {"dots": None},
        filters=filters,
        errors=filters.errors,
        others=others(collection),
        saved=_saved(collection),
        raised=raised(collection),
        plotly=static_url("vendor/plotly/plotly-basic.min.js"),
    )
    return page_sent(html, g.session.form_token, echoes=page.echoes)


def _saved(collection: Collection) -> list[dict[str, str]]:
    """The saved selections by name, each with its link; none for who may not open them."""
    if not may_open("explore.cohort", collection.id):
        return []
    return [
        {"name": one.name, "href": url_for("explore.cohort", collection_id=collection.id, cohort_id=one.id)}
        for one in list_cohorts(stores().stories, collection.id)
    ]
