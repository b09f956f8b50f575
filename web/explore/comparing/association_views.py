"""What goes together, over all questions."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, opened, others
from web.explore.comparing.association_page import AssociationBuilder
from web.explore.filters import kind_choices, read_filters
from web.stores import stores


@bp.get("/explore/<collection_id>/association")
@open_to(*VIEWERS)
def association(collection_id: str) -> ResponseReturnValue:
    """Which answers go together, strongest first."""
    collection, framework = opened(collection_id)
    filters = read_filters(collection, request.args, framework)
    return render_template(
        "explore/association.html",
        collection=collection,
        filters=filters,
        errors=filters.errors,
        kinds=kind_choices(collection, framework),
        page=AssociationBuilder(stores(), collection, framework, filters).page(),
        others=others(collection),
    )
