"""Two selections side by side, as a page and as a table to take away."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Framework
from web.access import open_to
from web.explore.blueprint import VIEWERS, bp, may_read, opened, others, today
from web.explore.comparing.page import CompareBuilder
from web.explore.comparing.sides import SideReader, Sides
from web.explore.comparing.table import comparison_csv
from web.explore.comparing.words import lacking_words, note_words
from web.explore.filters import Filters, read_filters
from web.stores import stores


@bp.get("/explore/<collection_id>/compare")
@open_to(*VIEWERS)
def compare(collection_id: str) -> ResponseReturnValue:
    """Two selections side by side: what differs, by how much and how surely."""
    collection, framework = opened(collection_id)
    filters, sides = _asked(collection, framework)
    builder = CompareBuilder(stores(), collection, framework, may_read=may_read())
    page = None if sides.both is None else builder.page(*sides.both)
    return render_template(
        "explore/compare.html",
        collection=collection,
        filters=filters,
        sides=sides,
        errors=sides.errors,
        choices=builder.choices(filters),
        asked=request.args,
        page=page,
        others=others(collection),
    )


@bp.get("/explore/<collection_id>/compare.csv")
@open_to(*VIEWERS)
def compare_csv(collection_id: str) -> ResponseReturnValue:
    """The table of a comparison."""
    collection, framework = opened(collection_id)
    _, sides = _asked(collection, framework)
    if sides.both is None:
        abort(404)
    found = CompareBuilder(stores(), collection, framework).comparison(*sides.both)
    if lacking_words(found, *sides.both, collection):
        abort(404)
    notes = note_words(found, *sides.both, collection)
    table = comparison_csv(found, *sides.both, collection.title, notes)
    named = {"Content-Disposition": f'attachment; filename="{collection.id}-comparison.csv"'}
    return Response(table, mimetype="text/csv", headers=named)


def _asked(collection: Collection, framework: Framework) -> tuple[Filters, Sides]:
    filters = read_filters(collection, request.args, framework)
    reader = SideReader(stores().stories, collection, framework, filters, today())
    return filters, reader.read(request.args)
