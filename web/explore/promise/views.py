"""Whether the promise is kept: one page a collection."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from store.release_promises import get_released_promise
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, opened, others, today
from web.explore.promise.page import promise_page
from web.stores import stores


@bp.get("/explore/<collection_id>/promise")
@open_to(*VIEWERS)
def promise(collection_id: str) -> ResponseReturnValue:
    """What was promised about false alerts, what was measured, and how soon a shift would be noticed."""
    collection, framework = opened(collection_id)
    found = get_released_promise(stores().stories, collection, today())
    return render_template(
        "explore/promise/promise.html",
        collection=collection,
        page=promise_page(collection, framework, found),
        others=others(collection),
    )
