"""Temperature of a collection."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from narratives.collection import Policy
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, choose, may_read, opened, others
from web.explore.temperature_page import temperature_page
from web.explore.temperature_remarks import remarks_of
from web.seen import seen_readings, whole
from web.stores import stores


@bp.get("/temperature")
@bp.get("/explore/<collection_id>/temperature")
@open_to(*VIEWERS, within_groups=True)
def temperature(collection_id: str | None = None) -> ResponseReturnValue:
    """The temperature of each group over time."""
    if collection_id is None:
        return choose("explore.temperature", "Temperature")
    collection, framework = opened(collection_id)
    readings = seen_readings(collection)
    say = remarks_of(stores().stories, whole(collection), framework, readings, may_read=may_read())
    return render_template(
        "explore/temperature.html",
        collection=collection,
        framework=framework,
        page=temperature_page(collection, readings, say),
        is_protected=collection.policy is Policy.PROTECTED,
        others=others(collection),
    )
