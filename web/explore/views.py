"""Temperature and themes of a collection, and the library that draws."""

from __future__ import annotations

from flask import current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from store import release_results
from web.access import EVERYONE, open_to
from web.explore.blueprint import VIEWERS, bp, choose, may_read, opened, others
from web.explore.library import compressed_script, plotly_script
from web.explore.temperature_page import temperature_page
from web.explore.themes_page import theme_cards
from web.stores import stores


@bp.get("/temperature")
@bp.get("/explore/<collection_id>/temperature")
@open_to(*VIEWERS)
def temperature(collection_id: str | None = None) -> ResponseReturnValue:
    """The temperature of each group over time."""
    if collection_id is None:
        return choose("explore.temperature", "Temperature")
    collection, framework = opened(collection_id)
    readings = release_results.list_released_readings(stores().stories, collection)
    return render_template(
        "explore/temperature.html",
        collection=collection,
        framework=framework,
        page=temperature_page(collection, readings),
        others=others(collection),
    )


@bp.get("/themes", endpoint="themes")
@bp.get("/explore/<collection_id>/themes", endpoint="themes")
@open_to(*VIEWERS)
def show_themes(collection_id: str | None = None) -> ResponseReturnValue:
    """What the stories are about."""
    if collection_id is None:
        return choose("explore.themes", "Themes")
    collection, framework = opened(collection_id)
    return render_template(
        "explore/themes.html",
        collection=collection,
        themes=theme_cards(stores().stories, collection, framework, may_read=may_read()),
        may_read=may_read(),
        others=others(collection),
    )


@bp.get("/assets/plotly.min.js")
@open_to(EVERYONE)
def plotly() -> ResponseReturnValue:
    """plotly.js from the installed package."""
    if request.accept_encodings.best_match(["gzip"]) is None:
        return send_file(plotly_script(), mimetype="text/javascript")
    folder = current_app.config["SETTINGS"].data
    response = send_file(compressed_script(folder), mimetype="text/javascript")
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response
