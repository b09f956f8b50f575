"""Under which conditions people tell one thing more often, or less."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from store.release_conditions import conditions as search
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, others
from web.explore.conditions.page import ConditionsBuilder, read_target, target_groups
from web.explore.filters import kind_choices, read_filters
from web.stores import stores


@bp.get("/explore/<collection_id>/conditions")
@open_to(*VIEWERS)
def conditions(collection_id: str) -> ResponseReturnValue:
    """Choose an answer; see under which conditions it is given more often, or less."""
    collection, framework = opened(collection_id)
    filters = read_filters(collection, request.args, framework)
    target, wrong = read_target(framework, request.args.get("target", "").strip())
    errors = (*filters.errors, *wrong)
    page = None
    if target and not errors:
        held = stores()
        found = search(held.stories, held.landscape, collection, framework, target, filters.view)
        page = ConditionsBuilder(collection, framework, filters, may_read=may_read()).page(found)
    return render_template(
        "explore/conditions.html",
        collection=collection,
        filters=filters,
        kinds=kind_choices(collection, framework),
        targets=target_groups(framework),
        chosen=target,
        errors=errors,
        page=page,
        others=others(collection),
    ), (422 if wrong else 200)
